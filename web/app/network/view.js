// Where on the screen a place of the network is. Places are px at zoom 1, and y grows downward.

/** Half the height of a mark, in px at zoom 1. */
export const MARK = 14;
/** Lines and marks do not get thinner and smaller than this, however far out one zooms. */
const LEAST_LINE = 0.8;
const LEAST_LINE_OF_MANY = 0.35;
const LEAST_MARK = 0.2;
/** How strongly a line is drawn behind which no quotation stands. */
export const UNEVIDENCED_STRENGTH = 0.7;
/** From so many lines on they may be thinner, and pale: they would cover everything else. */
const MANY = 3000;

/**
 * What is in sight: a place (x, y) is on the screen at (x * scale + left, y * scale + top).
 *
 * `unit` is how many px of the screen a px of a line takes, `mark` one of a mark; `strength` is
 * how strong lines are.
 */
export const view = { width: 0, height: 0, scale: 1, left: 0, top: 0, unit: 1, mark: 1, strength: 1 };

/** Take a view: its size, its scale, the place in its middle, and how many lines are drawn. */
export function setView({ width, height, scale, x, y, lines }) {
  view.width = width;
  view.height = height;
  view.scale = scale;
  view.left = width / 2 - x * scale;
  view.top = height / 2 - y * scale;
  view.unit = Math.max(scale, lines > MANY ? LEAST_LINE_OF_MANY : LEAST_LINE);
  view.strength = Math.min(1, view.unit / LEAST_LINE);
  view.mark = Math.max(scale, LEAST_MARK);
}

/** Return the place in the middle of the view. */
export const middle = () => ({
  x: (view.width / 2 - view.left) / view.scale,
  y: (view.height / 2 - view.top) / view.scale,
});

/** Whether a point of the screen is in sight, and not at the very edge. */
export const inSight = ({ x, y }, margin = 0) =>
  x > margin && x < view.width - margin && y > margin && y < view.height - margin;
