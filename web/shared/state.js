// What the reader has chosen. It stands in the address, so that a link brings it back.

import { byId } from "./elements.js";
import { data, edges, nodes, sources } from "./network.js";

export const TYPES = ["person", "organization", "collective", "issue"];
export const SIGNS = ["support", "opposition"];
export const CERTAINTIES = ["certain", "probable", "disputed"];

export const state = {};

/** How often the state has changed. */
export let turn = 0;

/** What the state holds, by name. See `addField`. */
const fields = new Map();
let told = () => {};

/**
 * Let the state hold one thing more.
 *
 * `usual()` is its value where the address says nothing; `read(text)` returns its value, or
 * undefined for a text that means nothing; `write(value)` returns its text; with `step`, Back
 * undoes a change of it.
 */
export function addField(name, { usual = () => "", read = (text) => text, write = String, step = false }) {
  fields.set(name, { usual, read, write, step });
}

const oneOf = (known) => (text) => (known().includes(text) ? text : undefined);
const listOf = (all) => ({
  usual: () => [...all],
  read: (text) => all.filter((one) => text.split(" ").includes(one)),
  write: (value) => value.join(" "),
});
const flag = (text, usual) => ({
  usual: () => usual,
  read: (asked) => (asked === text ? !usual : undefined),
  write: (value) => (value === usual ? "" : text),
});
const readDay = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && isDay(text) ? text : undefined);
const isDay = (text) => new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
const views = () => [...byId("views").querySelectorAll("button")].map((button) => button.value);
const readCamps = (text) => (/^(\d+|issue)\.(\d+|issue)$/.test(text) ? text : undefined);
const coderIds = () => data.statements.map((one) => one.coder);
const issueIds = () => data.nodes.filter((node) => node.type === "issue").map((node) => node.id);

addField("lang", { usual: ownLanguage, read: oneOf(() => Object.keys(data.words)) });
addField("theme", { read: oneOf(() => ["light", "dark"]) });
addField("view", { usual: () => views()[0], read: oneOf(views), step: true });
addField("node", { read: oneOf(() => [...nodes.keys()]), step: true });
addField("edge", { read: oneOf(() => [...edges.keys()]), step: true });
addField("signs", listOf(SIGNS));
addField("types", listOf(TYPES));
addField("kind", { read: oneOf(() => Object.keys(data.codes.kind)) });
addField("issue", { read: oneOf(issueIds) });
addField("between", { read: readCamps });
addField("source", { read: oneOf(() => [...sources.keys()]) });
addField("coder", { read: oneOf(coderIds) });
addField("certainties", listOf(CERTAINTIES));
addField("from", { read: readDay });
addField("to", { read: readDay });
addField("undated", flag("no", true));
addField("contradictions", flag("only", false));
addField("quoted", flag("only", false));
addField("only", {
  usual: () => new Set(),
  read: (text) => new Set(text.split(" ").filter((id) => edges.has(id))),
  write: (value) => [...value].join(" "),
});

/** Return the language to speak when the address names none. */
function ownLanguage() {
  const spoken = Object.keys(data.words);
  const wished = [data.language, ...navigator.languages.map((one) => one.split("-")[0])];
  return [...wished, data.corpus.language, "en"].find((one) => spoken.includes(one));
}

/** Read the state from the address; what is not there, or not known, is as usual. */
export function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  turn += 1;
  for (const [name, { usual, read }] of fields) {
    state[name] = (asked.has(name) ? read(asked.get(name)) : undefined) ?? usual();
  }
}

/** Return the address of the state, what is as usual left out. */
export function address() {
  const said = new URLSearchParams();
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [name, { usual, write }] of fields) {
    const text = write(state[name]);
    // A language that a link names stays named: whoever gets the link may have another of their own.
    if (text !== write(usual()) || (name === "lang" && asked.has("lang"))) said.set(name, text);
  }
  return `#${said}`;
}

function writeAddress(asNewPage) {
  const wanted = address();
  if (wanted === (location.hash || "#")) return;
  if (asNewPage) history.pushState(null, "", wanted);
  else history.replaceState(null, "", wanted);
}

/** Have a function called whenever the state has changed. */
export function whenChanged(listener) {
  told = listener;
}

/** Change the state and show what follows. Choosing something else is a step that Back undoes. */
export function change(what) {
  Object.assign(state, what);
  turn += 1;
  writeAddress(Object.keys(what).some((name) => fields.get(name)?.step));
  told();
}

export const chooseNode = (id) => change({ node: id, edge: "" });
export const chooseEdge = (id) => change({ node: "", edge: id });
export const chooseNothing = () => change({ node: "", edge: "" });
