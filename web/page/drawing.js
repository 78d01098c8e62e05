// The drawing: nothing moves by itself. Python has placed everything; vis-network draws the marks
// and lets one zoom and drag; the grounds of the camps, the lines and the labels are drawn here.

const drawing = JSON.parse(byId("drawing").textContent);
const drawnNodes = new vis.DataSet(drawing.nodes);
let picture = null;

/** Half the height of a mark, in px of the drawing. */
const MARK = 14;
/** With more lines than this, they are left out while one drags the drawing. */
const MANY_LINES = 2000;
const FADED = "38";

/** Return a colour of the theme in force. */
const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const campColour = (name, camp) => colour(`${name}-${campShade(camp)}`);

/** What the last `showDrawing` found, and where the last frame drew it. */
const drawn = { near: null, edges: [], passing: [], at: {}, labels: new Map(), lines: [] };
const faded = (id) => drawn.near !== null && !drawn.near.has(id);

/** How the reader moves the drawing: whether it is being dragged, and whether all is in sight. */
const moved = { dragging: false, byHand: false };

function startDrawing() {
  const given = { nodes: drawnNodes, edges: [] };
  picture = new vis.Network(byId("canvas"), given, drawing.options);
  // The table is the way through the network by keyboard: a stop here would lead nowhere.
  byId("canvas").firstElementChild.tabIndex = -1;
  picture.on("beforeDrawing", drawUnder);
  picture.on("afterDrawing", drawOver);
  picture.on("click", ({ pointer }) => {
    const { node, edge } = thingAt(pointer);
    if (node) chooseNode(node);
    else if (edge) chooseEdge(edge);
    else return chooseNothing();
    byId("chosen").scrollIntoView({ block: "center" });
  });
  picture.on("dragStart", () => Object.assign(moved, { dragging: true, byHand: true }));
  picture.on("dragEnd", () => {
    moved.dragging = false;
    picture.redraw();
  });
  picture.on("zoom", () => (moved.byHand = true));
  // Later, since vis-network sets its own view right after it has said that the size is new.
  picture.on("resize", () => requestAnimationFrame(() => moved.byHand || fit()));
  byId("canvas").addEventListener("mousemove", pointOut);
}

/** Return the id of the node or of the edge at a point. */
function thingAt(pointer) {
  const at = pointer.canvas ?? picture.DOMtoCanvas(pointer.DOM);
  const node = picture.getNodeAt(pointer.DOM) ?? labelAt(at);
  return node ? { node } : { edge: lineAt(at) };
}

/** Say what is under the pointer. */
function pointOut(event) {
  const corner = byId("canvas").getBoundingClientRect();
  const DOM = { x: event.clientX - corner.left, y: event.clientY - corner.top };
  const { node, edge } = thingAt({ DOM });
  byId("canvas").style.cursor = node || edge ? "pointer" : "";
  byId("canvas").title = node ? nodeLabel(node) : edge ? edgeClaim(edges.get(edge)) : "";
}

/** Show everything: marks and labels, as large as the space allows. */
function fit() {
  const ends = { x: [], y: [] };
  const size = roomySize();
  for (const node of drawing.nodes) {
    const half = Math.max(30, (labelWidth(node.id) * size) / 2 + 4);
    ends.x.push(node.x - half, node.x + half);
    ends.y.push(node.y - 30, node.y + MARK + LINE * size + 6);
  }
  const middle = (along) => (Math.min(...along) + Math.max(...along)) / 2;
  const extent = (along) => Math.max(...along) - Math.min(...along);
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!ends.x.length || !width || !height) return;
  const scale = Math.min(1.2, width / extent(ends.x), height / extent(ends.y));
  picture.moveTo({ position: { x: middle(ends.x), y: middle(ends.y) }, scale });
  moved.byHand = false;
}

/** Take the size that the page now gives the drawing. */
function fill() {
  picture.setSize("100%", "100%");
  if (!moved.byHand) fit();
  picture.redraw();
}

function zoom(factor) {
  moved.byHand = true;
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

/** Return the ids of what the filters let through; null when that is everything. */
function filtered(shown) {
  if (shown.length === data.edges.length) return null;
  return new Set(shown.flatMap((edge) => [edge.id, edge.from, edge.to]));
}

function showDrawing() {
  const shown = shownEdges();
  const ids = new Set(shown.map((edge) => edge.id));
  drawn.edges = drawing.edges.filter((edge) => ids.has(edge.id));
  drawn.passing = data.nodes.filter(nodePasses);
  drawn.near = chosen() ?? filtered(shown);
  drawnNodes.update(data.nodes.map(nodeLook));
  if (!moved.byHand) fit();
  picture.redraw();
}

function nodeLook(node) {
  const full = node.type === "issue" ? colour("issue")
    : node.camp ? campColour("camp", node.camp) : colour("unaligned");
  const fill = faded(node.id) ? full + FADED : full;
  const both = { background: fill, border: node.id === state.node ? colour("ink") : fill };
  const width = node.id === state.node ? 4 : 0;
  return {
    id: node.id,
    hidden: !nodePasses(node),
    color: { ...both, highlight: both },
    borderWidth: width,
    borderWidthSelected: width,
  };
}

function drawUnder(context) {
  drawn.at = picture.getPositions();
  placeLabels();
  drawGrounds(context);
  drawLines(context);
}

function drawOver(context) {
  drawNumbers(context);
  drawLabels(context);
}

/** Draw the soft ground under each camp. */
function drawGrounds(context) {
  context.lineJoin = "round";
  context.lineWidth = 60;
  for (const camp of data.camps) {
    const members = camp.members.filter((id) => nodePasses(nodes.get(id)));
    if (members.length === 0) continue;
    context.fillStyle = context.strokeStyle = campColour("ground", camp.id);
    context.beginPath();
    for (const { x, y } of hull(members.map((id) => drawn.at[id]))) context.lineTo(x, y);
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** Write the number of its camp into each mark. */
function drawNumbers(context) {
  if (picture.getScale() < 0.4) return;
  context.font = "bold 13px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour("paper");
  for (const node of drawn.passing.filter((one) => one.camp && !faded(one.id))) {
    context.fillText(node.camp, drawn.at[node.id].x, drawn.at[node.id].y + 0.5);
  }
}
