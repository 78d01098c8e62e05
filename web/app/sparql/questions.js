// The named questions: what there is to ask, and what each wants to be told.

import { byId, element } from "../../shared/elements.js";
import { nodes } from "../../shared/network.js";
import { change, state } from "../../shared/state.js";
import { folded, word } from "../../shared/words.js";
import { chooser, valueOf } from "./choosing.js";
import { known, shortened } from "./known.js";

/** What a historian would look under, and the questions that stand there. */
const GROUPS = [
  ["sides", ["supporters", "opponents", "stances", "evidence", "actors"]],
  ["ties", ["mutual", "common-enemies", "allies-of-allies", "enemies-of-enemies", "reach", "go-betweens"]],
  ["tensions", ["contested", "ambivalent-pairs", "divided", "triangles"]],
  ["matters", ["issues", "actors-by-issue", "relations"]],
  ["times", ["timeline", "period", "undated"]],
  ["grounds", ["sources", "edges-by-voice", "uncertain", "no-edge"]],
];
/** A year, a month or a day. */
const DATE = "\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?";

let questions = [];

export function setQuestions(given) {
  questions = given;
}

export const named = (name) => questions.find((one) => one.name === name);

/** What a question asks, and what is said about that in brackets. */
export function askedBy({ name, title }) {
  const text = word(`ask-${name}`) ?? title;
  const cut = text.indexOf(" (");
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 2).replace(/\)$/, "")];
}

// ---- the list

/** Show what there is to ask, as far as it has the words that are looked for. */
export function showList(box, search) {
  const wanted = folded(search.trim());
  const fits = (one) => folded(`${one.name} ${one.title} ${askedBy(one)[0]}`).includes(wanted);
  const placed = new Set(GROUPS.flatMap(([, names]) => names));
  const others = questions.filter((one) => !placed.has(one.name)).map((one) => one.name);
  const groups = [...GROUPS, ["others", others]]
    .map(([group, names]) => [group, names.map(named).filter((one) => one && fits(one))])
    .filter(([, found]) => found.length > 0);
  box.replaceChildren(...groups.map(([group, found]) => element("section", {},
    element("h3", {}, word(`group-${group}`)),
    element("ul", {}, found.map((one) => element("li", {}, choice(one)))))),
  groups.length === 0 ? element("p", { class: "hint" }, word("found-none")) : "");
}

function choice(question) {
  const onclick = () => {
    change({ question: question.name, values: presumed(question), query: "", columns: "" });
    (byId("sparql-form").querySelector("input, button") ?? byId("sparql-form")).focus();
  };
  return element("button", { type: "button", value: question.name, onclick }, askedBy(question)[0]);
}

/** Return the values to begin with: who is chosen in the network is asked about. */
function presumed({ parameters }) {
  const chosen = nodes.get(state.node);
  const fits = (kind) => kind === "target" || kind === (chosen.type === "issue" ? "issue" : "actor");
  const first = parameters.find(({ kind, required }) => required && chosen && fits(kind));
  return first ? new URLSearchParams({ [first.name]: chosen.id }).toString() : "";
}

// ---- the form

/** Show the fields of a question; `show` is called with it when its SPARQL is wanted. */
export function showForm(form, question, showSparql) {
  const values = new URLSearchParams(state.values);
  const [asks, remark] = askedBy(question);
  form.replaceChildren(
    element("h2", {}, asks),
    remark ? element("p", { class: "hint" }, remark) : "",
    element("div", { class: "fields" },
      question.parameters.map((one) => field(question, one, values.get(one.name)))),
    element("p", { class: "acts" },
      element("button", { class: "primary" }, word("ask")),
      element("button", { type: "button", name: "show-sparql", onclick: showSparql }, word("show-sparql"))),
  );
}

function field(question, { name, kind, required, description }, value) {
  const id = `sparql-value-${name}`;
  const hint = `${id}-hint`;
  const input = kind === "date"
    ? element("input", { id, name, required, value, pattern: DATE, placeholder: "1971-08", inputmode: "numeric",
      "aria-describedby": hint, title: word("date-form") })
    : chooser({ id, name, sort: kind, required, value, hint });
  const label = word(`field-${question.name}-${name}`) ?? description;
  return element("div", { class: "field" },
    element("label", { for: id }, label, " ",
      element("span", { class: "quiet" }, word(required ? "required" : "optional"))),
    element("div", { class: "entry" }, input),
    element("p", { class: "hint", id: hint }, word(kind === "date" ? "date-form" : "choose-hint")));
}

/** Return the values that stand in a form, as an address has them. */
export function valuesIn(form) {
  const said = new URLSearchParams();
  for (const input of form.querySelectorAll("input[name]")) {
    const value = valueOf(input);
    if (value) said.set(input.name, value);
  }
  return said.toString();
}

/** Whether a question has all the values that it must have. */
export function isComplete(question, values) {
  const said = new URLSearchParams(values);
  return question.parameters.every((one) => !one.required || said.get(one.name));
}

// ---- its SPARQL

/** Return a question as SPARQL, with the values in the places of its parameters. */
export function filled(question, values) {
  const said = new URLSearchParams(values);
  const bound = question.parameters.filter((one) => said.get(one.name))
    .map((one) => `\n  VALUES ?${one.name} { ${term(one, said.get(one.name))} }`).join("");
  return question.sparql.replace("WHERE {", () => `WHERE {${bound}`).trim();
}

function term({ name, kind }, value) {
  if (kind === "date") return `"${dayOf(value, name === "to")}"^^xsd:date`;
  if (value === "author") return "clv:author";
  const { sources, nodes: byIri } = known();
  const all = kind === "source" ? sources : byIri;
  const iri = [...all.values()].find((one) => one.id === value)?.iri ?? value;
  const short = shortened(iri);
  return /^\w+:[\w-]+$/.test(short) && short !== iri ? short : `<${iri}>`;
}

/** Return the first or the last day of a year, a month or a day. */
function dayOf(date, last) {
  const [year, month, day] = date.split("-");
  if (day) return date;
  const at = month ?? (last ? "12" : "01");
  if (!last) return `${year}-${at}-01`;
  return `${year}-${at}-${new Date(Date.UTC(Number(year), Number(at), 0)).getUTCDate()}`;
}
