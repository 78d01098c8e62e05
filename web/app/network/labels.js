// The labels: as large as they may be without covering each other, but never too small to read.
// One that has no room under its mark may stand above it. Where there is no room for all, those
// that matter most are shown, and more as one zooms in.

import { data } from "../../shared/network.js";
import { LARGEST, LINE, SMALLEST, cutLabel, widthOf } from "../../shared/shapes.js";
import { state } from "../../shared/state.js";
import { inLanguage } from "../../shared/words.js";
import { rem } from "./palette.js";
import { CHOSEN, HIDDEN, pointOf, scene } from "./scene.js";
import { MARK, inSight, view } from "./view.js";

/** With more nodes than this, labels are as small as may be: there is no room for all anyway. */
const MANY = 1500;
/** Marks smaller than this on the screen may lie under a label, which then keeps away from labels. */
const SMALL_MARK = 0.4;
/** No more labels than this are written at once, and no more are tried in vain. */
const MOST = 250;
const MOST_TRIED = 2500;

/** What the labels say, by the numbers of the nodes, with their widths for letters of 1 px. */
let written = { of: null, lang: "", texts: [], widths: [], roomy: null };

/** The labels of the last frame: the size of their letters, whose they are, and what they cover. */
export const labels = { size: 13, shown: [], boxes: new Float32Array(0) };

function remember() {
  if (written.of === scene.of && written.lang === state.lang) return;
  written = { of: scene.of, lang: state.lang, texts: [], widths: [], roomy: null };
}

export function labelText(at) {
  remember();
  if (written.texts[at] === undefined) {
    written.texts[at] = cutLabel(inLanguage(data.nodes[at].label));
    written.widths[at] = widthOf(written.texts[at]);
  }
  return written.texts[at];
}

function labelWidth(at) {
  labelText(at);
  return written.widths[at];
}

/** The largest letters, in px at zoom 1, at which no label covers another or a mark. */
function roomySize() {
  remember();
  written.roomy ??= data.nodes.length > MANY ? 13 : findRoomySize();
  return written.roomy;
}

function findRoomySize() {
  let size = 24;
  const sorted = data.nodes.map((_, at) => at).sort((one, other) => scene.y[one] - scene.y[other]);
  sorted.forEach((upper, at) => {
    for (const lower of sorted.slice(at + 1)) {
      const down = scene.y[lower] - scene.y[upper];
      if (down > 2 * MARK + LINE * size) break;
      const across = Math.abs(scene.x[lower] - scene.x[upper]) - 10;
      const [wide, other] = [labelWidth(upper), labelWidth(lower)];
      const both = Math.max((2 * across) / (wide + other), down / LINE);
      const mark = Math.max((2 * (across - MARK)) / wide, (down - 2 * MARK - 2) / LINE);
      size = Math.min(size, both, mark);
    }
  });
  return Math.max(13, size);
}

/** How far a node reaches with its label, in px at zoom 1: to each side, upward, downward. */
export function reachOf(at) {
  if (data.nodes.length > MANY) return { side: 60, up: 30, down: 40 };
  const size = roomySize();
  return { side: Math.max(30, (labelWidth(at) * size) / 2 + 4), up: 30, down: MARK + LINE * size + 6 };
}

/** Whether labels are larger at a scale than the layout reckons, for they must be read. */
export const isCramped = (scale) => roomySize() * scale < SMALLEST * rem;

/** Find a place for as many labels as have room, what is chosen first, then what has most ties. */
export function placeLabels() {
  labels.size = Math.min(LARGEST * rem, Math.max(SMALLEST * rem, roomySize() * view.scale));
  if (labels.boxes.length !== 4 * data.nodes.length) labels.boxes = new Float32Array(4 * data.nodes.length);
  else labels.boxes.fill(0);
  labels.shown = [];
  const small = view.mark < SMALL_MARK;
  const taken = new Taken(small ? labels.size : 0);
  const wanting = scene.named.filter((at) => inSight(pointOf(at)));
  if (!small) for (const at of wanting) taken.add(around(pointOf(at), (MARK - 3) * view.mark), at);
  for (const at of wanting.slice(0, MOST_TRIED)) {
    if (labels.shown.length === MOST) break;
    const boxes = [false, true].map((above) => boxAt(at, above));
    const chosen = scene.nodeLook[at] === CHOSEN;
    const box = boxes.find((one) => taken.free(one, at)) ?? (chosen ? boxes[0] : null);
    if (!box) continue;
    taken.add(box, -1);
    labels.shown.push(at);
    const { x, y } = pointOf(at);
    labels.boxes.set([box.left - x, box.right - x, box.top - y, box.bottom - y], 4 * at);
  }
}

const around = ({ x, y }, reach) => ({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });

/** Return what a label covers by its mark, moved sideways where it would leave the canvas. */
function boxAt(at, above) {
  const half = (labelWidth(at) * labels.size) / 2;
  const { x, y } = pointOf(at);
  const middle = Math.max(half + 6, Math.min(view.width - half - 6, x));
  const height = LINE * labels.size;
  const gap = (MARK + 2) * view.mark;
  const top = above ? y - gap - height : y + gap;
  return { left: middle - half, right: middle + half, top, bottom: top + height };
}

/** What a node's label covers, from the centre of its mark; nothing where it has none. */
export function boxOf(at) {
  const [left, right, top, bottom] = labels.boxes.subarray(4 * at, 4 * at + 4);
  return { left, right, top, bottom };
}

/** The boxes that are taken, by the cells of a grid that they touch. */
class Taken {
  constructor(apart) {
    this.apart = apart;
    this.cells = new Map();
  }

  *touched({ left, right, top, bottom }) {
    for (let column = Math.floor(left / 64); column <= right / 64; column += 1) {
      for (let row = Math.floor(top / 64); row <= bottom / 64; row += 1) yield column * 4096 + row;
    }
  }

  add(box, owner) {
    const kept = { ...box, owner };
    for (const cell of this.touched(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(kept);
    }
  }

  /** Whether a box covers nothing but what its owner has. */
  free({ left, right, top, bottom }, owner) {
    const apart = this.apart;
    const grown = { left: left - apart, right: right + apart, top: top - apart, bottom: bottom + apart };
    for (const cell of this.touched(grown)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (other.owner !== owner && grown.left < other.right && other.left < grown.right
          && grown.top < other.bottom && other.top < grown.bottom) return false;
      }
    }
    return true;
  }
}

/** Return the number of the node whose mark or label is at a point. */
export function nodeAt(point) {
  const reach = Math.max(MARK * view.mark, 5);
  const within = ({ left, right, top, bottom }, { x, y }) =>
    x >= left && x <= right && y >= top && y <= bottom;
  const marked = scene.named.find((at) => {
    const { x, y } = pointOf(at);
    return within(around({ x, y }, reach), point);
  });
  return marked ?? labels.shown.find((at) => {
    const { x, y } = pointOf(at);
    return scene.nodeLook[at] !== HIDDEN && within(boxOf(at), { x: point.x - x, y: point.y - y });
  });
}
