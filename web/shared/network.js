// The network by its ids, and what of it passes the filters.

import { state, turn } from "./state.js";
import { inLanguage, isolated, word } from "./words.js";

/** Everything that is known: see docs/architecture.md for what it holds. */
export let data = null;

export const nodes = new Map();
export const edges = new Map();
export const statements = new Map();
export const sources = new Map();
/** Ties without a quotation: no statements, and never an edge together with any. */
export const ties = new Map();
/** The edges that begin or end at each node. */
export const edgesAt = new Map();

/** How many colours there are for camps; later camps take the same again. */
const CAMP_COLOURS = 6;

/** Take a network in the place of the one before. */
export function setNetwork(given) {
  data = given;
  for (const [known, things] of [
    [nodes, data.nodes], [edges, data.edges], [statements, data.statements], [sources, data.sources],
    [ties, data.unevidenced.map((tie) => ({ ...tie, about: "", evidence: [] }))],
  ]) {
    known.clear();
    for (const one of things) known.set(one.id, one);
  }
  edgesAt.clear();
  for (const node of data.nodes) edgesAt.set(node.id, []);
  for (const edge of data.edges) {
    edgesAt.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesAt.get(edge.to).push(edge);
  }
}

export const nodeLabel = (id) => (id === "author" ? word("author") : inLanguage(nodes.get(id).label));
export const signOf = (one) => (one.sign > 0 ? "support" : "opposition");
export const verb = (one) => word(one.sign > 0 ? "supports" : "opposes");
export const edgeClaim = (edge) => word(`claim-${signOf(edge)}`)
  .replace(/{(from|to)}/g, (_, end) => isolated(nodeLabel(edge[end])))
  + (edge.evidenced ? "" : ` (${word("no-quotation")})`);
/** Return the statements of an edge, or the ties without a quotation that it stands for. */
export const saidOf = (edge) => [
  ...edge.statements.map((id) => statements.get(id)), ...edge.ties.map((id) => ties.get(id)),
];
/** Return the number of the colour of a camp. */
export const campShade = (camp) => ((camp - 1) % CAMP_COLOURS) + 1;

/** Return where an end of an edge belongs: the number of its camp, 0 for none, or "issue". */
export function campOf(id) {
  const node = nodes.get(id);
  return node.type === "issue" ? "issue" : String(node.camp ?? 0);
}

/** Return which camps an edge leads from and to, such as "1.2". */
export const campsOf = (edge) => `${campOf(edge.from)}.${campOf(edge.to)}`;

/** Whether a statement passes the filters on what is said, where, by whom it was coded, and when. */
export function statementPasses(one) {
  if (!state.signs.includes(signOf(one))) return false;
  if (state.issue && one.about !== state.issue && one.target !== state.issue) return false;
  if (state.coder && one.coder !== state.coder) return false;
  // A tie without a quotation has no certainty: nobody has read it anywhere.
  if (one.certainty && !state.certainties.includes(one.certainty)) return false;
  if (state.source && !one.evidence.some(({ source }) => source === state.source)) return false;
  if (!state.from && !state.to) return state.undated || one.when !== "";
  if (one.when === "") return state.undated;
  const tooEarly = state.from && one.notAfter && one.notAfter < state.from;
  const tooLate = state.to && one.notBefore && one.notBefore > state.to;
  return !tooEarly && !tooLate;
}

/** Return what `statementPasses` goes by, as one text. */
export const passKey = () => [state.signs, state.issue, state.coder, state.certainties, state.source,
  state.from, state.to, state.undated].join("|");

/** Return the statements, or the ties, of an edge that pass. */
export const passing = (edge) => saidOf(edge).filter(statementPasses);

export const nodePasses = (node) => state.types.includes(node.type);

/** Whether an edge passes: its ends, and at least one of its statements. */
export function edgePasses(edge) {
  if (state.only.size > 0 && !state.only.has(edge.id)) return false;
  const ends = [nodes.get(edge.from), nodes.get(edge.to)];
  if (!ends.every(nodePasses)) return false;
  if (state.contradictions && !edge.contradicts) return false;
  if (state.quoted && !edge.evidenced) return false;
  if (state.between && campsOf(edge) !== state.between) return false;
  if (state.kind && !ends.some((node) => node.kind === state.kind)) return false;
  return saidOf(edge).some(statementPasses);
}

/** The edges that passed when somebody asked last, and what was so then. */
let lastShown = { turn: -1, of: null, edges: [] };

/** Return the edges that pass. Many ask at each turn, so they are looked for once. */
export function shownEdges() {
  if (lastShown.turn !== turn || lastShown.of !== data) {
    lastShown = { turn, of: data, edges: data.edges.filter(edgePasses) };
  }
  return lastShown.edges;
}
