// What the pane tells: what was saved and where, what is wrong, and what to do about it.

import { element } from "../../shared/elements.js";
import { colon, word } from "../../shared/words.js";

/**
 * Show what there is to tell.
 *
 * `told.sort` is one of the sorts below; `acts` has what its buttons do.
 */
export function message(told, acts) {
  return [...(told.sort ? SORTS[told.sort](told, acts) : []), told.waits ? line(word("edit-drawing")) : null];
}

const line = (text, strong = false) => element("p", {}, strong ? element("strong", {}, text) : text);
const button = (key, onclick) => element("button", { type: "button", onclick }, word(key));

const meanwhile = (key, reload) =>
  [line(word(key), true), line(word("edit-kept")), button("edit-reload", reload)];

const SORTS = {
  saved: (told) => [line(word("edit-saved"), true), line(told.what), place(told), problemList(told.problems)],
  removed: (told) => [line(word("edit-removed"), true), line(told.what), place(told)],
  undone: (told) => [line(word("edit-undone"), true), line(told.what)],
  missing: () => [line(word("edit-missing"), true)],
  problems: (told) => [line(word("edit-problems"), true), problemList(told.problems)],
  broken: (told) => [line(word("edit-broken"), true), problemList(told.problems)],
  failed: (told) => [line(word("edit-failed"), true), line(told.why)],
  stuck: (told) => [line(word("edit-stuck"), true), line(told.why)],
  conflict: (told, { reload }) => meanwhile("edit-conflict", reload),
  changed: (told, { reload }) => meanwhile("edit-changed", reload),
  unsaved: ({ go }) => [line(word("edit-unsaved"), true), button("edit-discard", go)],
  reloaded: () => [line(word("edit-reloaded"), true)],
  gone: () => [line(word("edit-gone"), true)],
  choose: ({ choices }) => [line(word("edit-which"), true),
    element("ul", {}, choices.map((one) => element("li", {}, one)))],
  token: (told, { giveToken }) => tokenForm(told, giveToken),
};

/** Which lines of which file. */
function place({ file, lines }) {
  if (!file) return null;
  const [first, last] = lines ?? [];
  const where = first ? `${file}:${first}${last > first ? `–${last}` : ""}` : file;
  return element("p", {}, colon(word("edit-file")), element("code", {}, where));
}

/** The problems of a corpus, as `clivage check` says them, in English. */
export const problemList = (problems) => problems.length === 0 ? null : element("ul", { lang: "en" },
  problems.map((one) => element("li", { class: one.severity },
    one.file ? element("code", {}, one.line ? `${one.file}:${one.line}` : one.file) : null,
    ` ${one.severity === "warning" ? "warning: " : ""}${one.what}.${one.remedy ? ` ${one.remedy}.` : ""}`)));

function tokenForm({ isWrong }, giveToken) {
  const input = element("input",
    { id: "edit-token", name: "token", type: "password", autocomplete: "off", required: true });
  const onsubmit = (event) => {
    event.preventDefault();
    if (input.value.trim()) giveToken(input.value.trim());
  };
  return [element("form", { class: "token", onsubmit },
    line(word(isWrong ? "edit-token-wrong" : "edit-token-needed"), true),
    element("p", { class: "hint" }, word("edit-token-where")),
    element("label", { for: input.id }, word("edit-token")), input,
    element("button", { type: "submit" }, word("edit-open")))];
}
