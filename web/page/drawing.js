// The drawing: vis-network draws what Python has placed; nothing moves by itself.

const drawing = JSON.parse(byId("drawing").textContent);
const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
let picture = null;

/** Return a colour of the theme in force. */
const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const FADED = "2e";
const CAMP_COLOURS = 6;
const campColour = (name, camp) => colour(`${name}-${((camp - 1) % CAMP_COLOURS) + 1}`);

function startDrawing() {
  drawnNodes.add(drawing.nodes.map((node) => ({ ...node })));
  drawnEdges.add(drawing.edges.map((edge) => ({ ...edge })));
  const given = { nodes: drawnNodes, edges: drawnEdges };
  picture = new vis.Network(byId("canvas"), given, drawing.options);
  picture.on("beforeDrawing", drawGrounds);
  picture.on("afterDrawing", drawNumbers);
  picture.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) chooseNode(node);
    else if (edge !== undefined) chooseEdge(edge);
    else chooseNothing();
  });
  const pointer = (name) => () => (byId("canvas").style.cursor = name);
  for (const what of ["hoverNode", "hoverEdge"]) picture.on(what, pointer("pointer"));
  for (const what of ["blurNode", "blurEdge"]) picture.on(what, pointer(""));
  fit();
}

/** Show everything: marks and labels, as large as the space allows. */
function fit() {
  const ends = { x: [], y: [] };
  for (const node of drawing.nodes) {
    const half = measure.measureText(cut(inLanguage(nodes.get(node.id).label))).width / 2 + 6;
    ends.x.push(node.x - half, node.x + half);
    ends.y.push(node.y - 24, node.y + 44);
  }
  const middle = (along) => (Math.min(...along) + Math.max(...along)) / 2;
  const extent = (along) => Math.max(...along) - Math.min(...along);
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!ends.x.length || !width || !height) return;
  const scale = Math.min(1.2, width / extent(ends.x), height / extent(ends.y));
  picture.moveTo({ position: { x: middle(ends.x), y: middle(ends.y) }, scale });
}

function zoom(factor) {
  picture.moveTo({ scale: Math.min(8, Math.max(0.02, picture.getScale() * factor)) });
}

/** Return the ids of what is chosen and what touches it; null when nothing is chosen. */
function chosen() {
  if (state.edge) {
    const edge = edges.get(state.edge);
    return new Set([edge.id, edge.from, edge.to]);
  }
  if (!state.node) return null;
  const near = edgesAt.get(state.node).filter(edgePasses);
  return new Set([state.node, ...near.flatMap((edge) => [edge.id, edge.from, edge.to])]);
}

function showDrawing() {
  if (state.view !== "network") return;
  const near = chosen();
  const shown = new Set(shownEdges().map((edge) => edge.id));
  const busy = new Set();
  for (const id of shown) busy.add(edges.get(id).from).add(edges.get(id).to);
  const filtered = shown.size < data.edges.length;
  drawnNodes.update(
    data.nodes.map((node) =>
      nodeLook(node, near ? !near.has(node.id) : filtered && !busy.has(node.id)),
    ),
  );
  drawnEdges.update(
    data.edges.map((edge) => edgeLook(edge, shown.has(edge.id), near && !near.has(edge.id))),
  );
  picture.setSelection({
    nodes: state.node ? [state.node] : [],
    edges: state.edge ? [state.edge] : [],
  }, { highlightEdges: false });
}

function nodeLook(node, faded) {
  const fill = node.type === "issue" ? colour("issue")
    : node.camp ? campColour("camp", node.camp) : colour("unaligned");
  const ink = colour(node.type === "issue" ? "quiet" : "ink") + (faded ? FADED : "");
  const border = node.id === state.node ? colour("ink") : fill;
  const both = { background: faded ? fill + FADED : fill, border: faded ? fill + FADED : border };
  return {
    id: node.id,
    label: cut(inLanguage(node.label)),
    hidden: !nodePasses(node),
    color: { ...both, highlight: both, hover: both },
    borderWidth: node.id === state.node ? 4 : 0,
    borderWidthSelected: node.id === state.node ? 4 : 0,
    font: { color: ink, strokeColor: faded ? "transparent" : colour("paper") },
  };
}

function edgeLook(edge, shown, faded) {
  const plain = colour(signOf(edge)) + (faded ? FADED : "");
  return {
    id: edge.id,
    hidden: !shown,
    color: { color: plain, highlight: plain, hover: plain },
    shadow: edge.id === state.edge
      ? { enabled: true, color: colour("control"), size: 8, x: 0, y: 0 }
      : { enabled: false },
  };
}

// The layout's widths are for 14 px and generous; with 16 px labels still keep clear of each other.
const measure = document.createElement("canvas").getContext("2d");
measure.font = "16px system-ui, sans-serif";

/** Cut a label to the width that the layout keeps free for it. */
function cut(label) {
  const whole = label.replace(/\s+/gu, " ").trim();
  const points = Array.from(whole.slice(0, 4 * data.widest));
  let kept = points;
  while (kept.length && measure.measureText(kept.join("")).width > data.widest) {
    kept = kept.slice(0, Math.min(kept.length - 1, Math.ceil(kept.length * 0.9)));
  }
  return kept.length === points.length ? whole : `${kept.join("").trim()}…`;
}

/** Draw the soft ground under each camp. */
function drawGrounds(context) {
  const shown = data.camps.map((camp) => ({
    ...camp,
    members: camp.members.filter((id) => nodePasses(nodes.get(id))),
  }));
  context.lineJoin = "round";
  context.lineWidth = 60;
  for (const camp of shown.filter((one) => one.members.length > 0)) {
    const corners = hull(Object.values(picture.getPositions(camp.members)));
    context.fillStyle = context.strokeStyle = campColour("ground", camp.id);
    context.beginPath();
    for (const { x, y } of corners) context.lineTo(x, y);
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** Write the number of its camp into each mark. */
function drawNumbers(context) {
  if (picture.getScale() < 0.4) return;
  const near = chosen();
  const members = data.nodes.filter((node) => node.camp && nodePasses(node));
  const places = picture.getPositions(members.map((node) => node.id));
  context.font = "bold 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const node of members.filter((one) => !near || near.has(one.id))) {
    context.fillStyle = colour("paper");
    context.fillText(node.camp, places[node.id].x, places[node.id].y + 0.5);
  }
}

/** Return the convex hull of points (A. M. Andrew, 1979). */
function hull(points) {
  const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const ordered = points.sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (row) => {
    const kept = [];
    for (const point of row) {
      while (kept.length > 1 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return points.length > 1 ? [...half(ordered), ...half(ordered.toReversed())] : points;
}
