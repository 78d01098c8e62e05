// How much two sides leave unexplained, where support and opposition meet, and the triangles.

import { element } from "../../shared/elements.js";
import { data, edgeClaim, edges, nodeLabel, nodes, statements, ties } from "../../shared/network.js";
import { chooseEdge, state } from "../../shared/state.js";
import { isolated, word } from "../../shared/words.js";
import { meaning, section } from "./meaning.js";

const MOST_PAIRS = 100;

/** The frustration index with its bounds, what it leaves unexplained, and the degrees of balance. */
export function tension(results) {
  const { frustration } = results;
  return section("tension", word("tension"),
    element("p", {}, indexSentence(frustration)),
    element("p", {}, word("weight-of-all").replace("{weight}", frustration.ties_weight)),
    frustration.unique === null ? null
      : element("p", {}, word(frustration.unique ? "sides-unique" : "sides-several")),
    unexplained(frustration.frustrated_edges),
    sides(frustration.factions),
    meaning("frustration", ["", word("frustration-meant"), frustration.definition]),
    balance(results));
}

function indexSentence({ value, lower_bound: lower, optimal }) {
  return word(optimal ? "index-proved" : "index-bounded")
    .replaceAll("{value}", value).replaceAll("{lower}", lower);
}

function unexplained(ties) {
  const known = ties.filter(({ first, second }) => nodes.has(first) && nodes.has(second));
  if (!known.length) return null;
  return element("div", {}, element("h4", {}, word("unexplained")),
    element("ul", { class: "lines" }, known.slice(0, MOST_PAIRS).map((tie) => element("li", {}, tieLinks(tie)))));
}

/** The edges that a tie was merged from, each a link to its quotations. */
function tieLinks(tie) {
  const ids = [...new Set(tie.statements.map((id) => rowOf(id)?.edge).filter(Boolean))];
  return ids.flatMap((id) => [edgeLink(id), " "]);
}

/** Return the statement of a row of the network, or the tie without a quotation (`tie/…`). */
const rowOf = (id) => statements.get(id) ?? ties.get(id.replace(/^tie\//, ""));

const edgeLink = (id) => element("button", { type: "button", class: "name", onclick: () => chooseEdge(id) },
  edgeClaim(edges.get(id)));

function sides(factions) {
  const names = (ids) => ids.filter((id) => nodes.has(id)).map((id) => isolated(nodeLabel(id))).join(", ");
  return element("details", { "data-of": "sides" },
    element("summary", {}, word("best-sides")),
    element("ol", {}, factions.map((ids) => element("li", {}, names(ids)))));
}

// ---- balance

function balance(results) {
  const number = new Intl.NumberFormat(state.lang, { maximumFractionDigits: 3 });
  const given = [
    ["balance-triangles", results.triangle_balance],
    ["balance-walks", results.walk_balance],
    ["balance-frustration", results.frustration_balance],
  ].filter(([, one]) => one);
  const rows = given.map(([name, one]) => element("tr", {}, element("th", { scope: "row" }, word(name)),
    element("td", { class: "count" }, one.value === null ? element("span", { lang: "en" }, one.reason || "–")
      : range(one, number))));
  if (!rows.length) return null;
  return element("div", {}, element("h4", {}, word("balance")),
    element("table", { class: "small" }, element("tbody", {}, rows)),
    meaning("balance", ...given.map(([name, one]) => [word(name), word(`${name}-meant`), one.definition])));
}

/** A degree of balance: one number, or the two between which it lies. */
function range({ value, low, high }, number) {
  const [from, to] = [low ?? value, high ?? value].map((one) => number.format(one));
  return from === to ? from : `${from} – ${to}`;
}

// ---- ambivalence

/** The pairs of actors between which both support and opposition stand in the sources. */
export function ambivalence() {
  const pairs = new Map();
  for (const edge of data.edges) {
    if ([edge.from, edge.to].some((id) => nodes.get(id).type === "issue")) continue;
    const key = [edge.from, edge.to].sort().join(" ");
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  const both = [...pairs.values()].filter((group) => new Set(group.map((edge) => edge.sign)).size > 1);
  const line = (group) => element("li", {}, group.flatMap((edge) => [edgeLink(edge.id), " "]));
  return section("ambivalence", word("ambivalence"),
    element("p", {}, word(both.length ? "ambivalence-meant" : "no-ambivalence")),
    element("ul", { class: "lines pairs" }, both.slice(0, MOST_PAIRS).map(line)),
    both.length > MOST_PAIRS ? element("p", { class: "hint" }, `… (${both.length})`) : null);
}

// ---- triangles

export function triangles({ census }) {
  const kinds = ["+++", "++−", "+−−", "−−−"];
  const rows = kinds.map((kind, at) => element("tr", {},
    element("th", { scope: "row" }, kind), element("td", {}, word(`triangle-${at}`)),
    element("td", { class: "count" }, String(census.counts[at])),
    element("td", {}, word(at % 2 ? "unbalanced" : "balanced"))));
  const head = ["triangle", "triangle-ties", "number", "triangle-balance"].map((name) =>
    element("th", { scope: "col" }, word(name)));
  return section("triangles", word("triangles"),
    element("div", { class: "wide", role: "group", tabindex: 0, "aria-label": word("triangles") },
      element("table", { class: "small" },
        element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows))),
    meaning("triangles", ["", word("triangles-meant"), census.definition]));
}

