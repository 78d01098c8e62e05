// The current view as a picture to take away: SVG, and PNG made from it.

import { campShade, data, edgeClaim } from "../../shared/network.js";
import { state } from "../../shared/state.js";
import { colon, inLanguage, word } from "../../shared/words.js";
import { FACE } from "../../shared/shapes.js";
import { fitted } from "./fit.js";
import { boxOf, labelText, labels, placeLabels } from "./labels.js";
import { lineOf } from "./lines.js";
import { GROUND, numbered } from "./paint.js";
import { colour, readPalette } from "./palette.js";
import { CHOSEN, FADED, FAINT, HIDDEN, lookAgain, pointOf, scene } from "./scene.js";
import { UNEVIDENCED_STRENGTH, inSight, setView, view } from "./view.js";

/** The size of a picture of a network that has not been on the screen, in px. */
const WIDTH = 1200;
const HEIGHT = 900;
/** Height of the legend under the drawing, and how much finer than the screen a PNG is. */
const LEGEND = 56;
const FINER = 2;
/** A mark of which a part is in sight is no farther outside than this, in px. */
const LARGEST_MARK = 120;

/** Return the current view as PNG. */
export async function picturePng() {
  const blob = new Blob([pictureSvg()], { type: "image/svg+xml" });
  const address = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = FINER * view.width;
    canvas.height = FINER * (view.height + LEGEND);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * Return the current view as SVG.
 *
 * `paint` gives the colours by their names; those of the theme in force when left out.
 */
export function pictureSvg(paint = colour) {
  readPalette();
  lookAgain();
  if (!view.width) setView({ width: WIDTH, height: HEIGHT, ...fitted(WIDTH, HEIGHT), lines: scene.lines });
  placeLabels();
  const { width, height } = view;
  const whole = height + LEGEND;
  const drawn = tag("svg", { x: 0, y: 0, width, height, viewBox: `0 0 ${width} ${height}` },
    ...grounds(paint), ...lines(paint), ...marks(paint), ...numbers(paint), ...names(paint));
  return `${tag("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height: whole, viewBox: `0 0 ${width} ${whole}`,
    role: "img", lang: state.lang, "font-family": FACE,
  },
  tag("title", {}, escaped(inLanguage(data.corpus.title))),
  tag("desc", {}, escaped(`${word("network-of")}. ${legendOf().join("; ")}. ${shown()}`)),
  tag("rect", { width, height: whole, fill: paint("paper") }),
  drawn, ...legend(paint))}\n`;
}

// ---- XML

/** Text as XML holds it: escaped, and without the characters that no XML may hold. */
const escaped = (text) => String(text).toWellFormed()
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
  .replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

function tag(name, attributes, ...children) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  return children.length ? `<${name}${written}>${children.join("")}</${name}>` : `<${name}${written}/>`;
}

const round = (value) => Math.round(100 * value) / 100;
const pair = ({ x, y }) => `${round(x)},${round(y)}`;
const faint = (look) => (look === FADED ? { opacity: FAINT } : {});

// ---- the drawing

const ROUND = { "stroke-linejoin": "round", "stroke-linecap": "round" };

function grounds(paint) {
  return scene.grounds.map(({ camp, outline }) => {
    const fill = paint(`ground-${campShade(camp)}`);
    const points = outline.map(({ x, y }) => ({ x: x * view.scale + view.left, y: y * view.scale + view.top }));
    const edge = { stroke: fill, "stroke-width": round(2 * GROUND * view.scale), ...ROUND };
    return tag("path", { class: "ground", d: `M${points.map(pair).join(" ")}Z`, fill, ...edge });
  });
}

function lines(paint) {
  const usual = scene.edgeLook.includes(FADED) ? 1 : view.strength;
  const drawn = data.edges.map((_, at) => at).filter((at) => scene.edgeLook[at] !== HIDDEN);
  return drawn.sort((one, other) => scene.edgeLook[one] - scene.edgeLook[other]).map((at) => {
    const { points, direction } = lineOf(at);
    const sign = data.edges[at].sign > 0 ? "support" : "opposition";
    const { unit } = view;
    const [first, ...rest] = points;
    const d = `M${pair(first)}${["", "L", "Q", "C"][rest.length]}${rest.map(pair).join(" ")}`;
    const width = scene.width[at] * unit;
    const dash = dashOf(sign, data.edges[at].evidenced, unit);
    const under = scene.edgeLook[at] === CHOSEN
      ? [tag("path", { d, fill: "none", stroke: paint("mark"), "stroke-width": round(9 * unit + width) })] : [];
    const strength = data.edges[at].evidenced ? 1 : UNEVIDENCED_STRENGTH;
    const opacity = strength * (scene.edgeLook[at] === FADED ? FAINT : usual);
    return tag("g", { class: `line ${sign}`, "data-id": data.edges[at].id, opacity },
      tag("title", {}, escaped(edgeClaim(data.edges[at]))), ...under,
      tag("path", { d, fill: "none", stroke: paint(sign), "stroke-width": round(width), ...dash }),
      end(sign, points.at(-1), direction, unit, paint));
  });
}

function dashOf(sign, evidenced, unit) {
  if (evidenced && sign === "support") return {};
  const [mark, gap] = evidenced ? [7, 4] : [1.5, 4];
  return { "stroke-dasharray": `${round(mark * unit)} ${round(gap * unit)}` };
}

/** The end of a line: an arrow, or a bar. */
function end(sign, tip, { x, y }, unit, paint) {
  const corner = ([along, side]) =>
    pair({ x: tip.x + (x * along - y * side) * unit, y: tip.y + (y * along + x * side) * unit });
  const corners = sign === "support" ? [[3, 0], [-9, 5], [-9, -5]] : [[-1.5, 7], [1.5, 7], [1.5, -7], [-1.5, -7]];
  return tag("path", { class: "end", d: `M${corners.map(corner).join(" ")}Z`, fill: paint(sign) });
}

const OUTLINES = {
  organization: [[-12, -12], [12, -12], [12, 12], [-12, 12]],
  collective: [[14, 0], [7, 12.12], [-7, 12.12], [-14, 0], [-7, -12.12], [7, -12.12]],
  issue: [[0, -10], [10, 0], [0, 10], [-10, 0]],
};

function marks(paint) {
  return scene.named.toReversed().filter((at) => inSight(pointOf(at), -LARGEST_MARK)).map((at) => {
    const { type, camp } = data.nodes[at];
    const { x, y } = pointOf(at);
    const chosen = scene.nodeLook[at] === CHOSEN;
    const look = {
      class: "mark",
      "data-id": data.nodes[at].id,
      fill: paint(type === "issue" ? "issue" : camp ? `camp-${campShade(camp)}` : "unaligned"),
      ...(chosen ? { stroke: paint("ink"), "stroke-width": round(4 * view.mark) } : {}),
      ...faint(scene.nodeLook[at]),
    };
    if (type === "person") return tag("circle", { cx: round(x), cy: round(y), r: round(13 * view.mark), ...look });
    const corners = OUTLINES[type].map(([right, down]) =>
      pair({ x: x + right * view.mark, y: y + down * view.mark }));
    return tag("path", { d: `M${corners.join(" ")}Z`, ...look });
  });
}

const MIDDLE = { "text-anchor": "middle", "dominant-baseline": "central" };

function numbers(paint) {
  return numbered().map((at) => {
    const { x, y } = pointOf(at);
    const look = { "font-size": round(13 * view.mark), "font-weight": "bold", fill: paint("paper") };
    return tag("text", { class: "number", x: round(x), y: round(y), ...look, ...MIDDLE }, data.nodes[at].camp);
  });
}

function names(paint) {
  return labels.shown.map((at) => {
    const { x, y } = pointOf(at);
    const { left, right, top, bottom } = boxOf(at);
    const issue = data.nodes[at].type === "issue";
    const thick = { "stroke-width": round(labels.size / 4), "paint-order": "stroke" };
    const halo = { stroke: paint("paper"), ...thick, ...ROUND };
    return tag("text", {
      class: "name", x: round(x + (left + right) / 2), y: round(y + (top + bottom) / 2),
      "font-size": round(labels.size), fill: paint(issue ? "quiet" : "ink"), ...MIDDLE,
      ...(issue ? { "font-style": "italic" } : {}),
      ...(scene.nodeLook[at] === FADED ? { opacity: 0.4 } : halo),
    }, escaped(labelText(at)));
  });
}

// ---- the legend

/** Whether anything is drawn behind which no quotation stands. */
const someUnevidenced = () => data.edges.some((edge, at) => !edge.evidenced && scene.edgeLook[at] !== HIDDEN);

const legendOf = () => [word("legend-support"), word("legend-opposition"),
  ...(someUnevidenced() ? [word("legend-unevidenced")] : [])];

const shown = () => `${scene.lines} ${word("of")} ${data.edges.length} ${word("shown")}${period()}`;

function period() {
  const from = state.from ? ` ${word("from")} ${state.from}` : "";
  const to = state.to ? ` ${word("to")} ${state.to}` : "";
  const dated = state.undated ? "" : ` · ${word("undated-left-out")}`;
  return (from || to ? ` · ${colon(word("period"))}${(from + to).trim()}` : "") + dated;
}

/** What the lines mean, and how much of the network this is. */
function legend(paint) {
  const top = view.height;
  const write = (x, y, text, look) =>
    tag("text", { x, y, "font-size": 13, fill: paint("ink"), ...look }, escaped(text));
  const [step, y] = [Math.max(130, view.width / 5), top + 40];
  const samples = ["support", "opposition"].map((sign, at) => {
    const x = 12 + at * step;
    const dash = sign === "support" ? {} : { "stroke-dasharray": "7 4" };
    return tag("g", { class: "legend" },
      tag("path", { d: `M${x},${y}h32`, stroke: paint(sign), "stroke-width": 2, ...dash }),
      end(sign, { x: x + 32, y }, { x: 1, y: 0 }, 1, paint),
      write(x + 42, y + 4, word(sign)));
  });
  const right = { "text-anchor": "end", fill: paint("quiet") };
  const unevidenced = someUnevidenced() ? [
    tag("path", { d: `M${12 + 2 * step},${y}h32`, stroke: paint("ink"), "stroke-width": 1.2, ...dashOf("", false, 1) }),
    write(54 + 2 * step, y + 4, word("no-quotation")),
  ] : [];
  return [
    tag("path", { d: `M0,${top + 0.5}H${view.width}`, stroke: paint("line") }),
    write(12, top + 20, inLanguage(data.corpus.title), { "font-weight": "bold" }),
    ...samples,
    ...unevidenced,
    write(view.width - 12, top + (view.width < 700 ? 20 : 44), shown(), right),
  ];
}
