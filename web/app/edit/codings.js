// The coding files, as the server has them on its disk, and what is asked of it to change them.

import { edges, nodes, setNetwork, statements } from "../../shared/network.js";
import { change, state } from "../../shared/state.js";
import { get, send } from "../server.js";
import { draft, keepAsNew } from "./draft.js";

const CODINGS = "/api/codings";
const CODER = "clivage-coder";
/** The answers to an undo after which it makes no sense to try again. */
const NEVER = [404, 409, 410, 412, 422];

/** What was loaded last; `generation` is that of the corpus which it belongs to. */
export const codings = {
  files: [], header: { etag: "" }, coders: [], actors: [], issues: [], problems: [], generation: -1,
};
/** The edits made in this window that can be undone, the last one at the end. */
export const edits = [];

/**
 * Load the coding files anew. The entry that is being changed may have moved in its file: whoever
 * knows the new state of a file must know its number there. Returns whether it is there still.
 */
export async function load() {
  Object.assign(codings, await send("GET", CODINGS));
  return findAgain();
}

/** Who codes in this window, once that was chosen. */
export const chosenCoder = () => sessionStorage.getItem(CODER);
export const keepCoder = (id) => sessionStorage.setItem(CODER, id);

let asked = 0;

/**
 * Load the network anew, and stay where one is as far as it is still there; or go to the edge of a
 * statement. Where it is asked for again meanwhile, only the last answer is taken.
 */
export async function draw(waiting, chosen = "") {
  asked += 1;
  const number = asked;
  const network = await get("/api/network.json", waiting);
  if (number !== asked) return;
  setNetwork(network);
  const wanted = statements.get(chosen)?.edge ?? "";
  const kept = wanted || !edges.has(state.edge) ? { edge: wanted } : {};
  const node = nodes.has(state.node) && !wanted ? state.node : "";
  const known = (id) => (nodes.has(id) ? id : "");
  const only = new Set([...state.only].filter((id) => edges.has(id)));
  change({ ...kept, node, issue: known(state.issue), only });
}

/** Whether the corpus on the server is no longer the one that was loaded. */
export async function hasChanged() {
  const server = await get("/api/server.json");
  return server.generation !== codings.generation;
}

/** The files to code a source in. One that another coding stands for is kept as it is. */
export const filesOf = (source) => codings.files.filter((file) => file.source === source && !file.supersededBy);
export const fileNamed = (name) => codings.files.find((file) => file.name === name);

/** Whether an entry is one at all: a person can write anything into a file. */
const isReadable = ({ entry }) => entry !== null && typeof entry === "object" && !Array.isArray(entry);

/** The entries on a source in the order of its text, each with its file and where its words stand. */
export function entriesOf(source) {
  const found = filesOf(source).flatMap((file) => file.entries.filter(isReadable).map((placed) => {
    const one = placed.ids.map((id) => statements.get(id)).find((known) => known);
    const passages = (one?.evidence ?? []).filter((passage) => passage.source === source);
    return { file, placed, passages, sign: placed.entry.supports === undefined ? "opposition" : "support" };
  }));
  const start = (one) => one.passages[0]?.start ?? Infinity;
  return found.sort((one, other) => start(one) - start(other) || one.placed.number - other.placed.number);
}

/** The passages of an entry as a draft has them: the words as the file says them, and their place. */
export function passagesOf({ placed, passages }) {
  const quotes = [placed.entry.quote ?? []].flat();
  const [{ start, end } = {}] = passages;
  return quotes.map((quote) => (quotes.length === 1 ? { quote, start, end } : { quote }));
}

/** Find again, in what was just loaded, the entry that is being changed; it may have moved. */
function findAgain() {
  if (draft.number < 0) return true;
  const said = JSON.stringify(draft.before);
  const same = (fileNamed(draft.file)?.entries ?? []).filter((one) => JSON.stringify(one.entry) === said);
  const found = same.find((one) => one.number === draft.number) ?? same[0];
  if (found) draft.number = found.number;
  else keepAsNew();
  return Boolean(found);
}

const entriesAt = (name) => `${CODINGS}/${encodeURIComponent(name)}/entries`;
const matching = (etag) => ({ "if-match": etag });

/** Remember an edit, so that it can be undone. */
function remember(answer, what) {
  edits.push({ edit: answer.edit, what });
  return answer;
}

/** Save the draft into a file: in the place of its entry, or behind all others. */
export async function save(name, given, what) {
  const file = fileNamed(name);
  const at = draft.number < 0 ? "" : `/${draft.number}`;
  const method = at ? "PUT" : "POST";
  return remember(await send(method, entriesAt(name) + at, given, matching(file.etag)), what);
}

export async function remove(what) {
  const file = fileNamed(draft.file);
  const path = `${entriesAt(draft.file)}/${draft.number}`;
  return remember(await send("DELETE", path, undefined, matching(file.etag)), what);
}

/** Make a coding file for a source and a coder, and return its name. */
export async function newFile(source, coder, what) {
  remember(await send("POST", CODINGS, { source, coder }), what);
  await load();
  return filesOf(source).find((file) => file.coder === coder).name;
}

/** Add an actor or an issue to corpus.yaml. */
export async function addThing(section, id, entry) {
  const ask = () => send("POST", `/api/${section}`, { id, ...entry }, matching(codings.header.etag));
  const answer = await ask().catch(async (error) => {
    // What comes behind everything else, under an id of its own, overwrites nothing.
    if (error.status !== 412) throw error;
    await load();
    return ask();
  });
  remember(answer, entry.label);
  await load();
}

/** Undo the last edit of this window. */
export async function undo() {
  const { edit } = edits.at(-1);
  try {
    await send("POST", "/api/undo", { edit });
  } catch (error) {
    // What can never be undone would stand in the way of what was done before it.
    if (NEVER.includes(error.status)) edits.pop();
    throw error;
  }
  edits.pop();
}
