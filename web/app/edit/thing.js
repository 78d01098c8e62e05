// A small form for an actor, or an issue, that the corpus does not have yet.

import { element } from "../../shared/elements.js";
import { data } from "../../shared/network.js";
import { TYPES, state } from "../../shared/state.js";
import { code, folded, word } from "../../shared/words.js";
import { isKnown } from "./choose.js";
import { problemList } from "./messages.js";

/** The language of a page's own corpus, by its name in the language of the reader. */
const corpusLanguage = () => new Intl.DisplayNames([state.lang], { type: "language" }).of(data.corpus.language);

/** Letters that are no others with an accent. */
const SPELT = { œ: "oe", æ: "ae", ß: "ss", ø: "o" };

/** Propose an id for a name: lower-case letters, digits and single hyphens, and not yet taken. */
export function proposedId(name) {
  const plain = folded(name).replace(/[œæßø]/g, (letter) => SPELT[letter]);
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60).replace(/-$/, "");
  if (!slug) return "";
  let id = slug;
  for (let number = 2; isKnown(id); number += 1) id = `${slug}-${number}`;
  return id;
}

/**
 * Ask for a new actor or issue.
 *
 * `add(id, entry)` adds it to the corpus, and throws what the server refuses; `done(id)` is told of it,
 * and `closed()` that one answered, or did not.
 */
export function askForThing(sort, typed, { add, done, closed = () => {} }) {
  const dialog = element("dialog", { class: "edit-thing", "aria-labelledby": "thing-title" });
  const title = word(sort === "actors" ? "edit-new-actor" : "edit-new-issue");
  const label = element("input", { id: "thing-label", name: "label", required: true, autocomplete: "off" });
  const id = element("input",
    { id: "thing-id", name: "slug", required: true, autocomplete: "off", spellcheck: "false" });
  const more = sort === "actors" ? actorFields() : issueFields();
  const wrong = element("div", { class: "wrong", role: "alert" });
  label.value = typed;
  id.value = proposedId(typed);
  let isOwn = false;
  label.addEventListener("input", () => { if (!isOwn) id.value = proposedId(label.value); });
  id.addEventListener("input", () => { isOwn = id.value !== ""; });
  const field = (one, key, hint) => element("p", {}, element("label", { for: one.id }, word(key)), one,
    hint ? element("span", { class: "hint" }, hint) : null);
  const onsubmit = async (event) => {
    event.preventDefault();
    const entry = { label: label.value.trim(), ...more.read() };
    try {
      await add(id.value.trim(), entry);
    } catch (error) {
      wrong.replaceChildren(error.answer?.problems ? problemList(error.answer.problems) : error.message);
      return;
    }
    dialog.close();
    done(id.value.trim());
  };
  dialog.append(element("form", { onsubmit },
    element("h2", { id: "thing-title" }, title),
    field(label, "edit-name", word("edit-name-hint").replace("{language}", corpusLanguage)),
    more.fields.map(([one, key, hint]) => field(one, key, hint)),
    field(id, "edit-id", word("edit-id-hint")), wrong,
    element("p", { class: "buttons" },
      element("button", { type: "submit", class: "main" }, word("edit-add")),
      element("button", { type: "button", onclick: () => dialog.close() }, word("edit-cancel")))));
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function actorFields() {
  const type = element("select", { id: "thing-type", name: "type", required: true },
    element("option", { value: "" }, word("edit-choose")),
    TYPES.filter((one) => one !== "issue")
      .map((one) => element("option", { value: one }, word(`edit-type-${one}`))));
  const kinds = Object.keys(data.codes.kind).map((one) => [one, code("kind", one)])
    .sort(([, one], [, other]) => one.localeCompare(other, state.lang));
  const kind = element("select", { id: "thing-kind", name: "kind" }, element("option", { value: "" }, "–"),
    kinds.map(([value, text]) => element("option", { value }, text)));
  const read = () => ({ type: type.value, ...(kind.value ? { kind: kind.value } : {}) });
  return { fields: [[type, "edit-type", word("edit-type-hint")], [kind, "edit-kind", ""]], read };
}

function issueFields() {
  const definition = element("textarea", { id: "thing-definition", name: "definition", rows: 2 });
  const read = () => (definition.value.trim() ? { definition: definition.value.trim() } : {});
  return { fields: [[definition, "edit-definition", word("edit-issue-hint")]], read };
}
