// An answer as a part of the network: which of its edges the rows are about.

import { element } from "../../shared/elements.js";
import { edgeClaim, edges, signOf } from "../../shared/network.js";
import { change, chooseEdge, state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { edgeOf, fitting, givenIn, known, nodesIn, statementsOf } from "./known.js";

/** Most edges to which the network is held: they all stand in the address. */
const MOST = 200;

/**
 * Return the edges that an answer is about, and by which rule they were found.
 *
 * Rows that name statements or passages mean the edges of these (`said`); rows that name two
 * actors or issues, the edges between the two (`pairs`), of the sign that the row names, if it
 * names one; rows that name one each, the edges among all of them (`among`).
 */
export function edgesOf(answer) {
  const given = givenIn(answer);
  const said = new Set();
  const pairs = new Set();
  const all = new Set();
  for (const row of answer.rows) {
    const { here, stated, sign } = readRow(row, given);
    for (const id of stated) said.add(id);
    for (const id of here) all.add(id);
    for (const edge of between([...given, ...here], sign)) pairs.add(edge.id);
  }
  if (said.size > 0) return { rule: "said", found: [...said] };
  if (pairs.size > 0) return { rule: "pairs", found: [...pairs] };
  const among = [...known().ties.values()].flat().filter((edge) => all.has(edge.from) && all.has(edge.to));
  return { rule: "among", found: among.map((edge) => edge.id) };
}

/** Return the edges of the statements that a row names, its actors and issues, and the sign that it says. */
function readRow(row, given) {
  const stated = Object.values(row)
    .flatMap((value) => (value.type === "uri" ? fitting(statementsOf(value.value), row, given) : []));
  return { ...nodesIn(row), stated: stated.map(({ one }) => edgeOf(one)).filter((id) => id) };
}

/** Return the edges of a sign, or of either, between any two of some actors and issues. */
function between(ids, sign) {
  if (ids.length < 2) return [];
  return ids.flatMap((from) => ids.flatMap((to) => (from === to ? [] : known().ties.get(`${from} ${to}`) ?? [])))
    .filter((edge) => !sign || edge.sign === sign);
}

/** Return the edges of an answer as a list, and the way to see them in the network. */
export function tiesView(answer) {
  const { rule, found } = edgesOf(answer);
  if (found.length === 0) return [element("p", {}, word("ties-none"))];
  const kept = found.slice(0, MOST);
  const show = () => change({ only: new Set(kept), view: "network" });
  const lift = () => change({ only: new Set() });
  const act = (name, key, onclick, look) =>
    element("button", { type: "button", class: look, name, onclick }, word(key));
  return [
    element("p", {}, word(`ties-${rule}`).replace("{count}", found.length)),
    element("p", { class: "acts" }, act("in-network", "in-network", show, "primary"),
      state.only.size > 0 ? act("only", "only-answer", lift) : ""),
    found.length > MOST ? element("p", { class: "hint" }, word("ties-first").replace("{count}", MOST)) : "",
    element("ul", { class: "ties" }, kept.map((id) => element("li", {}, tie(edges.get(id))))),
  ];
}

const tie = (edge) => element("button",
  { type: "button", value: edge.id, class: `sign ${signOf(edge)}`, onclick: () => chooseEdge(edge.id) },
  edge.sign > 0 ? "→ " : "⊣ ", edgeClaim(edge));
