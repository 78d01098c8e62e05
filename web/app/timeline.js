// The timeline: who said what of whom, and when. A lane for each of those who said most.

import "./timeline.css";

import { byId, element, shape } from "../shared/elements.js";
import { beginning } from "../shared/more.js";
import { data, edgeClaim, edgePasses, edges, nodeLabel, signOf, statementPasses } from "../shared/network.js";
import { addPane } from "../shared/shell.js";
import { change, chooseEdge, state } from "../shared/state.js";
import { addWords, isolated, word } from "../shared/words.js";
import { binsOf, dayText, daysOf, scale, ticksOf } from "./dates.js";
import { standalone } from "./save/standalone.js";
import words from "./words/timeline.json";

/** Lanes of their own have those with the most dated statements; the others share one. */
const MOST_LANES = 14;
/** More statements than this are counted, and not drawn one by one. */
const MOST_MARKS = 600;
const [ROW, BAR, NAME, AXIS, LEAST, EDGE] = [19, 15, 22, 26, 640, 14];
/** How high the half of a lane is in which bars count, and the highest bar in it. */
const [HALF, TALLEST] = [38, 24];
/** About how wide a letter of a mark's label is, in px. */
const LETTER = 6.6;
const OTHERS = "";

/** What is drawn: where each day is, and what the picture shows. */
let drawn = null;

export function addTimeline() {
  addWords(words);
  addPane("timeline", showTimeline);
  new ResizeObserver(() => {
    if (state.view === "timeline" && drawn && roomWidth() !== drawn.room) showTimeline();
  }).observe(byId("timeline"));
}

function roomWidth() {
  const { paddingLeft, paddingRight } = getComputedStyle(byId("timeline"));
  return byId("timeline").clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}

function showTimeline() {
  const shown = data.statements.filter((one) =>
    one.edge !== null && statementPasses(one) && edgePasses(edges.get(one.edge)));
  const dated = shown.filter((one) => one.notBefore || one.notAfter);
  const undated = shown.filter((one) => !one.notBefore && !one.notAfter);
  const pane = byId("timeline");
  const scrolled = pane.querySelector(".time-scroll")?.scrollLeft ?? 0;
  const focused = document.activeElement?.dataset?.mark;
  pane.replaceChildren(head(dated, undated), ...(dated.length ? [picture(dated)] : []), apart(undated));
  const scroller = pane.querySelector(".time-scroll");
  if (scroller) scroller.scrollLeft = scrolled;
  if (focused) [...pane.querySelectorAll("[data-mark]")].find((one) => one.dataset.mark === focused)?.focus();
}

const shownPicture = () => byId("timeline").querySelector(".time-scroll > svg");

/** Whether there is a picture: where nothing has a date there is none. */
export const timelineDrawn = () => shownPicture() !== null;

/** Return the picture as it is shown, as SVG that needs no style sheet. */
export const timelineSvg = () => standalone(shownPicture());

// ---- above and below the picture

function head(dated, undated) {
  const counts = word("timeline-counts").replace("{dated}", dated.length).replace("{undated}", undated.length);
  const whole = element("button", { type: "button", name: "whole", onclick: () => change({ from: "", to: "" }) },
    word("whole-period"));
  const zoomed = state.from || state.to;
  return element("div", { class: "timeline-head" },
    element("h2", {}, word("timeline")),
    element("p", {}, counts),
    zoomed ? whole : null,
    element("p", { class: "hint" }, dated.length > MOST_MARKS ? word("timeline-counted") : word("timeline-hint")));
}

/** The statements without a date: they are not lost, and not somewhere by guess. */
function apart(undated) {
  if (!undated.length) return "";
  const again = () => {
    showTimeline();
    return [...byId("timeline").querySelectorAll(".undated li button")];
  };
  const open = byId("timeline").querySelector(".undated")?.open ?? false;
  const [shown, more] = beginning("undated", undated, again);
  const items = shown.map((one) => element("li", {}, element("button",
    { type: "button", class: "name", onclick: () => chooseEdge(one.edge) }, edgeClaim(edges.get(one.edge)))));
  return element("details", { class: "undated", open },
    element("summary", {}, `${word("undated-apart")} (${undated.length})`), element("ul", {}, items), more);
}

// ---- the picture

function picture(dated) {
  const extent = extentOf(dated);
  const room = roomWidth();
  const width = Math.max(LEAST, Math.floor(room));
  const x = scale(extent, EDGE, width - EDGE);
  const counted = dated.length > MOST_MARKS;
  drawn = { extent, x, room, width, bins: counted ? binsOf(extent) : [] };
  const [grounds, lanes] = [[], []];
  let y = AXIS;
  const wanted = lanesOf(dated);
  if (counted) drawn.most = highest(wanted);
  for (const lane of wanted) {
    const { group, height } = counted ? countedLane(lane, y) : markedLane(lane, y);
    const kind = lanes.length % 2 ? "lane" : "lane odd";
    grounds.push(shape("rect", { class: kind, x: 0, y, width, height }));
    lanes.push(group);
    y += height;
  }
  const brush = shape("rect", { class: "brush", y: AXIS, height: y - AXIS, width: 0 });
  const size = { width, height: y + 4, viewBox: `0 0 ${width} ${y + 4}` };
  const named = { "aria-label": word("timeline-of") };
  const svg = shape("svg", { ...size, ...named, class: "time", role: "group" },
    ...grounds, gridOf(ticksOf(extent, width, state.lang), y), ...lanes, brush);
  const scroller = element("div", { ...named, class: "time-scroll", tabindex: 0, role: "region" }, svg);
  scroller.addEventListener("scroll", () => keepNames(scroller, svg));
  brushes(svg);
  return scroller;
}

/** Names stay in sight while one scrolls along. */
function keepNames(scroller, svg) {
  for (const name of svg.querySelectorAll(".lane-name")) name.setAttribute("x", EDGE + scroller.scrollLeft);
}

/** Return the first and the last day to draw, as numbers of days. */
function extentOf(dated) {
  const days = dated.flatMap(daysOf).filter((day) => Number.isFinite(day));
  let [first, last] = [Infinity, -Infinity];
  for (const day of days) [first, last] = [Math.min(first, day), Math.max(last, day)];
  const [from, to] = daysOf({ notBefore: state.from, notAfter: state.to });
  [first, last] = [Math.max(first, from), Math.min(last, to)];
  if (!Number.isFinite(first)) first = last;
  if (!Number.isFinite(last)) last = first;
  return last - first < 4 ? [first - 2, last + 2] : [first, last + 1];
}

/** Return the lanes: [whose, statements], most statements first, the others together last. */
function lanesOf(dated) {
  const by = new Map();
  for (const one of dated) {
    if (!by.has(one.holder)) by.set(one.holder, []);
    by.get(one.holder).push(one);
  }
  const compare = new Intl.Collator(state.lang, { numeric: true }).compare;
  const sorted = [...by].sort(([id, said], [other, others]) =>
    others.length - said.length || compare(nodeLabel(id), nodeLabel(other)));
  const rest = sorted.slice(MOST_LANES);
  return rest.length < 2 ? sorted
    : [...sorted.slice(0, MOST_LANES), [OTHERS, rest.flatMap(([, said]) => said), rest.length]];
}

const laneName = ([id, , count]) => (id === OTHERS ? word("others").replace("{count}", count) : nodeLabel(id));

function gridOf(ticks, bottom) {
  const lines = ticks.flatMap(({ day, label }) => {
    const x = drawn.x(day);
    return [
      shape("line", { class: "tick", x1: x, x2: x, y1: AXIS - 6, y2: bottom }),
      shape("text", { class: "tick-label", x: x + 3, y: AXIS - 10 }, label),
    ];
  });
  return shape("g", { "aria-hidden": "true" }, ...lines);
}

/** A lane: whose it is, the line in its middle, and what stands above and below it. */
function laneGroup(lane, y, middle, marks) {
  return shape("g", { role: "group", "aria-label": laneName(lane) },
    shape("line", { class: "middle", x1: 0, x2: drawn.width, y1: middle, y2: middle }),
    ...marks,
    shape("text", { class: "lane-name", x: EDGE, y: y + 15 }, isolated(laneName(lane))));
}

// ---- one by one

/** A lane in which every statement has its mark: support above, opposition below. */
function markedLane(lane, y) {
  const [, said] = lane;
  const rows = { support: packed(said, "support"), opposition: packed(said, "opposition") };
  const [above, below] = [rows.support, rows.opposition].map((row) => Math.max(0, ...row.map(([, at]) => at + 1)));
  const middle = y + NAME + above * ROW;
  const height = NAME + (above + below) * ROW + 8;
  const marks = [
    ...rows.support.map(([one, at, place]) => mark(one, middle - (at + 1) * ROW + 1, place)),
    ...rows.opposition.map(([one, at, place]) => mark(one, middle + at * ROW + 4, place)),
  ];
  return { group: laneGroup(lane, y, middle + 1, marks), height };
}

/** Give each statement of a sign, with its label, the first row where it covers no other. */
function packed(said, sign) {
  const ends = [];
  return said.filter((one) => signOf(one) === sign)
    .map((one) => [one, placeOf(one)])
    .sort(([, one], [, other]) => one.first - other.first)
    .map(([one, place]) => {
      const free = ends.findIndex((end) => end <= place.first);
      const row = free < 0 ? ends.length : free;
      ends[row] = place.last + 6;
      return [one, row, place];
    });
}

/** Return where a mark begins and ends, where its label is, and what both take up together. */
function placeOf(one) {
  const [first, last] = drawn.extent;
  const [from, to] = daysOf(one);
  const left = drawn.x(Math.max(from, first));
  const right = Math.max(left + BAR, drawn.x(Math.min(to + 1, last)));
  const wide = nodeLabel(one.target).length * LETTER + 8;
  if (right - left > wide + 14) return { left, right, label: left + 8, within: true, first: left, last: right };
  if (right + wide <= drawn.width) return { left, right, label: right + 5, first: left, last: right + wide };
  if (left - wide >= 0) return { left, right, label: left - wide + 3, first: left - wide, last: right };
  return { left, right, first: left, last: right };
}

/** The mark of a statement: a dot for a day, a bar for a period, open where it has no bound. */
function mark(one, y, { left, right, label, within }) {
  const [from, to] = daysOf(one);
  const [first, last] = drawn.extent;
  const open = { left: from < first, right: to + 1 > last };
  const chosen = one.edge === state.edge;
  const claim = edgeClaim(edges.get(one.edge));
  const name = `${claim}, ${one.when}`;
  const body = from === to ? shape("circle", { cx: left + BAR / 2, cy: y + BAR / 2, r: BAR / 2 })
    : shape("path", { d: barPath(left, right, y, open) });
  const group = shape("g", { class: `said ${signOf(one)}${chosen ? " chosen" : ""}`, role: "button", tabindex: 0,
    "data-mark": one.id, "aria-label": name, "aria-pressed": String(chosen) },
  shape("title", {}, `${name}\n${one.evidence[0].exact}`), body);
  if (label !== undefined) {
    const place = { class: within ? "within" : "", x: label, y: y + BAR - 4 };
    group.append(shape("text", place, isolated(nodeLabel(one.target))));
  }
  return acting(group, () => chooseEdge(one.edge));
}

/** A bar; where it goes on beyond the picture its end is a point. */
function barPath(left, right, y, open) {
  const [top, middle, bottom] = [y, y + BAR / 2, y + BAR];
  const start = open.left ? `M${left + 6},${top}` : `M${left},${top}`;
  const end = open.right ? `H${right - 6} L${right},${middle} L${right - 6},${bottom}` : `H${right} V${bottom}`;
  return `${start} ${end} ${open.left ? `H${left + 6} L${left},${middle} Z` : `H${left} Z`}`;
}

/** Let a mark be pressed, by pointer and by key. */
function acting(group, act) {
  group.addEventListener("click", act);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return group;
}

// ---- counted

/** A lane in which statements are counted by stretches of time. */
function countedLane(lane, y) {
  const [, said] = lane;
  const middle = y + NAME + HALF;
  const bars = countedBy(said).flatMap((count, at) => ["support", "opposition"].filter((sign) => count[sign] > 0)
    .map((sign) => countedBar(drawn.bins[at], sign, count[sign], middle, Math.min(1, count[sign] / drawn.most))));
  const height = NAME + 2 * HALF + 4;
  return { group: laneGroup(lane, y, middle, bars), height };
}

/** Count the statements of each stretch of time that they may belong to, by sign. */
function countedBy(said) {
  const counts = drawn.bins.map(() => ({ support: 0, opposition: 0 }));
  for (const one of said) {
    const [from, to] = daysOf(one);
    drawn.bins.forEach(({ start, end }, at) => {
      if (from < end && to >= start) counts[at][signOf(one)] += 1;
    });
  }
  return counts;
}

/** The highest bar of those who have a lane of their own: all lanes are drawn by one measure. */
const highest = (lanes) => Math.max(1, ...lanes.filter(([id]) => id !== OTHERS)
  .flatMap(([, said]) => countedBy(said).flatMap(({ support, opposition }) => [support, opposition])));

/** A bar with its number; `share` is how high it is, from 0 to 1. */
function countedBar(bin, sign, count, middle, share) {
  const left = drawn.x(Math.max(bin.start, drawn.extent[0]));
  const right = drawn.x(Math.min(bin.end, drawn.extent[1]));
  const height = Math.max(3, share * TALLEST);
  const above = sign === "support";
  const name = `${bin.label(state.lang)}: ${count} × ${word(sign)}`;
  const y = above ? middle - height - 1 : middle + 1;
  const number = { x: (left + right) / 2, y: above ? y - 3 : y + height + 11, "text-anchor": "middle" };
  const told = { role: "button", tabindex: 0, "aria-label": name, "data-mark": `${sign} ${bin.start} ${middle}` };
  const group = shape("g", { ...told, class: `said ${sign}` }, shape("title", {}, name),
    shape("rect", { x: left + 1, y, width: Math.max(2, right - left - 2), height }),
    shape("text", number, String(count)));
  const period = { from: dayText(bin.start), to: dayText(bin.end - 1) };
  // A stretch that fills the picture cannot be looked at from nearer: then it is read as a table.
  const whole = bin.start <= drawn.extent[0] && bin.end >= drawn.extent[1];
  return acting(group, () => change(whole ? { ...period, view: "table" } : period));
}

// ---- choosing a period

/** Let one draw across the picture to choose a period. */
function brushes(svg) {
  const brush = svg.querySelector(".brush");
  let start = null;
  const at = (event) => event.clientX - svg.getBoundingClientRect().left;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch" && !event.target.closest(".said")) start = at(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (start === null) return;
    brush.setAttribute("x", Math.min(start, at(event)));
    brush.setAttribute("width", Math.abs(at(event) - start));
    if (Math.abs(at(event) - start) > 4) svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointerup", (event) => {
    const [left, right] = [start, at(event)].sort((one, other) => one - other);
    const drew = start !== null && right - left > 4;
    start = null;
    brush.setAttribute("width", 0);
    const [from, to] = [left, right].map((px) => dayText(Math.floor(drawn.x.day(px))));
    if (drew) change({ from, to });
  });
}
