// Editing: select words in a text, say who takes sides with or against whom; the coding file changes.

import "./edit.css";

import { byId, element } from "../shared/elements.js";
import { data } from "../shared/network.js";
import { addTextView } from "../shared/panel.js";
import { addPane } from "../shared/shell.js";
import { change, state } from "../shared/state.js";
import { addWords, inLanguage, word } from "../shared/words.js";
import { begin, draft, isDirty } from "./edit/draft.js";
import { edits, entriesOf } from "./edit/codings.js";
import { entryList, isInForm, keyOf } from "./edit/entries.js";
import { form } from "./edit/form.js";
import { message } from "./edit/messages.js";
import { acts, open, pane, takeUp, watch } from "./edit/acts.js";
import { markedText, selectedBy, selectedIn, wholeWords } from "./edit/text.js";
import { addSuggestions } from "./suggestions.js";
import words from "./words/edit.json";

/** The parts of the pane, made once: what they hold is made anew as it changes. */
const parts = {};
const PARTS = {
  head: () => parts.head.replaceChildren(...head()),
  told: showTold,
  text: showText,
  entries: showEntries,
  fields: () => parts.fields.replaceChildren(...(pane.source && pane.isLoaded ? [form(pane, acts)] : [])),
};
/** What was shown last: the pane is made anew only where something else is to be shown. */
let shown = {};

export function addEdit() {
  addWords(words);
  addPane("edit", showEdit);
  addTextView("edit", point);
  Object.assign(pane, { redraw, bring });
  addSuggestions();
  watch(() => state.view === "edit");
}

const texts = () => data.sources.filter((source) => source.text !== null);

function showEdit() {
  if (!parts.head) build();
  const source = texts().find((one) => one.id === state.text) ?? texts()[0];
  if (source?.id !== pane.source?.id && !isDirty()) begin();
  pane.source = source;
  if (!pane.isLoaded && !pane.isBusy && pane.told.sort !== "token") open();
  const wanted = { lang: state.lang, source, edge: state.edge, data };
  if (Object.keys(wanted).some((name) => wanted[name] !== shown[name])) redraw();
  if (wanted.edge !== shown.edge) bring();
  shown = wanted;
}

function build() {
  for (const name of Object.keys(PARTS)) parts[name] = element("div", { class: `edit-${name}` });
  parts.told = element("div", { class: "edit-told", id: "edit-told", role: "status", tabindex: -1 });
  byId("edit").append(parts.head, element("div", { class: "edit-columns" },
    parts.text, element("div", { class: "edit-right" }, parts.told, parts.fields), parts.entries));
  document.addEventListener("selectionchange", () => state.view === "edit" && takeSelection());
  document.addEventListener("pointerup", () => state.view === "edit" && setTimeout(endSelection));
}

/** Make parts anew, and put the focus to the element of an id, or where it was. */
function redraw(focus = "", names = Object.keys(PARTS)) {
  const active = document.activeElement;
  const wanted = focus || (byId("edit").contains(active) ? active.id : "");
  const typed = !focus && active.matches("[role=combobox]") ? active.value : "";
  for (const name of names) PARTS[name]();
  if (wanted && document.activeElement?.id !== wanted) byId(wanted)?.focus({ preventScroll: !focus });
  if (typed && !active.isConnected && byId(wanted)) byId(wanted).value = typed;
}

/** Bring what is in the form, or what is chosen, into sight. */
function bring() {
  const found = [parts.text.querySelector("mark:is(.now, .selected)"), parts.entries.querySelector("[aria-current], .chosen")];
  for (const one of found.filter((each) => each)) {
    const scroller = one.closest(".edit-words, .edit-entries");
    const above = one.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const isInSight = above > 0 && above < scroller.clientHeight * 0.8;
    if (!isInSight) scroller.scrollTop += above - scroller.clientHeight / 3;
  }
}

function head() {
  const onchange = (event) => change({ text: event.target.value });
  const select = element("select", { id: "edit-source", onchange },
    texts().map((one) => element("option", { value: one.id }, inLanguage(one.title))));
  select.value = pane.source?.id ?? "";
  const last = edits.at(-1);
  return [
    element("label", { for: "edit-source" }, word("edit-text")), select,
    element("button", { type: "button", id: "edit-undo", disabled: !last || pane.isBusy, onclick: acts.undo },
      last ? `${word("edit-undo")}: ${last.what}` : word("edit-undo")),
  ];
}

function showTold() {
  parts.told.replaceChildren(...message(pane.told, acts).filter((one) => one));
  parts.told.className = `edit-told ${pane.told.sort ?? ""}`;
}

function showEntries() {
  const isFolded = parts.entries.querySelector("details")?.open === false;
  const top = parts.entries.scrollTop;
  const list = entryList(pane.source && pane.isLoaded ? entriesOf(pane.source.id) : [], takeUp);
  list.open = !isFolded;
  parts.entries.replaceChildren(list);
  parts.entries.scrollTop = top;
}

// ---- the text

function showText() {
  const { source } = pane;
  if (!source) return parts.text.replaceChildren(element("p", {}, word("edit-no-text")));
  if (pane.byKeyboard) {
    // It stays as it is, with its caret and its selection.
    const old = parts.text.querySelector("textarea");
    if (old?.dataset.source !== source.id) parts.text.replaceChildren(...textArea(source));
    return;
  }
  const words = element("div", { class: "edit-words", lang: source.language, tabindex: 0, role: "group",
    "aria-label": inLanguage(source.title) }, markedText(source.text, passages(source), acts.choose));
  const scrolled = parts.text.querySelector(".edit-words")?.scrollTop ?? 0;
  parts.text.replaceChildren(words);
  words.scrollTop = scrolled;
}

/** What is marked: the words of every entry, of the one in the form, and those that are selected now. */
function passages(source) {
  const coded = entriesOf(source.id).flatMap((one) => one.passages.map(({ start, end }) =>
    ({ start, end, key: keyOf(one), sorts: isInForm(one) ? [one.sign, "now"] : [one.sign] })));
  const chosen = draft.passages.filter((one) => one.start !== undefined && one.quote === undefined)
    .map(({ start, end }) => ({ start, end, sorts: ["selected"] }));
  return [...coded, ...chosen];
}

function textArea(source) {
  // A text area that is read-only has no caret; this one has, and lets nothing in.
  const area = element("textarea", { id: "edit-area", "data-source": source.id, lang: source.language,
    "aria-readonly": "true", "aria-describedby": "edit-keys", "aria-label": inLanguage(source.title),
    spellcheck: "false" });
  area.value = source.text;
  area.addEventListener("beforeinput", (event) => event.preventDefault());
  area.addEventListener("input", () => { area.value = source.text; });
  area.addEventListener("select", takeSelection);
  area.addEventListener("keyup", takeSelection);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    byId("edit-who").focus();
  });
  return [element("p", { class: "hint", id: "edit-keys" }, word("edit-keys")), area];
}

/** Take what is selected for the words of the draft. */
function takeSelection() {
  const { source } = pane;
  const area = parts.text.querySelector("textarea");
  const container = parts.text.querySelector(".edit-words");
  if (!source || !pane.isLoaded) return;
  const found = area ? document.activeElement === area && selectedBy(area, source.text)
    : container && selectedIn(container);
  const place = found && wholeWords(source.text, found);
  if (place) acts.select(...place);
}

/** Bring a passage of a statement into sight. */
function point(one, passage = one.evidence[0]) {
  const entry = entriesOf(passage.source).find(({ placed }) => placed.ids.includes(one.id));
  const marks = [...parts.text.querySelectorAll("mark")];
  const mark = entry && marks.find((each) => each.dataset.keys.split("\n").includes(keyOf(entry)));
  mark?.scrollIntoView({ block: "center" });
  mark?.closest(".edit-words").focus({ preventScroll: true });
}

/** The selection is made: mark it, since the browser's own mark goes with the next click. */
function endSelection() {
  const container = parts.text.querySelector(".edit-words");
  if (container && selectedIn(container)) showText();
}
