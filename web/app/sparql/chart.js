// An answer as a chart: a bar for each row, or columns along time.

import { element, shape } from "../../shared/elements.js";
import { change, state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { columnName, isNumber, textOf } from "./values.js";

/** Most bars, and most series, that one still reads. */
const MOST = 40;
const SERIES = 4;
const DAY = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?$/;
/** Names of columns whose numbers have a sign of their own. */
const SIGNS = {
  support: /^(supports?|supported_by|supporters|for)$/,
  opposition: /^(opposes|opposed_by|oppositions?|opponents|against)$/,
};

/** Return what can be drawn: columns of labels and of numbers, and which of them are chosen. */
function choices(answer) {
  const holds = (name) => answer.rows.map((row) => row[name]).filter((value) => value);
  const numbers = answer.variables.filter((name) => {
    const values = holds(name);
    return values.length > 0 && values.every(isNumber);
  });
  const labels = answer.variables.filter((name) => !numbers.includes(name) && holds(name).length > 0);
  const [label, ...chosen] = state.columns.split(" ");
  return {
    numbers, labels,
    label: labels.includes(label) ? label : labels[0],
    series: chosen.length > 0 && chosen.every((name) => name === "*" || numbers.includes(name)) ? chosen
      : numbers.length > 0 ? numbers.slice(0, SERIES) : ["*"],
  };
}

/** Return the chart of an answer, with the columns that it shows to choose from. */
export function chartView(answer, isNamed, width) {
  const { numbers, labels, label, series } = choices(answer);
  if (label === undefined) return [element("p", {}, word("chart-none"))];
  const all = numbers.length > 1 ? [[numbers.slice(0, SERIES).join(" "), word("all-numbers")]] : [];
  const head = element("p", { class: "chart-head" },
    select("label", word("chart-label"), labels.map((name) => [name, columnName(name)]), label,
      (value) => change({ columns: [value, ...series].join(" ") })),
    select("number", word("chart-number"),
      [...all, ...numbers.map((name) => [name, columnName(name)]), ["*", word("row-count")]], series.join(" "),
      (value) => change({ columns: `${label} ${value}` })));
  const bars = barsOf(answer, isNamed, label, series);
  const times = asTimes(bars);
  const drawn = times ? columns(times, series, width) : rows(bars.slice(0, MOST), series, width);
  drawn.setAttribute("aria-label", said(times ?? bars, label, series));
  return [head, legend(series), drawn,
    !times && bars.length > MOST
      ? element("p", { class: "hint" },
        word("chart-first").replace("{count}", MOST).replace("{all}", bars.length)) : ""];
}

function select(name, label, options, value, take) {
  const box = element("select", { name: `chart-${name}`, onchange: (event) => take(event.target.value) },
    options.map(([value, text]) => element("option", { value }, text)));
  box.value = value;
  return element("label", {}, label, " ", box);
}

/** Return a label, its text in the answer and its numbers for each bar. */
function barsOf(answer, isNamed, label, series) {
  if (series[0] === "*") return counted(answer, isNamed, label);
  return answer.rows.map((row) => ({
    text: textOf(row[label], label, isNamed), raw: row[label]?.value ?? "",
    numbers: series.map((name) => (row[name] ? Number(row[name].value) : 0)),
  }));
}

function counted(answer, isNamed, label) {
  const found = new Map();
  for (const row of answer.rows) {
    const raw = row[label]?.value ?? "";
    const bar = found.get(raw) ?? { text: textOf(row[label], label, isNamed), raw, numbers: [0] };
    bar.numbers[0] += 1;
    found.set(raw, bar);
  }
  return [...found.values()].sort((one, other) => other.numbers[0] - one.numbers[0]);
}

/** Return the bars with their times, in order, where each has another day, month or year. */
function asTimes(bars) {
  const times = bars.filter(({ raw }) => raw !== "").map((bar) => {
    const [, year, month, day] = bar.raw.match(DAY) ?? [];
    const time = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
    return { ...bar, time };
  });
  const distinct = new Set(times.map(({ time }) => time));
  if (times.length < 2 || distinct.size < times.length || distinct.has(NaN)) return null;
  return times.sort((one, other) => one.time - other.time);
}

const nameOf = (name) => (name === "*" ? word("row-count") : columnName(name));

function said(bars, label, series) {
  const first = bars.slice(0, MOST).map(({ text, numbers }) => `${text} ${numbers.map(written).join(", ")}`);
  return `${series.map(nameOf).join(", ")} – ${columnName(label)}. ${first.join("; ")}`;
}

const written = (number) => number.toLocaleString(state.lang, { maximumFractionDigits: 2 });

/** Return the class of a series: its own look, so that colour is not all that tells it. */
function lookOf(series, at) {
  const signOf = (name) => Object.keys(SIGNS).find((one) => SIGNS[one].test(name));
  const sign = signOf(series[at]);
  if (!sign) return `bar series-${at % SERIES}`;
  return `bar ${sign}${series.slice(0, at).some((name) => signOf(name) === sign) ? " again" : ""}`;
}

const look = (series, at, number) => lookOf(series, at) + (number < 0 ? " below" : "");

function legend(series) {
  if (series.length < 2) return element("p", { class: "legend" }, nameOf(series[0]));
  return element("p", { class: "legend" }, series.map((name, at) => element("span", {},
    shape("svg", { class: "sample", width: 22, height: 14, "aria-hidden": "true" },
      shape("rect", { class: lookOf(series, at), x: 1, y: 1, width: 20, height: 12 })), nameOf(name))));
}

const highest = (bars) => Math.max(1e-9, ...bars.flatMap(({ numbers }) => numbers.map(Math.abs)));
const picture = (width, height, children) => shape("svg",
  { class: "chart", role: "img", viewBox: `0 0 ${width} ${height}`, width, height },
  ...children.filter((child) => child !== ""));
const text = (x, y, content, anchor = "start") => shape("text", { x, y, "text-anchor": anchor }, content);
const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

/** Bars from left to right, each with its label before it and its number after it. */
function rows(bars, series, width) {
  // On a narrow page, labels stand above their bars.
  const above = width < 480 ? 18 : 0;
  const names = above ? 4 : Math.min(width * 0.42, 12 + 7.2 * Math.max(...bars.map((bar) => bar.text.length)));
  const most = highest(bars);
  const room = width - names - 60;
  const step = 18 * series.length + 8 + above;
  const children = bars.flatMap((bar, at) => {
    const top = at * step;
    const label = above ? text(names, top + 17, cut(bar.text, Math.floor(width / 7.2)))
      : text(names - 8, top + step / 2 + 1, cut(bar.text, Math.floor(names / 7.2)), "end");
    label.append(shape("title", {}, bar.text));
    return [label, ...bar.numbers.flatMap((number, nth) => {
      const y = top + above + 4 + nth * 18;
      const long = (Math.abs(number) / most) * room;
      return [number === 0 ? ""
        : shape("rect", { class: look(series, nth, number), x: names, y: y + 1, width: long, height: 14 }),
        text(names + long + 6, y + 13, written(number))];
    })];
  });
  return picture(width, bars.length * step + 4, children);
}

/** Columns along time, at the distances that their days have. */
function columns(times, series, width) {
  const [height, foot, head] = [220, 26, 18];
  const [first, last] = [times[0].time, times.at(-1).time];
  const gap = Math.min(...times.slice(1).map(({ time }, at) => time - times[at].time));
  const slot = Math.max(2, Math.min(90, ((width - 90) * gap) / (last - first)));
  const place = (time) => 45 + ((width - 90) * (time - first)) / (last - first);
  const thick = Math.max(1.5, (slot * 0.84) / series.length);
  const most = highest(times);
  const base = height - foot;
  let free = -Infinity;
  const children = times.flatMap((one) => {
    const x = place(one.time);
    const named = x - 4 * one.text.length > free;
    if (named) free = x + 4 * one.text.length;
    return [named ? text(x, height - 8, one.text, "middle") : "", ...one.numbers.flatMap((number, nth) => {
      const tall = (Math.abs(number) / most) * (base - head);
      const left = x - (thick * series.length) / 2 + nth * thick;
      const bar = shape("rect", { class: look(series, nth, number), x: left, y: base - tall,
        width: Math.max(1, thick - 1), height: tall });
      bar.append(shape("title", {}, `${one.text}: ${written(number)}`));
      const shown = number !== 0 && thick >= 12;
      return [bar, shown ? text(left + thick / 2, base - tall - 4, written(number), "middle") : ""];
    })];
  });
  return picture(width, height, [...children,
    shape("line", { class: "axis", x1: 20, x2: width - 20, y1: base, y2: base })]);
}
