// What every drawing of the network measures alike: labels, directions, and the outlines of camps.

import { data } from "./network.js";

export const ruler = document.createElement("canvas").getContext("2d");
export const FACE = "system-ui, 'Helvetica Neue', Arial, sans-serif";
/** Height of a line of a label, as a part of the size of its letters. */
export const LINE = 1.3;
/** The smallest and the largest letters of labels on the screen, in rem. */
export const SMALLEST = 0.78;
export const LARGEST = 1.05;

/** Return the width of a text in letters of 1 px. */
export function widthOf(text) {
  ruler.font = `100px ${FACE}`;
  return ruler.measureText(text).width / 100;
}

/** Cut a label to the width that the layout keeps free, which it reckons for letters of 14 px. */
export function cutLabel(whole) {
  const text = whole.replace(/\s+/gu, " ").trim();
  const points = Array.from(text.slice(0, 4 * data.widest));
  let kept = points;
  while (kept.length && widthOf(kept.join("")) * 14 > data.widest) {
    kept = kept.slice(0, Math.min(kept.length - 1, Math.ceil(kept.length * 0.9)));
  }
  return kept.length === points.length ? text : `${kept.join("").trim()}…`;
}

/** Return the direction from a point to another, one unit long. */
export function direction(start, end) {
  const [x, y] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

/** Return the convex hull of points (A. M. Andrew, 1979). */
export function hull(points) {
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
