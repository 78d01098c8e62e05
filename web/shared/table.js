// The same edges as a table: to sort, to copy, and for whoever reads by keyboard or by ear.

import { byId, element } from "./elements.js";
import { beginning, shrink } from "./more.js";
import { data, edgeClaim, nodeLabel, passKey, passing, shownEdges, signOf, verb } from "./network.js";
import { chooseEdge, state } from "./state.js";
import { inLanguage, word } from "./words.js";

export const COLUMNS = [
  ["who", (edge) => nodeLabel(edge.from)],
  ["stance", (edge) => verb(edge)],
  ["whom", (edge) => nodeLabel(edge.to)],
  ["quotation", (edge) => passing(edge)[0].evidence[0]?.exact ?? noQuotation(passing(edge)[0])],
  ["when", (edge) => whenOf(edge)],
  ["about", (edge) => aboutOf(edge)],
  ["statements", (edge) => (edge.evidenced ? passing(edge).length : 0)],
];
/** Say of a tie without a quotation that it has none, and where it comes from. */
export const noQuotation = ({ provenance }) => [word("no-quotation"), provenance].filter((one) => one).join(": ");
const sorting = { column: 0, descending: false };

const each = (edge, value) =>
  [...new Set(passing(edge).map(value))].filter((one) => one).join("; ");
const whenOf = (edge) => each(edge, (one) => one.when);
const aboutOf = (edge) => each(edge, (one) => one.about && nodeLabel(one.about));

/** What the rows were made for: as long as that is the same, they need not be made again. */
let madeFor = [];

export function showTable() {
  const wanted = [data, state.lang, passKey(), sorting.column, sorting.descending, ...shownEdges()];
  const isSame = wanted.length === madeFor.length && wanted.every((one, at) => one === madeFor[at]);
  if (!isSame) makeTable();
  madeFor = wanted;
  for (const button of byId("table").querySelectorAll("tbody button")) {
    const line = button.closest("tr");
    if (button.value === state.edge) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

function makeTable() {
  const shown = sortedEdges();
  const [rows, more] = beginning("table", shown, () => {
    madeFor = [];
    showTable();
    return [...byId("table").querySelectorAll("tbody button")];
  });
  const head = COLUMNS.map(([name], at) => header(name, at));
  byId("table").replaceChildren(
    shown.length === 0 ? element("p", {}, word("none-shown"))
      : element("table", {},
        element("caption", {}, `${inLanguage(data.corpus.title)} – ${word("edges")}`),
        element("thead", {}, element("tr", {}, head)),
        element("tbody", {}, rows.map(row))),
    more ?? "",
  );
}

/** Return the edges shown, in the order of the table. */
export function sortedEdges() {
  const value = COLUMNS[sorting.column][1];
  const compare = new Intl.Collator(state.lang, { numeric: true }).compare;
  const rows = shownEdges().map((edge) => [String(value(edge)), edge]);
  rows.sort(([one], [other]) => compare(one, other) * (sorting.descending ? -1 : 1));
  return rows.map(([, edge]) => edge);
}

function header(name, at) {
  const sorted = at === sorting.column;
  const direction = sorting.descending ? "descending" : "ascending";
  const onclick = () => {
    sorting.descending = sorted && !sorting.descending;
    sorting.column = at;
    shrink("table");
    showTable();
    byId("table").querySelectorAll("th button")[at].focus();
  };
  const arrow = sorted ? (sorting.descending ? " ▼" : " ▲") : "";
  return element("th", { scope: "col", "aria-sort": sorted ? direction : null },
    element("button", { type: "button", onclick }, word(name), element("span", { "aria-hidden": "true" }, arrow)));
}

function row(edge) {
  const read = () => {
    chooseEdge(edge.id);
    byId("chosen").focus();
  };
  const stance = element("button", { type: "button", value: edge.id, class: `sign ${signOf(edge)}`, onclick: read,
    "aria-label": `${word("read")}: ${edgeClaim(edge)}` },
    edge.sign > 0 ? "→ " : "⊣ ", verb(edge));
  const cells = COLUMNS.map(([name, value], at) =>
    element(at === 0 ? "th" : "td", { scope: at === 0 ? "row" : null, class: name },
      name === "stance" ? stance : String(value(edge))));
  return element("tr", {}, cells);
}
