// The lines: they leave and reach each actor beside its label, as in the still picture.

/** No line is bent farther than this, in px of the drawing. */
const MOST_BENT = 60;
/** How far from a line one may click, in px of the screen; the nearest line is preferred. */
const REACHES = [3, 8, 16];

/** How strongly a line is drawn behind which no quotation stands. */
const UNEVIDENCED = 0.7;
const dashes = ({ evidenced, sign }) => (!evidenced ? [1.5, 4] : sign > 0 ? [] : [7, 4]);

function drawLines(context) {
  drawn.lines = [];
  if (moved.dragging && drawn.edges.length > MANY_LINES) return;
  const scale = picture.getScale();
  // Far out, lines would get too thin to be seen.
  const grown = Math.max(1, 0.8 / scale);
  const strokes = { support: colour("support"), opposition: colour("opposition") };
  const rank = ({ id }) => (id === state.edge ? 2 : faded(id) ? 0 : 1);
  for (const edge of [...drawn.edges].sort((one, other) => rank(one) - rank(other))) {
    const line = lineOf(edge, grown);
    drawn.lines.push({ id: edge.id, path: line.path });
    context.globalAlpha = faded(edge.id) ? 0.22 : 1;
    if (edge.id === state.edge) stroke(context, line.path, colour("mark"), 9 * grown + edge.width);
    const known = edges.get(edge.id);
    const sign = signOf(known);
    if (!known.evidenced) context.globalAlpha *= UNEVIDENCED;
    context.setLineDash(dashes(known).map((length) => length * grown));
    stroke(context, line.path, strokes[sign], edge.width * grown);
    context.setLineDash([]);
    (sign === "support" ? drawArrow : drawBar)(context, line, strokes[sign], grown);
    context.globalAlpha = 1;
  }
}

function stroke(context, path, style, width) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke(path);
}

/** Return the path of an edge, its tip, and the direction in which it arrives there. */
function lineOf(edge, grown) {
  const [start, end] = [drawn.at[edge.from], drawn.at[edge.to]];
  if (edge.from === edge.to) return loop(start);
  const [x, y] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(x, y) || 1;
  const away = Math.max(-MOST_BENT, Math.min(MOST_BENT, edge.bend * length));
  // To the left of the direction, as one sees it where y grows downward.
  const middle = {
    x: start.x + x / 2 + (y / length) * away * 2,
    y: start.y + y / 2 - (x / length) * away * 2,
  };
  const first = beside(edge.from, middle, 2, length);
  const tip = beside(edge.to, middle, 5 * grown, length);
  const path = new Path2D();
  path.moveTo(first.x, first.y);
  path.quadraticCurveTo(...(edge.bend ? [middle.x, middle.y] : [first.x, first.y]), tip.x, tip.y);
  return { path, tip, direction: direction(edge.bend ? middle : first, tip) };
}

/** An edge of an actor to itself, above its mark. */
function loop({ x, y }) {
  const top = y - MARK;
  const path = new Path2D();
  path.moveTo(x - 6, top);
  path.bezierCurveTo(x - 30, top - 44, x + 30, top - 44, x + 6, top - 4);
  const tip = { x: x + 6, y: top - 4 };
  return { path, tip, direction: direction({ x: x + 20, y: top - 34 }, tip) };
}

/** Return where a line to another point leaves a node with its label, and a gap beyond. */
function beside(id, towards, gap, length) {
  const { x, y } = drawn.at[id];
  const to = direction({ x, y }, towards);
  const box = drawn.labels.get(id);
  let out = MARK;
  if (box && to.y > 0 === box.top > y) {
    const [near, far] = [box.top - y, box.bottom - y].map(Math.abs).sort((one, other) => one - other);
    const side = to.x < 0 ? x - box.left : box.right - x;
    const [across, along] = [Math.abs(to.x), Math.abs(to.y)];
    if (across * near < side * along) out = Math.min(far / along, across ? side / across : Infinity);
  }
  // Something of the line remains to be seen, however near the other end is.
  out = Math.min(out + gap, Math.max(MARK, length - 3 * MARK));
  return { x: x + to.x * out, y: y + to.y * out };
}

function drawArrow(context, { tip, direction: { x, y } }, style, grown) {
  const corner = (along, side) =>
    context.lineTo(tip.x + (x * along - y * side) * grown, tip.y + (y * along + x * side) * grown);
  context.fillStyle = style;
  context.beginPath();
  corner(3, 0);
  corner(-9, 5);
  corner(-9, -5);
  context.fill();
}

function drawBar(context, { tip, direction: { x, y } }, style, grown) {
  const path = new Path2D();
  for (const side of [7 * grown, -7 * grown]) path.lineTo(tip.x - y * side, tip.y + x * side);
  stroke(context, path, style, 3 * grown);
}

/** Return the id of the edge whose line is at a point, or nearest to it. */
function lineAt({ x, y }) {
  for (const reach of REACHES) {
    ruler.lineWidth = (2 * reach) / picture.getScale();
    const found = drawn.lines.findLast(({ path }) => ruler.isPointInStroke(path, x, y));
    if (found) return found.id;
  }
  return undefined;
}
