// What is being written: one entry of a coding file. It outlives the pane: nothing typed is lost.

import { relations } from "../../../ontology/codes.json";
import { data } from "../../shared/network.js";

/** What is meant where an entry says nothing. */
export const USUAL = { modality: "actual", certainty: "certain", strength: "2" };
/** The keys of an entry that hold one value; the words, the holders and the targets are not among them. */
const SINGLE = [
  "about", "relation", "mode", "modality", "strength", "certainty", "voice", "when", "date-basis", "note",
];
const SIGNS = ["supports", "opposes"];

/**
 * The entry, as far as it is written.
 *
 * `file` and `number` say which entry of a file it is to replace, and `before` what that entry said;
 * a new one has none. `suggestion` says which one it was made from, and whom that names. A passage is `{ start, end }`, once it is selected, with `quote` where the file
 * has its words already. The next selection takes the place of passage number `at`.
 */
export const draft = {};

/** Begin a new entry. */
export function begin() {
  take({ file: "", number: -1, before: null, passages: [] });
}

/** Take up an entry of a file to change it; `passages` says where its quotations stand. */
export function takeUp(file, { number, entry }, passages) {
  take({ file, number, before: entry, passages });
}

/** Take up what was suggested, to correct it before it becomes an entry. */
export function takeUpSuggestion(one) {
  take({ file: "", number: -1, before: null, passages: [{ start: one.start, end: one.end }] });
  const id = (mention) => mention?.figure || "";
  const codes = Object.fromEntries(["relation", "mode", "modality"].map((name) => [name, one[name] || USUAL[name] || ""]));
  Object.assign(draft, codes, { sign: one.sign, strength: String(one.strength), about: id(one.about), voice: id(one.voice),
    who: [id(one.holder)].filter((known) => known), target: [id(one.target)].filter((known) => known) });
  draft.suggestion = { id: one.id, who: one.holder.text, target: one.target.text };
  draft.begun = contents();
}

const listOf = (value) => (value === undefined ? [] : [value].flat());

function take({ file, number, before, passages }) {
  const said = before ?? {};
  for (const key of Object.keys(draft)) delete draft[key];
  const sign = SIGNS.find((one) => said[one] !== undefined) ?? "";
  Object.assign(draft, { file, number, before, passages, at: 0, sign, suggestion: null });
  Object.assign(draft, { who: listOf(said.who), target: listOf(said[sign]) });
  for (const key of SINGLE) draft[key] = said[key] ?? USUAL[key] ?? "";
  draft.begun = contents();
}

const contents = () =>
  JSON.stringify([draft.passages, draft.who, draft.sign, draft.target, SINGLE.map((key) => draft[key])]);

/** Whether there is anything in it that is not saved. */
export const isDirty = () => draft.begun !== contents();

/** Write it down as new: what it was to replace is no longer there. */
export function keepAsNew() {
  draft.file = "";
  draft.number = -1;
  draft.before = null;
  draft.begun = "";
}

/** Set the passage that the last selection is to be, in code points. */
export function setPassage(start, end) {
  draft.passages[draft.at] = { start, end };
}

export function removePassage(at) {
  draft.passages.splice(at, 1);
  draft.at = Math.max(0, draft.passages.length - 1);
}

/** Let the next selection be a further passage. */
export function addPassage() {
  draft.at = draft.passages.length;
}

/** The words of a passage, as they stand in the text. */
export const wordsOf = (passage, text) =>
  passage.quote ?? Array.from(text).slice(passage.start, passage.end).join("");

/** Choose a sign; a relation that entails the other one goes. */
export function setSign(sign) {
  draft.sign = sign;
  if (!fits(draft.relation)) draft.relation = "";
}

const fits = (relation) => !relation || !draft.sign
  || relations[relation]?.sign === (draft.sign === "supports" ? 1 : -1);

/** The relations that go with the sign. */
export const fittingRelations = () => Object.keys(data.codes.relation).filter(fits);

/** How many statements it makes. */
export const statementCount = () => draft.who.length * draft.target.length;

/** What is missing before it can be saved, as the names of the fields. */
export function missing() {
  const lacks = { passages: draft.passages.length === 0, who: draft.who.length === 0,
    sign: draft.sign === "", target: draft.target.length === 0 };
  return Object.keys(lacks).filter((name) => lacks[name]);
}

const oneOrMore = (list) => (list.length === 1 ? list[0] : list);

/** Return what to send: the entry, with its quotation or with what is selected for one. */
export function toSend(source) {
  const { passages, before } = draft;
  const entry = { who: oneOrMore(draft.who), [draft.sign]: oneOrMore(draft.target) };
  for (const key of SINGLE) {
    const said = draft[key].trim();
    if (said && (said !== USUAL[key] || before?.[key] !== undefined)) entry[key] = said;
    // What a suggestion says and the form does not is to go.
    else if (draft.suggestion) entry[key] = "";
  }
  if (before?.id) entry.id = before.id;
  if (passages.every((one) => one.quote !== undefined)) {
    if (before?.occurrence) entry.occurrence = before.occurrence;
    return { entry: { quote: oneOrMore(passages.map((one) => one.quote)), ...entry } };
  }
  if (passages.length === 1) {
    return { selection: { source: source.id, ...passages[0], exact: wordsOf(passages[0], source.text) }, entry };
  }
  return { entry: { quote: passages.map((one) => quotation(wordsOf(one, source.text))), ...entry } };
}

/** A quotation on one line, without the marks of emphasis at its ends. */
const quotation = (words) => words.replace(/\s+/g, " ").replace(/^[\s*_]+|[\s*_]+$/g, "");

begin();
