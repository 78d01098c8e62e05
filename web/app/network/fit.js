// The view in which all that matters is in sight.

import { data } from "../../shared/network.js";
import { state } from "../../shared/state.js";
import { isCramped, reachOf } from "./labels.js";
import { scene } from "./scene.js";

/** Marks do not get larger than this, however few there are. */
const LARGEST = 1.2;
/** Room for a line of a label above and below, in px, where labels are larger than the scale has them. */
const LABEL = 18;

/** Return the place and the scale at which marks and labels are as large as a space allows. */
export function fitted(width, height) {
  // What the filters hide keeps its place in the picture; what is too many steps away does not.
  const kept = state.ego && scene.named.length ? scene.named : data.nodes.map((_, at) => at);
  if (!kept.length) return { x: 0, y: 0, scale: 1 };
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const at of kept) {
    const { side, up, down } = reachOf(at);
    box.left = Math.min(box.left, scene.x[at] - side);
    box.right = Math.max(box.right, scene.x[at] + side);
    box.top = Math.min(box.top, scene.y[at] - up);
    box.bottom = Math.max(box.bottom, scene.y[at] + down);
  }
  const scaleIn = (high) =>
    Math.min(LARGEST, width / (box.right - box.left), high / (box.bottom - box.top));
  const scale = scaleIn(height);
  return {
    x: (box.left + box.right) / 2,
    y: (box.top + box.bottom) / 2,
    scale: isCramped(scale) ? scaleIn(height - 2 * LABEL) : scale,
  };
}
