// How many supports and oppositions lead from each camp to each: numbers, and a way to the edges.

import { element } from "../../shared/elements.js";
import { campName } from "../../shared/filters.js";
import { campsOf, data, signOf } from "../../shared/network.js";
import { change } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { section } from "./meaning.js";

/** More camps than this make a table that nobody reads. */
const MOST_CAMPS = 12;

export function matrix() {
  const counts = countEdges();
  const camps = data.camps.slice(0, MOST_CAMPS).map(({ id }) => String(id));
  const from = [...camps, "0"].filter((camp) => camp !== "0" || has(counts, (key) => key.startsWith("0.")));
  const others = ["0", "issue"].filter((camp) => has(counts, (key) => key.endsWith(`.${camp}`)));
  const to = [...camps, ...others];
  const left = data.camps.length - camps.length;
  const head = element("tr", {}, element("td", {}),
    to.map((camp) => element("th", { scope: "col" }, campName(camp))));
  const rows = from.map((one) => element("tr", {}, element("th", { scope: "row" }, campName(one)),
    to.map((other) => cell(one, other, counts.get(`${one}.${other}`)))));
  return section("matrix", word("between-camps"),
    element("p", {}, word("matrix-hint")),
    element("div", { class: "wide", role: "group", tabindex: 0, "aria-label": word("between-camps") },
      element("table", { class: "matrix" }, element("thead", {}, head), element("tbody", {}, rows))),
    left > 0 ? element("p", { class: "hint" }, word("matrix-left").replace("{count}", left)) : null);
}

const has = (counts, test) => [...counts.keys()].some(test);

function countEdges() {
  const counts = new Map();
  for (const edge of data.edges) {
    const key = campsOf(edge);
    if (!counts.has(key)) counts.set(key, { support: 0, opposition: 0 });
    counts.get(key)[signOf(edge)] += 1;
  }
  return counts;
}

function cell(from, to, count) {
  if (!count) return element("td", { class: from === to ? "own" : "" }, "·");
  const said = [["support", "→"], ["opposition", "⊣"]].filter(([sign]) => count[sign] > 0);
  const counts = said.map(([sign]) => `${count[sign]} × ${word(sign)}`).join(", ");
  const label = `${campName(from)} → ${campName(to)}: ${counts}`;
  const onclick = () => change({ between: `${from}.${to}`, view: "table" });
  return element("td", { class: from === to ? "own" : "" },
    element("button", { type: "button", "aria-label": label, title: label, onclick },
      said.map(([sign, arrow]) => element("span", { class: `sign ${sign}` }, `${arrow} ${count[sign]} `))));
}
