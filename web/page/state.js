// What the reader has chosen. It stands in the address, so that a link brings it back.

const TYPES = ["person", "organization", "collective", "issue"];
const SIGNS = ["support", "opposition"];

const state = {};

/** Return the language to speak when the address names none. */
function ownLanguage() {
  const spoken = Object.keys(data.words);
  const wished = [data.language, ...navigator.languages.map((one) => one.split("-")[0])];
  return [...wished, data.corpus.language, "en"].find((one) => spoken.includes(one));
}

/** Read the state from the address; what is not there, or not known, has its default. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const chosen = (name, known, fallback = "") =>
    known.includes(asked.get(name)) ? asked.get(name) : fallback;
  const several = (name, all) =>
    asked.has(name) ? all.filter((one) => asked.get(name).split(" ").includes(one)) : [...all];
  const issueIds = data.nodes.filter((node) => node.type === "issue").map((node) => node.id);
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(asked.get(name) ?? "") ? asked.get(name) : "");
  Object.assign(state, {
    lang: chosen("lang", Object.keys(data.words), ownLanguage()),
    theme: chosen("theme", ["light", "dark"]),
    view: chosen("view", ["network", "table"], "network"),
    node: chosen("node", [...nodes.keys()]),
    edge: chosen("edge", [...edges.keys()]),
    signs: several("signs", SIGNS),
    types: several("types", TYPES),
    kind: chosen("kind", Object.keys(data.codes.kind)),
    issue: chosen("issue", issueIds),
    from: day("from"),
    to: day("to"),
    undated: asked.get("undated") !== "no",
    contradictions: asked.get("contradictions") === "only",
  });
}

/** Write the state into the address, defaults left out. */
function writeAddress(asNewPage) {
  const said = new URLSearchParams();
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.has("lang") || state.lang !== ownLanguage()) said.set("lang", state.lang);
  for (const name of ["theme", "node", "edge", "kind", "issue", "from", "to"]) {
    if (state[name]) said.set(name, state[name]);
  }
  if (state.view !== "network") said.set("view", state.view);
  if (state.signs.length < SIGNS.length) said.set("signs", state.signs.join(" "));
  if (state.types.length < TYPES.length) said.set("types", state.types.join(" "));
  if (!state.undated) said.set("undated", "no");
  if (state.contradictions) said.set("contradictions", "only");
  const address = `#${said}`;
  if (address === (location.hash || "#")) return;
  if (asNewPage) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** Change the state and show what follows. Choosing something else is a step that Back undoes. */
function change(what) {
  Object.assign(state, what);
  writeAddress("node" in what || "edge" in what || "view" in what);
  show();
}

const chooseNode = (id) => change({ node: id, edge: "" });
const chooseEdge = (id) => change({ node: "", edge: id });
const chooseNothing = () => change({ node: "", edge: "" });
