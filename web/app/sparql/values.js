// One value of an answer: how it is read, and where it leads.

import { byId, element } from "../../shared/elements.js";
import { data, edgeClaim, nodeLabel, statements } from "../../shared/network.js";
import { scrollToMark } from "../../shared/panel.js";
import { change, chooseEdge, chooseNode } from "../../shared/state.js";
import { code, inLanguage, isolated, word } from "../../shared/words.js";
import { AUTHOR, edgeOf, fitting, known, shortened, statementsOf } from "./known.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"]
  .map((name) => XSD + name));
/** Datatypes that go without saying. */
const PLAIN = new Set([...NUMBERS, `${XSD}string`, `${XSD}boolean`]);

/** Columns of the named questions that hold codes, and the list of each. */
const CODED = { kind: "kind", relation: "relation", modality: "modality", certainty: "certainty",
  basis: "dateBasis", why: "modality" };
/** Texts of the named questions that are words of ours. */
const SPOKEN = { supports: "supports", opposes: "opposes", "+": "support", "-": "opposition",
  "allied with": "allied", "in conflict with": "in-conflict", "author's own stance": "own-stance",
  "(none)": "none-given", person: "person", organization: "organization", collective: "collective",
  true: "yes", false: "no" };

export const isNumber = (value) => value?.type === "literal" && NUMBERS.has(value.datatype);

/** Return the heading of a column. */
export const columnName = (name) => word(`column-${name}`) ?? name.replaceAll("_", " ");

/** Return a value as plain text, as a reader would say it. */
export function textOf(value, column, isNamed) {
  if (!value) return "";
  if (value.type === "triple") return tripleOf(value).map((one) => textOf(one, column, false)).join(" ");
  if (value.type === "bnode") return `_:${value.value}`;
  if (value.type !== "uri") return isNamed ? spoken(value.value, column) : value.value;
  const { nodes, sources } = known();
  if (nodes.has(value.value)) return nodeLabel(nodes.get(value.value).id);
  if (sources.has(value.value)) return inLanguage(sources.get(value.value).title);
  const one = known().statements.get(value.value);
  if (one) return claimOf(one);
  return value.value === AUTHOR ? word("author")
    : coderName(value.value) ?? shortened(value.value);
}

const tripleOf = ({ value }) => [value.subject, value.predicate, value.object];
const claimOf = (one) => edgeClaim({ from: one.holder, to: one.target, sign: one.sign });

/** Return the words for a text of a named question. */
function spoken(text, column) {
  if (Object.hasOwn(SPOKEN, text)) return word(SPOKEN[text]);
  const list = CODED[column];
  return list && Object.hasOwn(data.codes[list], text) ? code(list, text) : text;
}

/**
 * Return what stands in a cell of the table.
 *
 * `context` holds the row, what the question was asked about, and whether it is a named one.
 */
export function cell(value, column, context) {
  const { isNamed } = context;
  if (!value) return "";
  if (value.type === "uri") return iriCell(value.value, context);
  if (value.type === "triple") {
    const parts = tripleOf(value).flatMap((one) => [cell(one, column, { ...context, isNamed: false }), " "]);
    return element("span", {}, "<< ", parts, ">>");
  }
  if (value.type === "bnode") return quiet(`_:${value.value}`);
  if (isNamed && ["supports", "opposes", "+", "-"].includes(value.value)) return stance(value.value, column);
  return literal(value, column, isNamed);
}

const quiet = (text) => element("span", { class: "quiet" }, text);

function stance(text, column) {
  const supports = text === "supports" || text === "+";
  return element("span", { class: `sign ${supports ? "support" : "opposition"}` },
    supports ? "→ " : "⊣ ", spoken(text, column));
}

function literal(value, column, isNamed) {
  const language = value["xml:lang"];
  const words = isNamed ? spoken(value.value, column) : value.value;
  const text = element("span", { lang: language ?? null, dir: "auto" }, words);
  const said = language ? `@${language}`
    : value.datatype && !PLAIN.has(value.datatype) ? shortened(value.datatype) : "";
  return said && !isNamed ? element("span", {}, text, " ", quiet(said)) : text;
}

function iriCell(iri, { isNamed, row, given }) {
  const { nodes, sources } = known();
  const node = nodes.get(iri);
  const choose = () => chooseNode(node.id);
  if (node) return withName(leading(nodeLabel(node.id), iri, node.id, choose), iri, isNamed);
  const said = fitting(statementsOf(iri), row, given);
  if (said.length > 0) return withName(evidence(iri, said), iri, isNamed);
  const source = sources.get(iri);
  const open = () => change({ view: "reader", text: source.id });
  if (source) return withName(leading(inLanguage(source.title), iri, source.id, open), iri, isNamed);
  if (iri === AUTHOR) return withName(element("span", {}, word("author")), iri, isNamed);
  const coder = coderName(iri);
  return coder ? withName(elsewhere(iri, coder), iri, isNamed) : elsewhere(iri, shortened(iri));
}

/** Return the name of a coder by IRI, or nothing. */
function coderName(iri) {
  const folder = `${data.corpus.base}coder/`;
  const id = iri.startsWith(folder) ? iri.slice(folder.length) : "";
  return Object.hasOwn(data.coders, id) ? data.coders[id] : undefined;
}

/** Add to a label the name by which a query calls the thing. */
const withName = (label, iri, isNamed) =>
  isNamed ? label : element("span", {}, label, " ", quiet(shortened(iri)));

/** A button that chooses something in the network, and leads to where one reads about it. */
function leading(label, iri, chosen, choose) {
  const onclick = () => {
    choose();
    byId("chosen").focus();
  };
  const named = { type: "button", class: "name", value: chosen, title: shortened(iri), onclick };
  return element("button", named, isolated(label));
}

/** A button that leads to the evidence: to the passage, in its text. */
function evidence(iri, said) {
  const { one, passage } = said[0];
  const edge = edgeOf(one);
  const label = known().statements.has(iri) ? claimOf(one) : word("read");
  const button = leading(label, iri, edge ?? one.holder, () => {
    if (edge) chooseEdge(edge);
    else chooseNode(one.holder === "author" ? one.target : one.holder);
    scrollToMark(statements.get(one.id), passage);
  });
  if (label !== word("read")) return button;
  button.setAttribute("aria-label", `${label}: ${claimOf(one)}`);
  return button;
}

/** A link to what is no part of the network: to the server's page about it, or away. */
function elsewhere(iri, label) {
  const base = data.corpus.base;
  if (iri.startsWith(base) && iri.length > base.length) {
    return link(`/id/${encodeURI(iri.slice(base.length)).replaceAll("#", "%23").replaceAll("?", "%3F")}`, label);
  }
  return /^https?:\/\//i.test(iri) ? link(iri, label) : element("span", {}, label);
}

const link = (href, label) =>
  element("a", { href, target: "_blank", rel: "noopener noreferrer" }, label);
