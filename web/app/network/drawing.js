// The drawing: sigma keeps the camera and what one does with it by mouse or touch; what it draws
// is drawn here, as on the offline page. Python has placed everything, and nothing moves by itself.

import Graph from "graphology";
import Sigma from "sigma";

import { byId } from "../../shared/elements.js";
import { data, edgeClaim, nodeLabel } from "../../shared/network.js";
import { chooseEdge, chooseNode, chooseNothing, state } from "../../shared/state.js";
import { fitted } from "./fit.js";
import { nodeAt, placeLabels } from "./labels.js";
import { lineAt, middleOf } from "./lines.js";
import { drawGrounds, drawLabels, drawNumbers } from "./paint.js";
import { readPalette } from "./palette.js";
import { EDGE_PROGRAMS, MarkProgram, motion, packLines, writeNodes } from "./programs.js";
import { lookAgain, pointOf, scene } from "./scene.js";
import { inSight, middle, setView, view } from "./view.js";

const CLOSEST = 8;
const FARTHEST = 0.02;
/** So long, in ms, after it has moved last, the drawing is at rest. */
const REST = 150;
const SLIDE = 250;
/** How near to the border, in px, what is chosen from elsewhere may lie before one moves there. */
const MARGIN = 40;

let sigma = null;
/** The square around all places of a network, which sigma wants for its camera. */
const frame = { of: null, x: 0, y: 0, side: 1 };
/** Whether the reader has moved the drawing, and what was shown as chosen last. */
const moved = { byHand: false, chosen: "" };

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** sigma, but what lies under the pointer is found by geometry: exactly, and with nothing to draw for it. */
class Renderer extends Sigma {
  getNodeAtPosition() {
    return null;
  }
}

/** Begin to draw. An error is thrown where WebGL is not to be had. */
export function startDrawing(lost) {
  if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL");
  const motionless = still() ? { zoomDuration: 1, inertiaDuration: 1, inertiaRatio: 0 } : {};
  sigma = new Renderer(new Graph(), byId("canvas"), {
    allowInvalidContainer: true,
    renderLabels: false,
    enableCameraRotation: false,
    // Two quick clicks are two choices.
    doubleClickTimeout: 0,
    stagePadding: 0,
    defaultNodeType: "mark",
    nodeProgramClasses: { mark: MarkProgram },
    edgeProgramClasses: EDGE_PROGRAMS,
    ...motionless,
  });
  // A picture to find things in, which nothing draws: see Renderer.
  sigma.pickingLayers.clear();
  sigma.createCanvasContext("grounds", { beforeLayer: "edges" });
  sigma.resize(true);
  sigma.on("beforeRender", beginFrame);
  sigma.on("afterRender", endFrame);
  sigma.on("clickStage", ({ event }) => choose(event));
  sigma.getCamera().on("updated", beginMotion);
  byId("canvas").addEventListener("mousemove", pointOut);
  const mine = sigma;
  for (const name of ["edges", "nodes"]) {
    mine.getCanvases()[name].addEventListener("webglcontextlost", (event) => sigma === mine && lost(event));
  }
  new ResizeObserver(fill).observe(byId("canvas"));
}

/** Take down a drawing whose WebGL was lost. */
export function endDrawing() {
  const ended = sigma;
  sigma = null;
  frame.of = null;
  // What programs had on the graphics card is gone with it.
  Object.assign(ended, { nodePrograms: {}, nodeHoverPrograms: {}, edgePrograms: {} });
  ended.kill();
}

/** Show the state. */
export function draw() {
  readPalette();
  lookAgain();
  if (frame.of !== data) takeNetwork();
  packLines(sigma.edgePrograms);
  sigma.nodePrograms.mark.pack();
  const chosen = state.node || state.edge;
  if (!moved.byHand) fit();
  else if (chosen !== moved.chosen) goToChosen();
  moved.chosen = chosen;
  sigma.scheduleRender();
}

/** Frame another network; where one was in the old one, one stays. */
function takeNetwork() {
  const at = view.width > 0 && moved.byHand ? { ...middle(), scale: view.scale } : null;
  const graph = new Graph();
  // sigma draws nothing of an empty graph; of ours it knows no more than that it is not empty.
  if (data.nodes.length) graph.addNode("network", { x: 0, y: 0 });
  Object.assign(frame, { of: data, ...square(scene.x, scene.y) });
  const half = frame.side / 2;
  sigma.setCustomBBox({ x: [frame.x - half, frame.x + half], y: [-frame.y - half, -frame.y + half] });
  sigma.setGraph(graph);
  if (at) moveTo(at);
}

function square(x, y) {
  const ends = (values) => values.reduce(([least, most], one) =>
    [Math.min(least, one), Math.max(most, one)], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [x, y].map(ends);
  if (!x.length) return { x: 0, y: 0, side: 1 };
  return { x: (left + right) / 2, y: (top + bottom) / 2, side: Math.max(1, right - left, bottom - top) };
}

// ---- a frame

function beginFrame() {
  sigma.resize();
  readCamera();
  if (!scene.of) return;
  placeLabels();
  writeNodes();
  const context = sigma.getCanvases().grounds.getContext("2d");
  context.clearRect(0, 0, view.width, view.height);
  drawGrounds(context);
}

function endFrame() {
  if (!scene.of) return;
  const context = sigma.getCanvases().labels.getContext("2d");
  drawNumbers(context);
  drawLabels(context);
  if (byId("canvas").ariaBusy !== "false") byId("canvas").ariaBusy = "false";
}

function beginMotion() {
  motion.on = true;
  waitForRest();
  if (!motion.own) moved.byHand = true;
}

/** Draw everything again once the drawing is at rest; a held button may yet move it. */
function waitForRest() {
  clearTimeout(motion.timer);
  motion.timer = setTimeout(() => {
    if (sigma?.getMouseCaptor().isMouseDown) return waitForRest();
    motion.on = false;
    sigma?.scheduleRender();
  }, REST);
}

// ---- the camera

/** The scale at which the camera's ratio is 1. */
const whole = () => Math.min(view.width, view.height) / frame.side;

function readCamera() {
  const { width, height } = sigma.getDimensions();
  const camera = sigma.getCamera();
  const { x, y, ratio } = camera.getState();
  setView({
    width,
    height,
    scale: Math.min(width, height) / frame.side / ratio,
    x: frame.x + (x - 0.5) * frame.side,
    y: frame.y - (y - 0.5) * frame.side,
    lines: scene.lines ?? 0,
  });
  camera.minRatio = whole() / CLOSEST;
  camera.maxRatio = Math.max(whole() / FARTHEST, 4);
}

/** Bring a place into the middle. */
function moveTo({ x, y, scale = view.scale }, slide = false) {
  const to = {
    x: 0.5 + (x - frame.x) / frame.side,
    y: 0.5 - (y - frame.y) / frame.side,
    ratio: whole() / scale,
  };
  motion.own = true;
  if (slide && !still()) sigma.getCamera().animate(to, { duration: SLIDE });
  else sigma.getCamera().setState(to);
  motion.own = false;
}

/** Show everything that is drawn: marks and labels, as large as the space allows. */
export function fit() {
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!width || !height) return;
  Object.assign(view, { width, height });
  moveTo(fitted(width, height));
  moved.byHand = false;
}

/** Take the size that the page now gives the drawing. */
function fill() {
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (!sigma || !width || !height || (width === view.width && height === view.height)) return;
  const at = { ...middle(), scale: view.scale };
  sigma.resize();
  if (moved.byHand) {
    Object.assign(view, { width, height });
    moveTo(at);
  } else fit();
  sigma.refresh();
}

export function zoom(factor) {
  moved.byHand = true;
  moveTo({ ...middle(), scale: Math.min(CLOSEST, Math.max(FARTHEST, view.scale * factor)) }, true);
}

/** Move the drawing by so many px. */
export function pan(right, down) {
  moved.byHand = true;
  const { x, y } = middle();
  moveTo({ x: x + right / view.scale, y: y + down / view.scale }, true);
}

/** Bring what is chosen into sight, when it was chosen where one does not see it. */
function goToChosen() {
  const edge = state.edge ? data.edges.findIndex(({ id }) => id === state.edge) : -1;
  if (edge < 0 && !state.node) return;
  const point = edge < 0 ? pointOf(scene.number.get(state.node)) : middleOf(edge);
  if (inSight(point, MARGIN)) return;
  moveTo({ x: (point.x - view.left) / view.scale, y: (point.y - view.top) / view.scale }, true);
}

// ---- what one points at

/** Return the node or the edge at a point of the drawing. */
function thingAt(point) {
  const node = nodeAt(point);
  if (node !== undefined) return { node: data.nodes[node] };
  const edge = lineAt(point);
  return edge === undefined ? {} : { edge: data.edges[edge] };
}

function choose(point) {
  const { node, edge } = thingAt(point);
  if (node) chooseNode(node.id);
  else if (edge) chooseEdge(edge.id);
  else return chooseNothing();
  byId("chosen").scrollIntoView({ block: "center" });
}

const pointer = { waiting: false, at: null };

/** Say what is under the pointer, once a frame. */
function pointOut(event) {
  const corner = byId("canvas").getBoundingClientRect();
  pointer.at = { x: event.clientX - corner.left, y: event.clientY - corner.top };
  if (pointer.waiting || event.buttons) return;
  pointer.waiting = true;
  requestAnimationFrame(() => {
    pointer.waiting = false;
    const { node, edge } = scene.of === data ? thingAt(pointer.at) : {};
    byId("canvas").style.cursor = node || edge ? "pointer" : "";
    byId("canvas").title = node ? nodeLabel(node.id) : edge ? edgeClaim(edge) : "";
  });
}
