// The form of one entry: the words, who takes sides, with or against whom, and what else is known.

import { element } from "../../shared/elements.js";
import { lineSample } from "../../shared/filters.js";
import { data } from "../../shared/network.js";
import { TYPES, state } from "../../shared/state.js";
import { code, colon, isolated, word } from "../../shared/words.js";
import { chooser, labelOf } from "./choose.js";
import { USUAL, draft, fittingRelations, removePassage, setSign, statementCount, wordsOf } from "./draft.js";

const ACTORS = TYPES.filter((type) => type !== "issue");
const STRENGTHS = ["1", "2", "3"];
/** The code list of each field that has one, but for the relation, which depends on the sign. */
const LISTS = { mode: "mode", modality: "modality", certainty: "certainty", "date-basis": "dateBasis" };

/**
 * Return the form. `pane` has its source, what is wrong by field, and the file to save into;
 * `acts` what it does.
 */
export function form(pane, acts) {
  const isNew = draft.number < 0;
  const onsubmit = (event) => {
    event.preventDefault();
    acts.save();
  };
  return element("form",
    { class: "edit-form", autocomplete: "off", novalidate: true, onsubmit, "aria-labelledby": "edit-title" },
    element("h2", { id: "edit-title", tabindex: -1 }, word(titleKey(isNew))),
    step("passages", 1, word("edit-words"), passages(pane, acts), pane),
    step("who", 2, word("edit-who"), [suggested("who"), who(pane, acts)], pane),
    step("sign", 3, word("edit-sign"), signs(acts), pane),
    step("target", 4, word("edit-target"), [suggested("target"), target(pane, acts)], pane),
    step("about", 5, word("edit-about"), about(pane, acts), pane),
    further(pane, acts),
    isNew ? fileChoice(pane, acts) : element("p", { class: "into hint" }, colon(word("edit-file")), draft.file),
    foot(pane, acts, isNew));
}

const titleKey = (isNew) => (draft.suggestion ? "edit-suggested" : isNew ? "edit-new" : "edit-change");

/** One step, with what is wrong with it. */
function step(name, number, title, content, pane) {
  return element("fieldset", { class: "step", "data-field": name },
    element("legend", {}, element("span", { class: "number", "aria-hidden": "true" }, String(number)), title),
    content, wrong(name, pane));
}

const wrong = (name, pane) => pane.wrong[name]
  ? element("p", { class: "wrong", id: `edit-${name}-wrong` }, `⚠ ${pane.wrong[name]}`) : null;

function passages(pane, acts) {
  const { source } = pane;
  const said = draft.passages.map((one, at) => {
    const label = `${word("edit-take-out")}: ${word("edit-words")} ${at + 1}`;
    const onclick = () => acts.redraw(() => removePassage(at), "edit-title");
    return element("blockquote", { lang: source.language }, wordsOf(one, source.text),
      element("button", { type: "button", lang: state.lang, "aria-label": label, onclick }, "✕"));
  });
  const waits = draft.at >= draft.passages.length;
  const hint = draft.passages.length === 0 ? "edit-select" : waits ? "edit-select-further" : "edit-select-other";
  const pressed = { "aria-pressed": String(pane.byKeyboard) };
  return [...said, element("p", { class: waits ? "hint wait" : "hint" }, word(hint)),
    element("div", { class: "buttons" },
      button("edit-by-keyboard", "edit-by-keyboard", acts.toggleKeyboard, pressed),
      waits ? null : button("edit-further", "edit-add-passage", acts.addPassage))];
}

const button = (id, key, onclick, more = {}) =>
  element("button", { type: "button", id, onclick, ...more }, word(key));

/** What every field in which one chooses has. */
const field = (name, pane, acts, more) => chooser({ name, words: wordsIn(pane), chosen: draft[name],
  wrong: pane.wrong[name], described: pane.wrong[name] ? `edit-${name}-wrong` : "",
  put: (ids) => acts.redraw(() => { draft[name] = ids; }, `edit-${name}`), ...more });
const wordsIn = ({ source }) => draft.passages.map((one) => wordsOf(one, source.text)).join(" ");

function who(pane, acts) {
  const put = (ids) => acts.redraw(() => {
    draft.who = ids;
    // A stance of the author's is in the author's own words.
    if (ids.includes("author")) draft.voice = "author";
  }, "edit-who");
  return field("who", pane, acts, { label: word("edit-actors"), types: ACTORS, author: true, put,
    create: { "edit-new-actor": acts.newActor } });
}

/** Whom a suggestion names, where the corpus does not know them. */
const suggested = (name) => draft.suggestion && draft[name].length === 0
  ? element("p", { class: "hint" }, colon(word("edit-suggested-name")), draft.suggestion[name]) : null;

const target = (pane, acts) => field("target", pane, acts, { label: word("edit-actors-issues"), types: TYPES,
  create: { "edit-new-actor": acts.newActor, "edit-new-issue": acts.newIssue } });

const one = (name) => (draft[name] ? [draft[name]] : []);
const single = (name, pane, acts, more) => field(name, pane, acts, { single: true, chosen: one(name),
  put: (ids) => acts.redraw(() => { draft[name] = ids[0] ?? ""; }, `edit-${name}`), ...more });

const about = (pane, acts) => single("about", pane, acts, { label: word("edit-issue"), types: ["issue"],
  create: { "edit-new-issue": acts.newIssue } });

function signs(acts) {
  const sign = (name, kind) => {
    const input = element("input", { type: "radio", name: "sign", value: name, id: `edit-${name}`,
      onchange: () => acts.redraw(() => setSign(name), `edit-${name}`) });
    input.checked = draft.sign === name;
    return element("label", { class: `big ${kind}` }, input, lineSample(kind),
      element("span", {}, word(`edit-${name}`)));
  };
  return element("div", { class: "signs" }, sign("supports", "support"), sign("opposes", "opposition"));
}

// ---- what need not be said

function further(pane, acts) {
  // The event "toggle" comes late: what is redrawn before it would fold the box again.
  const onclick = () => { pane.isOpen = !box.open; };
  const box = element("details", { class: "further" },
    element("summary", { onclick }, word("edit-more"), " ", element("span", { class: "hint" }, whatIsSaid())),
    element("div", { class: "grid" },
      select("relation", fittingRelations().map((value) => [value, code("relation", value)]), pane, acts),
      ...["mode", "modality", "certainty"].map((name) => select(name, codesOf(name), pane, acts)),
      select("strength", STRENGTHS.map((one) => [one, `${one} – ${word(`edit-strength-${one}`)}`]), pane, acts),
      when(pane),
      select("date-basis", codesOf("date-basis"), pane, acts)),
    single("voice", pane, acts, { label: word("edit-voice"), types: ACTORS, author: true }),
    wrong("voice", pane),
    note(pane));
  box.open = pane.isOpen;
  box.addEventListener("toggle", () => { pane.isOpen = box.open; });
  return box;
}

const codesOf = (name) => Object.keys(data.codes[LISTS[name]]).map((value) => [value, code(LISTS[name], value)]);

/** What of it is given, in a few words, to be read while it is folded. */
function whatIsSaid() {
  const said = [["relation", "relation"], ...Object.entries(LISTS)]
    .filter(([name]) => draft[name] && draft[name] !== USUAL[name]).map(([name, list]) => code(list, draft[name]));
  if (draft.strength !== USUAL.strength) said.push(`${word("strength").toLowerCase()} ${draft.strength}`);
  said.push(draft.when, draft.voice && labelOf(draft.voice), draft.note);
  return said.filter((text) => text).join(" · ") || word("edit-more-hint");
}

function select(name, options, pane, acts) {
  const onchange = (event) => acts.redraw(() => { draft[name] = event.target.value; }, `edit-${name}`);
  const usual = USUAL[name] ? [] : [["", "–"]];
  const sorted = name === "relation" ? options.sort(([, a], [, b]) => a.localeCompare(b, state.lang)) : options;
  const known = [...usual, ...sorted];
  // A code that is wrong in the file stays to be seen.
  if (!known.some(([value]) => value === draft[name])) known.push([draft[name], draft[name]]);
  const box = element("select", { id: `edit-${name}`, name, onchange, ...invalid(name, pane) },
    known.map(([value, label]) => element("option", { value }, label)));
  box.value = draft[name];
  return line(name, box, pane);
}

const invalid = (name, pane) => ({ "aria-invalid": pane.wrong[name] ? "true" : null });

/** A label, its field, and what is wrong with it. */
const line = (name, input, pane, hint = null) => element("p", { "data-field": name },
  element("label", { for: input.id }, word(name === "date-basis" ? "edit-date-basis" : name)), input, hint,
  wrong(name, pane));

function when(pane) {
  const oninput = (event) => { draft.when = event.target.value; };
  const input = element("input", { id: "edit-when", name: "when", type: "text", spellcheck: "false", oninput,
    "aria-describedby": "edit-when-hint", ...invalid("when", pane) });
  input.value = draft.when;
  const hint = element("span", { class: "hint", id: "edit-when-hint" }, word("edit-when-hint"));
  return line("when", input, pane, hint);
}

function note(pane) {
  const oninput = (event) => { draft.note = event.target.value; };
  const area = element("textarea", { id: "edit-note", name: "note", rows: 3, oninput, ...invalid("note", pane) });
  area.value = draft.note;
  return line("note", area, pane);
}

// ---- what is saved, and where

/** The claim of the draft in words. */
export function claim() {
  const names = (ids) => (ids.length ? ids.map((id) => isolated(labelOf(id))).join(", ") : "…");
  return word(draft.sign === "supports" ? "claim-support" : "claim-opposition")
    .replace(/{(from|to)}/g, (_, end) => names(end === "from" ? draft.who : draft.target));
}

function foot(pane, acts, isNew) {
  const count = statementCount();
  return element("div", { class: "edit-foot" },
    draft.sign && count ? element("p", { class: "claim" }, element("strong", {}, claim()),
      count > 1 ? ` ${word("edit-makes").replace("{count}", count)}` : null) : null,
    element("div", { class: "buttons" },
      button("edit-save", "edit-save", null, { type: "submit", class: "main", disabled: pane.isBusy }),
      isNew ? null : button("edit-delete", "edit-delete", acts.remove, { disabled: pane.isBusy }),
      button("edit-leave", isNew && !draft.suggestion ? "edit-clear" : "edit-cancel", acts.leave)));
}

/** In whose file it is saved; a coder who has none for this text gets one. */
function fileChoice(pane, acts) {
  const options = acts.fileOptions();
  const onchange = (event) => acts.chooseFile(event.target.value);
  const box = element("select", { id: "edit-coder", name: "coder", onchange },
    options.map(([value, text]) => element("option", { value }, text)));
  box.value = acts.chosenFile();
  return element("p", { class: "into" }, element("label", { for: box.id }, word("edit-into")), box);
}
