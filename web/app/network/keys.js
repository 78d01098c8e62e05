// The drawing by keyboard: arrows move it, or lead from what is chosen to its neighbours.

import { byId } from "../../shared/elements.js";
import { data } from "../../shared/network.js";
import { chooseNode, chooseNothing, state } from "../../shared/state.js";
import { FADED, HIDDEN, pointOf, scene } from "./scene.js";
import { view } from "./view.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** How far an arrow moves the drawing, in px. */
const STEP = 80;
/** Within this of an arrow's direction a neighbour lies in it: the cosine of the angle. */
const TOWARDS = 0.5;

/** Do what a key asks for while the drawing has the focus. */
export function drawingKeys(event, drawing) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const next = event.shiftKey ? undefined : neighbour(arrow);
    if (next === undefined) drawing.pan(arrow[0] * STEP, arrow[1] * STEP);
    else chooseNode(data.nodes[next].id);
  } else if (event.key === "Enter") read();
  else if (event.key === "Escape" && (state.node || state.edge)) chooseNothing();
  else return;
  event.preventDefault();
}

/** Go to what is written about what is chosen; choose what is in the middle where nothing is. */
function read() {
  if (state.node || state.edge) return byId("chosen").focus();
  const away = (at) => Math.hypot(pointOf(at).x - view.width / 2, pointOf(at).y - view.height / 2);
  const [nearest] = scene.named.filter((at) => scene.nodeLook[at] > FADED)
    .sort((one, other) => away(one) - away(other));
  if (nearest !== undefined) chooseNode(data.nodes[nearest].id);
}

/** Return the number of the neighbour that lies best in a direction, if one does. */
function neighbour([right, down]) {
  const from = startOf();
  if (!from) return undefined;
  let found;
  let best = Infinity;
  for (const at of neighbours()) {
    const [x, y] = [pointOf(at).x - from.x, pointOf(at).y - from.y];
    const away = Math.hypot(x, y);
    const towards = (x * right + y * down) / (away || 1);
    // One a little aside but near is meant rather than one far away.
    if (towards >= TOWARDS && away / towards ** 2 < best) [found, best] = [at, away / towards ** 2];
  }
  return found;
}

/** Where the arrows lead from: the chosen node, or the middle of the chosen edge. */
function startOf() {
  if (state.node) return pointOf(scene.number.get(state.node));
  const ends = neighbours().map(pointOf);
  return ends.length ? { x: (ends[0].x + ends.at(-1).x) / 2, y: (ends[0].y + ends.at(-1).y) / 2 } : null;
}

/** The nodes that drawn lines join to the chosen node, or the ends of the chosen edge. */
function neighbours() {
  const edges = data.edges.filter((edge, at) => scene.edgeLook[at] !== HIDDEN
    && (state.edge ? edge.id === state.edge : edge.from === state.node || edge.to === state.node));
  const ids = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  ids.delete(state.node);
  return [...ids].map((id) => scene.number.get(id));
}
