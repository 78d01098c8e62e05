// The lines: they leave and reach each node beside its label. programs.js has the same geometry
// for the graphics card; here it is for pointing at a line, and for pictures to take away.

import { direction } from "../../shared/shapes.js";
import { boxOf } from "./labels.js";
import { HIDDEN, pointOf, scene } from "./scene.js";
import { MARK, view } from "./view.js";

/** No line is bent farther than this, in px at zoom 1. */
export const MOST_BENT = 60;
/** How far from a line one may point, in px of the screen; the nearest line is meant. */
const REACH = 10;
/** Pieces that a curve is measured by. */
const PIECES = 16;

/** Return the line of an edge: the points of its curve, the last its tip, and how it arrives there. */
export function lineOf(edge) {
  const [from, to] = [scene.from[edge], scene.to[edge]];
  const [start, end] = [pointOf(from), pointOf(to)];
  if (from === to) return loop(start);
  const [x, y] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(x, y) || 1;
  const most = MOST_BENT * view.scale;
  const away = Math.max(-most, Math.min(most, scene.bend[edge] * length));
  // To the left of the direction, as one sees it where y grows downward.
  const middle = {
    x: start.x + x / 2 + (y / length) * away * 2,
    y: start.y + y / 2 - (x / length) * away * 2,
  };
  const first = beside(from, start, middle, 2 * view.mark, length);
  const tip = beside(to, end, middle, 5 * view.unit, length);
  const points = scene.bend[edge] ? [first, middle, tip] : [first, tip];
  return { points, direction: direction(points.at(-2), tip) };
}

/** An edge of an actor to itself, above its mark. */
function loop({ x, y }) {
  const corners = [[-6, -MARK], [-30, -MARK - 44], [30, -MARK - 44], [6, -MARK - 4]];
  const points = corners.map(([right, down]) => ({ x: x + right * view.mark, y: y + down * view.mark }));
  return { points, direction: direction(points[2], points[3]) };
}

/** Return where a line to another point leaves a node with its label, and a gap beyond. */
function beside(node, { x, y }, towards, gap, length) {
  const to = direction({ x, y }, towards);
  const { left, right, top, bottom } = boxOf(node);
  let out = MARK * view.mark;
  if (right > left && to.y > 0 === top > 0) {
    const [near, far] = [top, bottom].map(Math.abs).sort((one, other) => one - other);
    const side = to.x < 0 ? -left : right;
    const [across, along] = [Math.abs(to.x), Math.abs(to.y)];
    if (across * near < side * along) out = Math.min(far / along, across ? side / across : Infinity);
  }
  // Something of the line remains to be seen, however near the other end is.
  out = Math.min(out + gap, Math.max(MARK * view.mark, length - 3 * MARK * view.mark));
  return { x: x + to.x * out, y: y + to.y * out };
}

/** Return the point of a curve at a part of its way (P. de Casteljau, 1959). */
function along(points, part) {
  let row = points;
  while (row.length > 1) {
    row = row.slice(1).map((point, at) => ({
      x: row[at].x + (point.x - row[at].x) * part,
      y: row[at].y + (point.y - row[at].y) * part,
    }));
  }
  return row[0];
}

/** Return the point in the middle of an edge's line. */
export const middleOf = (edge) => along(lineOf(edge).points, 0.5);

/** Return the number of the edge whose line is nearest to a point, if one is near. */
export function lineAt({ x, y }) {
  const { from, to, edgeLook } = scene;
  const reach = REACH + MOST_BENT * Math.max(view.scale, view.mark);
  let found;
  let least = REACH;
  for (let edge = 0; edge < edgeLook.length; edge += 1) {
    if (edgeLook[edge] === HIDDEN) continue;
    // Most lines are nowhere near, which their ends alone tell.
    const [x1, y1] = [scene.x[from[edge]] * view.scale + view.left, scene.y[from[edge]] * view.scale + view.top];
    const [x2, y2] = [scene.x[to[edge]] * view.scale + view.left, scene.y[to[edge]] * view.scale + view.top];
    if (x < Math.min(x1, x2) - reach || x > Math.max(x1, x2) + reach) continue;
    if (y < Math.min(y1, y2) - reach || y > Math.max(y1, y2) + reach) continue;
    const away = distance(lineOf(edge).points, { x, y }, least);
    if (away < least) [found, least] = [edge, away];
  }
  return found;
}

/** Return how far a point is from a curve; anything not below `least` where that is soon clear. */
function distance(points, { x, y }, least) {
  const beyond = (name, value) => Math.min(...points.map((one) => one[name])) - least > value
    || Math.max(...points.map((one) => one[name])) + least < value;
  if (beyond("x", x) || beyond("y", y)) return least;
  const pieces = points.length === 2 ? 1 : PIECES;
  let nearest = Infinity;
  let start = points[0];
  for (let piece = 1; piece <= pieces; piece += 1) {
    const end = along(points, piece / pieces);
    const [dx, dy] = [end.x - start.x, end.y - start.y];
    const part = ((x - start.x) * dx + (y - start.y) * dy) / (dx * dx + dy * dy || 1);
    const on = Math.max(0, Math.min(1, part));
    nearest = Math.min(nearest, Math.hypot(start.x + on * dx - x, start.y + on * dy - y));
    start = end;
  }
  return nearest;
}
