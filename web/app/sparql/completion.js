// What one may be about to write in a query: names, by any of their labels, and words of SPARQL.

import { data } from "../../shared/network.js";
import { folded, inLanguage, word } from "../../shared/words.js";
import { knownPrefixes, rankOf } from "./known.js";

const MOST = 50;
const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH FROM GROUP BY HAVING ORDER "
  + "LIMIT OFFSET ASC DESC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT AS ASK CONSTRUCT DESCRIBE EXISTS NOT IN "
  + "CONTAINS STRSTARTS STRENDS STRAFTER STRBEFORE STR LANG LANGMATCHES DATATYPE BOUND REGEX REPLACE LCASE UCASE "
  + "CONCAT SUBSTR COALESCE IF PREFIX").split(" ");
/** The folders of a corpus that hold what one names in a query, and their things. */
const FOLDERS = [
  ["actor", () => data.nodes.filter((node) => node.type !== "issue")],
  ["issue", () => data.nodes.filter((node) => node.type === "issue")],
  ["source", () => data.sources],
];

let vocabulary = { classes: [], properties: [], codes: [] };
/** What can be completed about each network, by language. */
const known = new WeakMap();

export function setVocabulary(given) {
  vocabulary = given;
}

/** Return everything that has a name: `{ text, sort, label, info, names }`. */
function things(language) {
  if (!known.has(data)) known.set(data, new Map());
  const byLanguage = known.get(data);
  if (!byLanguage.has(language)) byLanguage.set(language, [...terms(), ...corpusThings()]);
  return byLanguage.get(language);
}

function terms() {
  const sorts = [["classes", "class"], ["properties", "property"], ["codes", "code"]];
  const made = sorts.flatMap(([list, sort]) => vocabulary[list].map(({ name, label, comment }) => ({
    text: name, sort, label: inLanguage(label), info: inLanguage(comment),
    names: [name, name.slice(name.indexOf(":") + 1), ...Object.values(label)].map(folded),
  })));
  return [...made, ...knownPrefixes().map(([prefix, iri]) => ({
    text: `${prefix}:`, sort: "prefix", label: iri, info: "", names: [folded(prefix)],
  }))];
}

function corpusThings() {
  return FOLDERS.flatMap(([folder, list]) => list().map((thing) => {
    const labels = thing.label ?? thing.title;
    const names = [`${folder}:${thing.id}`, thing.id, ...Object.values(labels), ...(thing.names ?? [])];
    return { text: names[0], sort: folder, label: inLanguage(labels), info: "", names: names.map(folded) };
  }));
}

/** Return the variables of a query, but for the one that is being written. */
function variables(query, written) {
  const found = [...new Set(query.match(/[?$][\p{L}\p{N}_]+/gu) ?? [])];
  return found.filter((one) => one !== written).map((text) => (
    { text, sort: "variable", label: "", info: "", names: [folded(text)] }));
}

const keywords = () =>
  KEYWORDS.map((text) => ({ text, sort: "keyword", label: "", info: "", names: [folded(text)] }));

/**
 * Return what may be meant by the beginning of a word, the best first.
 *
 * `?` asks for a variable; else anything is offered that has the word in one of its names, in
 * whatever language.
 */
export function completions(query, written, language) {
  const wanted = folded(written);
  const candidates = /^[?$]/.test(written) ? variables(query, written) : [...things(language), ...keywords()];
  const found = [];
  for (const one of candidates) {
    const rank = Math.min(...one.names.map((name) => rankOf(name, wanted)));
    if (rank < 3 && one.text !== written) found.push([rank, one]);
  }
  found.sort(([one, { text }], [other, { text: next }]) => one - other || text.length - next.length);
  return found.slice(0, MOST).map(([, one]) => ({ ...one, detail: one.label || word(`sort-${one.sort}`) }));
}
