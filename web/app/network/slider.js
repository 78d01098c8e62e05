// The period under the drawing: when things were said, and a part of it to look at.

import { byId, element, shape } from "../../shared/elements.js";
import { change, state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { periods } from "./periods.js";

/** Height of the columns above and below the line, in units of their drawing. */
const TALL = 20;
/** How long, in ms, each step of the play stays. */
const STAY = 900;
const STAY_LONGER = 1800;
/** A play takes about so many steps, and shows this part of the whole at a time. */
const STEPS = 30;
const PART = 1 / 5;

/** What the slider was made for, and the timer of the play. */
const made = { of: null, lang: "" };
let playing = 0;

/** Put the slider under the drawing, and something else into its head. */
export function addSlider(beside) {
  const handle = (name) => element("input", { type: "range", name, step: 1, oninput: takeHandles });
  byId("period").append(
    element("div", { class: "period-head" },
      element("button", { type: "button", class: "play", onclick: play }),
      element("span", { class: "period-said" }),
      element("button", { type: "button", class: "whole", "data-word": "whole-period", onclick: clear }),
      beside,
      element("button", { type: "button", class: "undated", onclick: () => change({ undated: !state.undated }) }),
    ),
    element("div", { class: "track" }, element("div", { class: "columns" }), handle("from"), handle("to")),
    element("div", { class: "ticks", "aria-hidden": "true" }),
  );
}

const part = (selector) => byId("period").querySelector(selector);
const input = (name) => part(`input[name=${name}]`);

export function showSlider() {
  const { columns, undated } = periods();
  for (const one of [".track", ".ticks", ".play"]) part(one).hidden = columns.length < 2;
  if (made.of !== columns || made.lang !== state.lang) build(columns);
  const { from, to } = handles(columns);
  const whole = !state.from && !state.to;
  input("from").value = from;
  input("to").value = to + 1;
  input("from").setAttribute("aria-valuetext", columns.length ? said(columns[from].from) : "");
  input("to").setAttribute("aria-valuetext", columns.length ? said(columns[to].to) : "");
  columns.forEach((_, at) => {
    part(".columns svg").children[at].setAttribute("class", at < from || at > to ? "out" : "");
  });
  part(".period-said").textContent = !columns.length ? ""
    : `${said(state.from || columns[from].from)} – ${said(state.to || columns[to].to)}`;
  part(".whole").hidden = whole;
  showChip(undated);
  showPlay();
}

function showChip(undated) {
  const chip = part(".undated");
  chip.hidden = !undated;
  chip.textContent = word("undated-count").replace("{count}", undated);
  chip.title = word("undated-meaning");
  chip.setAttribute("aria-pressed", String(state.undated));
}

function showPlay() {
  const button = part(".play");
  button.textContent = playing ? "❚❚" : "▶";
  button.title = word(playing ? "pause" : "play");
  button.setAttribute("aria-label", button.title);
}

/** Return the first and the last column of the period. */
function handles(columns) {
  const last = columns.length - 1;
  const from = state.from ? columns.findIndex((one) => one.to >= state.from) : 0;
  const to = state.to ? columns.findLastIndex((one) => one.from <= state.to) : last;
  const first = from < 0 ? last : from;
  return { from: Math.max(0, first), to: Math.max(0, first, to) };
}

const said = (day) => new Intl.DateTimeFormat(state.lang, { timeZone: "UTC", ...FORMATS[periods().unit] })
  .format(new Date(`${day}T00:00:00Z`));
const FORMATS = {
  day: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "short", year: "numeric" },
  year: { year: "numeric" },
};

// ---- the columns, made once for a network and a language

function build(columns) {
  Object.assign(made, { of: columns, lang: state.lang });
  const most = Math.max(1, ...columns.flatMap((one) => [one.support, one.opposition]));
  const svg = shape("svg", { viewBox: `0 0 ${Math.max(1, columns.length) * 10} ${2 * TALL + 1}`,
    preserveAspectRatio: "none", "aria-hidden": "true" },
    ...columns.map((one, at) => column(one, at, TALL / most)),
    shape("rect", { class: "line-of-time", x: 0, y: TALL, width: columns.length * 10, height: 1 }));
  part(".columns").replaceChildren(svg);
  part(".track").title = word("columns-meaning");
  input("from").max = input("to").max = columns.length;
  for (const name of ["from", "to"]) input(name).setAttribute("aria-label", word(`period-${name}`));
  buildTicks(columns);
}

function column(one, at, tall) {
  const bar = (sign, y, count) =>
    shape("rect", { class: sign, x: at * 10 + 1, y, width: 8, height: count * tall });
  const counts = `${one.support} ${word("support")}, ${one.opposition} ${word("opposition")}`;
  return shape("g", {},
    shape("title", {}, `${said(one.from)}: ${counts}\n${word("columns-meaning")}`),
    shape("rect", { class: "empty", x: at * 10, y: 0, width: 10, height: 2 * TALL + 1 }),
    bar("support", TALL - one.support * tall, one.support),
    bar("opposition", TALL + 1, one.opposition));
}

function buildTicks(columns) {
  const every = Math.max(1, Math.ceil(columns.length / 6));
  part(".ticks").replaceChildren(...columns.flatMap((one, at) => {
    if (at % every || (at && at > 0.9 * columns.length)) return [];
    const tick = element("span", {}, said(one.from));
    tick.style.left = `${(100 * at) / columns.length}%`;
    return [tick];
  }));
}

// ---- what one does with it

/** Take the period from the handles; the one that is moved stops at the other. */
function takeHandles(event) {
  stop();
  const { columns } = periods();
  const from = Math.min(Number(input("from").value), columns.length - 1);
  const to = Math.max(1, Number(input("to").value)) - 1;
  if (from <= to) setPeriod(from, to);
  else setPeriod(...(event.target.name === "from" ? [to, to] : [from, from]));
}

function setPeriod(from, to) {
  const { columns } = periods();
  const period = {
    from: from === 0 ? "" : columns[from].from,
    to: to === columns.length - 1 ? "" : columns[to].to,
  };
  if (period.from !== state.from || period.to !== state.to) change(period);
  else showSlider();
}

function clear() {
  stop();
  change({ from: "", to: "" });
  input("from").focus();
}

/** Move a window over the whole time, from its beginning or from the period in force. */
function play() {
  if (playing) {
    stop();
    return showPlay();
  }
  const { columns } = periods();
  const { from, to } = handles(columns);
  const whole = from === 0 && to === columns.length - 1;
  const width = whole ? Math.max(1, Math.round(columns.length * PART)) : to - from + 1;
  const step = Math.max(1, Math.round(columns.length / STEPS));
  let at = whole || to === columns.length - 1 ? 0 : from + step;
  const stay = matchMedia("(prefers-reduced-motion: reduce)").matches ? STAY_LONGER : STAY;
  const next = () => {
    const end = Math.min(columns.length - 1, at + width - 1);
    if (periods().columns !== columns || byId("network").hidden) return stop();
    if (end === columns.length - 1) stop();
    setPeriod(Math.max(0, end - width + 1), end);
    at += step;
  };
  playing = setInterval(next, stay);
  next();
}

function stop() {
  clearInterval(playing);
  playing = 0;
}
