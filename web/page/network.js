// The network by its ids, and what of it passes the filters.

const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
const statements = new Map(data.statements.map((one) => [one.id, one]));
const sources = new Map(data.sources.map((source) => [source.id, source]));

/** The edges that begin or end at each node. */
const edgesAt = new Map(data.nodes.map((node) => [node.id, []]));
for (const edge of data.edges) {
  edgesAt.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesAt.get(edge.to).push(edge);
}

const nodeLabel = (id) => (id === "author" ? word("author") : inLanguage(nodes.get(id).label));
const signOf = (one) => (one.sign > 0 ? "support" : "opposition");
const verb = (one) => word(one.sign > 0 ? "supports" : "opposes");
const edgeClaim = (edge) => word(`claim-${signOf(edge)}`)
  .replace(/{(from|to)}/g, (_, end) => isolated(nodeLabel(edge[end])));

/** Whether a statement passes the filters on sign, issue and period. */
function statementPasses(one) {
  if (!state.signs.includes(signOf(one))) return false;
  if (state.issue && one.about !== state.issue && one.target !== state.issue) return false;
  if (!state.from && !state.to) return state.undated || one.when !== "";
  if (one.when === "") return state.undated;
  const tooEarly = state.from && one.notAfter && one.notAfter < state.from;
  const tooLate = state.to && one.notBefore && one.notBefore > state.to;
  return !tooEarly && !tooLate;
}

const nodePasses = (node) => state.types.includes(node.type);

/** Whether an edge passes: its ends, and at least one of its statements. */
function edgePasses(edge) {
  const ends = [nodes.get(edge.from), nodes.get(edge.to)];
  if (!ends.every(nodePasses)) return false;
  if (state.contradictions && !edge.contradicts) return false;
  if (state.kind && !ends.some((node) => node.kind === state.kind)) return false;
  return edge.statements.some((id) => statementPasses(statements.get(id)));
}

const shownEdges = () => data.edges.filter(edgePasses);
