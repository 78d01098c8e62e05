// What the pane does, and what it remembers between two things that it does.

import { statements } from "../../shared/network.js";
import { change } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { keepToken } from "../server.js";
import { decide } from "../suggestions/queue.js";
import {
  addThing, chosenCoder, codings, draw, edits, entriesOf, fileNamed, filesOf, hasChanged, keepCoder, load, newFile,
  passagesOf, remove, save, undo,
} from "./codings.js";
import {
  addPassage, begin, draft, isDirty, missing, setPassage, takeUp as takeUpDraft, takeUpSuggestion, toSend,
} from "./draft.js";
import { entryButton, keyOf } from "./entries.js";
import { claim } from "./form.js";
import { hints } from "./hints.js";
import { askForThing } from "./thing.js";

/** The fields that are folded away. */
const FURTHER = ["relation", "mode", "modality", "strength", "certainty", "voice", "when", "date-basis", "note"];
/** How often the server is asked whether somebody else has changed the corpus. */
const EVERY = 5000;

/**
 * The pane: the source that is shown; what is told; what is wrong, by field; and `redraw`, which
 * shows its parts anew, all or some, and puts the focus to the element of an id; `bring` brings what
 * is in the form into sight, in the text and in the list.
 */
export const pane = { source: undefined, into: "", told: {}, wrong: {}, byKeyboard: false, isOpen: false,
  isLoaded: false, isBusy: false, redraw: () => {}, bring: () => {} };

/** Show what there is to tell, and move there. */
function tell(told, { wrong = {}, focus = "edit-told" } = {}) {
  Object.assign(pane, { told, wrong });
  if (FURTHER.some((name) => wrong[name])) pane.isOpen = true;
  pane.redraw(focus);
}

/** Do something that asks the server; only one such thing at a time. */
async function busily(act) {
  if (pane.isBusy) return;
  pane.isBusy = true;
  try {
    await act();
  } catch (error) {
    refused(error);
  } finally {
    pane.isBusy = false;
    pane.redraw();
  }
}

/** Say why the server did not do what it was asked; nothing was written, and the draft stays. */
function refused(error) {
  const problems = error.answer?.problems ?? [];
  const isWrong = pane.isLoaded || pane.told.sort === "token";
  if (error.status === 401) tell({ sort: "token", isWrong }, { focus: "edit-token" });
  else if (error.status === 412) tell({ sort: "conflict" });
  else if (problems.length) tell({ sort: "problems", problems }, { wrong: hints(problems) });
  else tell({ sort: "failed", why: error.message });
}

const waiting = () => {
  pane.told.waits = true;
  pane.redraw("", ["told"]);
};

/** Load what is needed to begin. */
export const open = () => busily(async () => {
  await load();
  pane.isLoaded = true;
  const errors = codings.problems.filter((one) => one.severity === "error");
  Object.assign(pane, { told: errors.length ? { sort: "broken", problems: errors } : {}, wrong: {} });
  drawAgain();
  if (draft.suggestion) showSuggestion();
});

/** Take an entry up to change it, unless something would be lost by that. */
export function takeUp(one) {
  if (isDirty()) return tell({ sort: "unsaved", go: () => reallyTakeUp(one) });
  reallyTakeUp(one);
}

function reallyTakeUp(one) {
  takeUpDraft(one.file.name, one.placed, passagesOf(one));
  Object.assign(pane, { told: {}, wrong: {} });
  const edge = one.placed.ids.map((id) => statements.get(id)?.edge).find((id) => id) ?? "";
  change({ node: "", edge });
  pane.redraw("edit-title");
  pane.bring();
}

/** Take a suggestion up to correct it, unless something would be lost by that. */
export function propose(one) {
  if (isDirty()) return tell({ sort: "unsaved", go: () => reallyPropose(one) });
  reallyPropose(one);
}

function reallyPropose(one) {
  takeUpSuggestion(one);
  Object.assign(pane, { told: {}, wrong: {} });
  showSuggestion();
}

function showSuggestion() {
  pane.redraw("edit-title");
  pane.bring();
}

function leave() {
  const isSuggested = draft.suggestion !== null;
  begin();
  if (isSuggested) change({ view: "reader" });
  Object.assign(pane, { told: {}, wrong: {} });
  pane.redraw("edit-title");
}

// ---- which file

/** The files that a new entry can go into, by value and text: those of the text, then new ones. */
function fileOptions() {
  const files = filesOf(pane.source.id);
  const without = codings.coders.filter(({ id }) => !files.some((file) => file.coder === id));
  const nameOf = (coder) => codings.coders.find(({ id }) => id === coder)?.name ?? coder;
  return [
    ...files.map((file) => [`file ${file.name}`, `${nameOf(file.coder)} – ${file.name}`]),
    ...without.map(({ id, name }) => [`coder ${id}`, `${name} – ${word("edit-new-file")}`]),
  ];
}

/** The file chosen: that of the coder who was chosen last, or the first that there is. */
function chosenFile() {
  const values = fileOptions().map(([value]) => value);
  const coder = chosenCoder();
  const own = filesOf(pane.source.id).find((file) => file.coder === coder);
  const wished = own ? `file ${own.name}` : `coder ${coder}`;
  return values.includes(pane.into) ? pane.into : values.includes(wished) ? wished : values[0] ?? "";
}

function chooseFile(value) {
  pane.into = value;
  keepCoder(coderOf(value));
}

function coderOf(value) {
  const name = value.slice(value.indexOf(" ") + 1);
  return value.startsWith("file ") ? fileNamed(name).coder : name;
}

/** Return the name of the file to save into; one that is not there yet is made. */
async function fileToSave() {
  if (draft.number >= 0) return draft.file;
  const value = chosenFile();
  const name = value.slice(value.indexOf(" ") + 1);
  if (value.startsWith("file ")) return name;
  return newFile(pane.source.id, name, word("edit-new-file"));
}

// ---- saving

function saveDraft() {
  const lacks = missing();
  if (lacks.length) {
    const first = { passages: "edit-by-keyboard", sign: "edit-supports" }[lacks[0]] ?? `edit-${lacks[0]}`;
    const wrong = Object.fromEntries(lacks.map((name) => [name, word(`edit-missing-${name}`)]));
    return tell({ sort: "missing" }, { wrong, focus: first });
  }
  return busily(async () => {
    const what = claim();
    if (draft.suggestion) return saveSuggestion(what);
    const answer = await save(await fileToSave(), toSend(pane.source), what);
    begin();
    const problems = answer.problems.filter(isIn(answer));
    await afterwards({ sort: "saved", what, file: answer.file, lines: answer.lines, problems }, answer.ids[0]);
  });
}

/** Accept the suggestion in the form as it was corrected, and go back to the next one. */
async function saveSuggestion(what) {
  const given = { by: coderOf(chosenFile()), ...toSend(pane.source) };
  const { answer, next } = await decide(draft.suggestion.id, "edited", given);
  begin();
  await afterwards({ sort: "saved", what, file: answer.file, lines: answer.lines, problems: [] });
  change({ view: "reader", suggestion: next?.id ?? "", node: "", edge: "", text: next?.source ?? pane.source.id });
}

/** Whether a problem is one of the lines that were written. */
const isIn = ({ file, lines }) => (one) => one.file === file && lines[0] <= one.line && one.line <= lines[1];

const removeEntry = () => busily(async () => {
  const what = claim();
  const answer = await remove(`${word("edit-delete")}: ${what}`);
  begin();
  await afterwards({ sort: "removed", what, file: answer.file });
});

const undoLast = () => busily(async () => {
  const { what } = edits.at(-1);
  try {
    await undo();
  } catch (error) {
    if (error.status === 401 || !error.status) throw error;
    return tell({ sort: "stuck", why: error.message });
  }
  if (draft.number >= 0 && !isDirty()) begin();
  await afterwards({ sort: "undone", what });
});

/**
 * Load what has become of the files, and say what was done. The network is drawn meanwhile: nobody
 * has to wait for that, and when it is there, the statement that is new in it is shown.
 */
async function afterwards(told, chosen) {
  tell((await load()) ? told : { sort: "gone" });
  drawAgain(chosen);
}

function drawAgain(chosen) {
  draw(waiting, chosen).catch(refused).finally(() => {
    delete pane.told.waits;
    pane.redraw("", ["told"]);
  });
}

/** Load the state that somebody else has made; what is in the form stays. */
const reload = () => busily(() => afterwards({ sort: "reloaded" }));

// ---- what else there is to do

const newThing = (sort) => (typed, done) => askForThing(sort, typed, {
  add: (id, entry) => addThing(sort, id, entry), done,
});

function choose(keys) {
  const found = entriesOf(pane.source.id).filter((one) => keys.includes(keyOf(one)));
  if (found.length === 1) return takeUp(found[0]);
  const choices = found.map((one) => entryButton(one, takeUp));
  tell({ sort: "choose", choices });
}

function select(start, end) {
  setPassage(start, end);
  delete pane.wrong.passages;
  // The text stays as it is: one may still be selecting in it.
  pane.redraw("", ["fields"]);
}

function redrawAfter(act, focus) {
  act();
  pane.redraw(focus);
}

export const acts = {
  save: saveDraft, remove: removeEntry, undo: undoLast, leave, reload, choose, select, chooseFile, chosenFile,
  fileOptions,
  newActor: newThing("actors"), newIssue: newThing("issues"), redraw: redrawAfter,
  addPassage: () => redrawAfter(addPassage, pane.byKeyboard ? "edit-area" : "edit-by-keyboard"),
  toggleKeyboard: () => {
    pane.byKeyboard = !pane.byKeyboard;
    pane.redraw(pane.byKeyboard ? "edit-area" : "edit-by-keyboard");
  },
  giveToken: (given) => {
    keepToken(given);
    pane.isLoaded = false;
    open();
  },
};

// ---- what others do

/** Take account of a decision that was made in another pane. */
export function catchUp({ file, gone = [] }) {
  if (gone.includes(draft.suggestion?.id) && !isDirty()) begin();
  if (!file) return;
  draw(() => {}).catch(refused);
  if (pane.isLoaded && !isDirty()) busily(load);
}

/** Look, as long as the pane is in sight, whether somebody else has changed the corpus. */
export function watch(isInSight) {
  const look = () => {
    if (isInSight() && pane.isLoaded && !pane.isBusy && document.visibilityState === "visible") lookAround();
  };
  setInterval(look, EVERY);
  window.addEventListener("focus", look);
  window.addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
}

/** Whether a name is being typed, which is not part of the draft yet. */
const isTyping = () => Boolean(document.activeElement.closest?.("#edit input[role=combobox]")?.value);

async function lookAround() {
  if (!await hasChanged().catch(() => false) || pane.isBusy) return;
  if (!isDirty() && !isTyping()) {
    return busily(async () => {
      await load();
      drawAgain();
    });
  }
  if (isDirty() && !["changed", "conflict"].includes(pane.told.sort)) {
    pane.told = { sort: "changed" };
    pane.redraw("", ["told"]);
  }
}
