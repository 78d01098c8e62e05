// An answer: as a table, as a part of the network, as a chart; and as a file.

import { element } from "../../shared/elements.js";
import { change, state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { keepFile } from "../files.js";
import { GRAPHS, TABLES, bytesOf } from "./asking.js";
import { chartView } from "./chart.js";
import { givenIn } from "./known.js";
import { tiesView } from "./ties.js";
import { cell, columnName, isNumber, textOf } from "./values.js";

export const VIEWS = ["table", "network", "chart"];
/** Rows that are shown at first, and how many more at a time; characters of a graph. */
const PAGE = 300;
const CHARACTERS = 200_000;

/** How the table of the present answer is sorted, and how much of it is shown. */
const reading = { answer: null, column: "", descending: false, most: PAGE };

/** Show an answer in a box. */
export function showResults(box, answer) {
  if (reading.answer !== answer) Object.assign(reading, { answer, column: "", descending: false, most: PAGE });
  if (answer.form === "truth") {
    const said = word(answer.truth ? "truth-yes" : "truth-no");
    box.replaceChildren(element("p", { class: "truth" }, said), files(answer, TABLES));
  } else if (answer.form === "graph") {
    box.replaceChildren(graphView(answer), files(answer, GRAPHS));
  } else if (answer.rows.length === 0) {
    box.replaceChildren(element("p", {}, word("no-rows")), files(answer, TABLES));
  } else {
    const shown = { class: "answer-view", tabindex: 0, role: "region", "aria-label": word(`as-${state.answer}`) };
    box.replaceChildren(element("div", { class: "answer-head" }, switches(), files(answer, TABLES)),
      element("div", shown, view(box, answer)));
  }
}

function view(box, answer) {
  const isNamed = Boolean(answer.asked.question);
  if (state.answer === "network") return tiesView(answer);
  const width = Math.max(320, Math.min(900, box.clientWidth - 8));
  if (state.answer === "chart") return chartView(answer, isNamed, width);
  return tableView(box, answer, isNamed);
}

function switches() {
  return element("div", { class: "switch", role: "group", "aria-label": word("answer-as") }, VIEWS.map((one) =>
    element("button", { type: "button", value: one, "aria-pressed": String(state.answer === one),
      onclick: () => change({ answer: one }) }, word(`as-${one}`))));
}

// ---- a table

function tableView(box, answer, isNamed) {
  const rows = sorted(answer, isNamed);
  const shown = rows.slice(0, reading.most);
  const more = rows.length - shown.length;
  const given = givenIn(answer);
  const onclick = () => {
    const before = reading.most;
    reading.most += PAGE;
    showResults(box, answer);
    box.querySelectorAll("tbody tr")[before]?.querySelector("th, td").focus();
  };
  const written = word("more-rows").replace("{count}", Math.min(more, PAGE))
    .replace("{all}", more.toLocaleString(state.lang));
  return [
    element("table", {},
      element("thead", {}, element("tr", {},
        answer.variables.map((name) => header(box, answer, name, isNamed)))),
      element("tbody", {}, shown.map((row) => element("tr", {}, answer.variables.map((name) =>
        element("td", { class: `${isNumber(row[name]) ? "number " : ""}column-${name}`, tabindex: -1,
          "data-label": heading(name, isNamed) },
        cell(row[name], name, { row, given, isNamed }))))))),
    more > 0 ? element("p", {}, element("button", { type: "button", name: "more", onclick }, written)) : "",
  ];
}

const heading = (name, isNamed) => (isNamed ? columnName(name) : `?${name}`);

function sorted(answer, isNamed) {
  const { column, descending } = reading;
  if (!answer.variables.includes(column)) return answer.rows;
  const { compare } = new Intl.Collator(state.lang, { numeric: true });
  const keyed = answer.rows.map((row) => [textOf(row[column], column, isNamed), row]);
  keyed.sort(([one], [other]) => compare(one, other) * (descending ? -1 : 1));
  return keyed.map(([, row]) => row);
}

function header(box, answer, name, isNamed) {
  const now = reading.column === name;
  const onclick = () => {
    Object.assign(reading, { column: name, descending: now && !reading.descending });
    showResults(box, answer);
    box.querySelectorAll("th button")[answer.variables.indexOf(name)].focus();
  };
  const arrow = now ? (reading.descending ? " ▼" : " ▲") : "";
  const direction = reading.descending ? "descending" : "ascending";
  return element("th", { scope: "col", "aria-sort": now ? direction : null },
    element("button", { type: "button", onclick },
      heading(name, isNamed), element("span", { "aria-hidden": "true" }, arrow)));
}

// ---- a graph

function graphView(answer) {
  const text = answer.text.slice(0, CHARACTERS);
  return element("div", {},
    text.length < answer.text.length ? element("p", { class: "hint" }, word("graph-cut")) : "",
    element("pre", { tabindex: 0, role: "region", "aria-label": "Turtle" }, text || word("no-triples")));
}

// ---- files

function files(answer, formats) {
  const said = element("span", { class: "hint", role: "status" });
  return element("div", { class: "files", role: "group", "aria-label": word("save-answer") },
    element("span", { class: "quiet" }, word("save-answer")),
    formats.map(([name, media, ending]) => element("button",
      { type: "button", value: ending, onclick: () => keep(answer.asked, media, ending, said) }, name)),
    said);
}

/** Have the browser save an answer in the format of a media type. */
async function keep(asked, media, ending, said) {
  said.textContent = "";
  try {
    keepFile(await bytesOf(asked, media), asked.question || "sparql", ending);
  } catch (error) {
    said.textContent = error.status ? error.message : word("no-server");
  }
}
