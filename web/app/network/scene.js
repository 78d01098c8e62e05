// What is drawn: every node and every edge by a number, its place, and how it looks now.

import { data, nodePasses, shownEdges } from "../../shared/network.js";
import { hull } from "../../shared/shapes.js";
import { state } from "../../shared/state.js";
import { view } from "./view.js";

/** How something looks: not at all, in the background, as usual, or as what is chosen. */
export const HIDDEN = 0;
export const FADED = 1;
export const FULL = 2;
export const CHOSEN = 3;
/** How strongly what is in the background is drawn. */
export const FAINT = 0.22;

/** The network by numbers: those of its nodes and edges in `data`. See `takeNetwork`. */
export const scene = { of: null };

function takeNetwork() {
  const number = new Map(data.nodes.map(({ id }, at) => [id, at]));
  const degree = new Uint32Array(data.nodes.length);
  for (const edge of data.edges) {
    degree[number.get(edge.from)] += 1;
    degree[number.get(edge.to)] += 1;
  }
  Object.assign(scene, {
    of: data,
    number,
    x: Float32Array.from(data.nodes, (node) => node.x),
    y: Float32Array.from(data.nodes, (node) => node.y),
    from: Uint32Array.from(data.edges, (edge) => number.get(edge.from)),
    to: Uint32Array.from(data.edges, (edge) => number.get(edge.to)),
    bend: Float32Array.from(data.edges, (edge) => edge.bend),
    width: Float32Array.from(data.edges, (edge) => edge.width),
    // Those with most ties are named first.
    byTies: data.nodes.map((_, at) => at).sort((one, other) => degree[other] - degree[one]),
    nodeLook: new Uint8Array(data.nodes.length),
    edgeLook: new Uint8Array(data.edges.length),
    lines: 0,
    named: [],
    grounds: [],
  });
}

/** Take the network and the state as they are now. */
export function lookAgain() {
  if (scene.of !== data) takeNetwork();
  const chosen = chosenNodes();
  data.nodes.forEach((node, at) => (scene.nodeLook[at] = nodePasses(node) ? FULL : HIDDEN));
  const shown = new Set(shownEdges());
  data.edges.forEach((edge, at) => (scene.edgeLook[at] = shown.has(edge) ? FULL : HIDDEN));
  const filtered = scene.edgeLook.includes(HIDDEN);
  if (state.ego && chosen.length) keepNear(chosen, Number(state.ego));
  if (chosen.length) fadeAround(chosen);
  else if (filtered) fadeLoose();
  scene.lines = scene.edgeLook.reduce((count, look) => count + (look === HIDDEN ? 0 : 1), 0);
  scene.named = [CHOSEN, FULL, FADED].flatMap((look) => scene.byTies.filter((at) => scene.nodeLook[at] === look));
  scene.grounds = data.camps.map(ground).filter(({ outline }) => outline.length);
}

/** The numbers of the chosen node, or of the ends of the chosen edge. */
function chosenNodes() {
  const edge = state.edge ? data.edges.find(({ id }) => id === state.edge) : null;
  const ids = edge ? [edge.from, edge.to] : state.node ? [state.node] : [];
  return ids.map((id) => scene.number.get(id));
}

/** Hide what is more than so many steps away from all of some nodes. */
function keepNear(starts, steps) {
  const { from, to, edgeLook, nodeLook } = scene;
  let near = new Uint8Array(nodeLook.length);
  for (const at of starts) near[at] = 1;
  for (let step = 0; step < steps; step += 1) {
    const farther = near.slice();
    edgeLook.forEach((look, at) => {
      if (look !== HIDDEN && (near[from[at]] || near[to[at]])) farther[from[at]] = farther[to[at]] = 1;
    });
    near = farther;
  }
  edgeLook.forEach((_, at) => {
    if (!near[from[at]] || !near[to[at]]) edgeLook[at] = HIDDEN;
  });
  nodeLook.forEach((_, at) => {
    if (!near[at]) nodeLook[at] = HIDDEN;
  });
}

/** Put what does not touch what is chosen into the background. */
function fadeAround(chosen) {
  const { from, to, edgeLook } = scene;
  const lit = new Set(chosen);
  const [node] = chosen;
  edgeLook.forEach((look, at) => {
    if (look === HIDDEN) return;
    if (state.edge ? data.edges[at].id === state.edge : from[at] === node || to[at] === node) {
      lit.add(from[at]).add(to[at]);
      if (state.edge) edgeLook[at] = CHOSEN;
    } else edgeLook[at] = FADED;
  });
  fadeUnlit(lit);
  if (state.node && scene.nodeLook[node] !== HIDDEN) scene.nodeLook[node] = CHOSEN;
}

/** Put nodes to which no drawn edge leads into the background. */
function fadeLoose() {
  const lit = new Set();
  scene.edgeLook.forEach((look, at) => {
    if (look !== HIDDEN) lit.add(scene.from[at]).add(scene.to[at]);
  });
  fadeUnlit(lit);
}

function fadeUnlit(lit) {
  scene.nodeLook.forEach((look, at) => {
    if (look !== HIDDEN && !lit.has(at)) scene.nodeLook[at] = FADED;
  });
}

/** The outline of the ground under a camp, around those of its members that are drawn. */
function ground(camp) {
  const drawn = camp.members.map((id) => scene.number.get(id)).filter((at) => scene.nodeLook[at] !== HIDDEN);
  return { camp: camp.id, outline: hull(drawn.map((at) => ({ x: scene.x[at], y: scene.y[at] }))) };
}

/** Return where on the screen a node is, by its number. */
export const pointOf = (at) => ({
  x: scene.x[at] * view.scale + view.left,
  y: scene.y[at] * view.scale + view.top,
});
