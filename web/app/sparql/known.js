// What of an answer is known to the network: actors, issues, statements, passages and sources by IRI.

import { data, nodes, statements } from "../../shared/network.js";
import { state } from "../../shared/state.js";
import { folded, inLanguage } from "../../shared/words.js";

/** The indexes of each network. */
const indexes = new WeakMap();
/** The names of each thing, as one searches for them. */
const searched = new WeakMap();
const CLV = "https://w3id.org/clivage/ns#";
/** Who speaks where a statement has no actor. */
export const AUTHOR = `${CLV}author`;
/** Texts and IRIs that say a sign. */
const SIGNS = new Map([
  ["supports", 1], ["+", 1], [`${CLV}supports`, 1], [`${CLV}Support`, 1],
  ["opposes", -1], ["-", -1], [`${CLV}opposes`, -1], [`${CLV}Opposition`, -1],
]);
/** The prefixes of the corpus, the longest namespace first. */
let prefixes = [];

/** Take the prefixes that a query may use. */
export function setPrefixes(given) {
  prefixes = Object.entries(given).sort(([, one], [, other]) => other.length - one.length);
}

export const knownPrefixes = () => prefixes;

/** Return an IRI as a query would write it: by a prefix, where it has one. */
export function shortened(iri) {
  const [prefix, namespace] = prefixes.find(([, namespace]) => iri.startsWith(namespace)) ?? [];
  return prefix === undefined ? iri : `${prefix}:${iri.slice(namespace.length)}`;
}

/** Return the index of the network that is shown now. */
export function known() {
  if (!indexes.has(data)) indexes.set(data, indexed());
  return indexes.get(data);
}

function indexed() {
  const byIri = (things) => new Map(things.map((one) => [one.iri, one]));
  const sourceIri = new Map(data.sources.map((source) => [source.id, source.iri]));
  const passages = new Map();
  for (const one of data.statements) {
    for (const passage of one.evidence) {
      const iri = `${sourceIri.get(passage.source)}#char=${passage.start},${passage.end}`;
      if (!passages.has(iri)) passages.set(iri, []);
      passages.get(iri).push({ one, passage });
    }
  }
  const ties = new Map();
  for (const edge of data.edges) {
    const pair = `${edge.from} ${edge.to}`;
    ties.set(pair, [...(ties.get(pair) ?? []), edge]);
  }
  return { nodes: byIri(data.nodes), statements: byIri(data.statements), sources: byIri(data.sources),
    passages, ties };
}

/** Return the statements that a value of an answer stands for, each with its passage. */
export function statementsOf(iri) {
  const { statements: known_, passages } = known();
  const one = known_.get(iri);
  return one ? [{ one, passage: one.evidence[0] }] : passages.get(iri) ?? [];
}

/** Return the actors and issues that an answer was asked about. */
export const givenIn = ({ asked }) =>
  [...new URLSearchParams(asked.values ?? "").values()].filter((id) => nodes.has(id));

/** Return the actors and issues that a row names, and the sign that it says: 0 for none, or for two. */
export function nodesIn(row) {
  const { nodes: byIri } = known();
  const values = Object.values(row);
  const here = values.map(({ value }) => byIri.get(value)?.id).filter((id) => id);
  const signs = values.map(({ value }) => SIGNS.get(value)).filter((sign) => sign);
  return { here, sign: signs.length === 1 ? signs[0] : 0 };
}

/**
 * Return those of the statements of a passage that a row means.
 *
 * They are of its sign, and between its actors and issues and those that were asked about, as far
 * as there are such.
 */
export function fitting(said, row, given) {
  if (said.length < 2) return said;
  const { here, sign } = nodesIn(row);
  const joins = (ids) => ({ one }) => ids.every((id) => id === one.holder || id === one.target);
  const touches = (ids) => ({ one }) =>
    ids.every((id) => [one.holder, one.target, one.about, one.voice].includes(id));
  const signed = ({ one }) => !sign || one.sign === sign;
  let kept = said;
  for (const fits of [signed, touches(here), touches(given), joins(here), joins(given)]) {
    if (kept.some(fits)) kept = kept.filter(fits);
  }
  return kept;
}

/** Return the edge that a statement is part of, or undefined. */
export const edgeOf = (one) => statements.get(one.id)?.edge || undefined;

/** Return the things of a sort (`actor`, `issue`, `target`, `source`) that can be chosen. */
function things(sort) {
  if (sort === "source") return data.sources.map((one) => [one, one.title, []]);
  return data.nodes
    .filter((node) => sort === "target" || (node.type === "issue") === (sort === "issue"))
    .map((node) => [node, node.label, node.names]);
}

/**
 * Return the things of a sort by any of their names, the best first.
 *
 * Case and accents do not count; a name that begins with the text comes before one in which
 * a word begins with it, and that before any other that has it. Of two as good, the one comes
 * first whose label fits so in the language of the page.
 */
export function matching(sort, text, most) {
  const wanted = folded(text.trim());
  const found = [];
  for (const [thing, labels, names] of things(sort)) {
    if (!searched.has(thing)) {
      searched.set(thing, [thing.id, ...Object.values(labels), ...names].map(folded));
    }
    const rank = Math.min(...searched.get(thing).map((name) => rankOf(name, wanted)));
    const label = inLanguage(labels);
    if (rank < 3) found.push([Math.min(rank + 0.5, rankOf(folded(label), wanted)), label, thing]);
  }
  const { compare } = new Intl.Collator(state.lang, { numeric: true });
  found.sort(([one, label], [other, next]) => one - other || compare(label, next));
  return found.slice(0, most).map(([, , thing]) => thing);
}

/** Return how well a name fits: 0 where it begins with the text, 3 where it has nothing of it. */
export function rankOf(name, wanted) {
  const at = name.indexOf(wanted);
  if (at <= 0) return at === 0 ? 0 : 3;
  return /[\p{L}\p{N}]/u.test(name[at - 1]) ? 2 : 1;
}
