// A field in which actors and issues are chosen: by typing a part of any of their names.

import { element } from "../../shared/elements.js";
import { markSample } from "../../shared/filters.js";
import { data, nodes } from "../../shared/network.js";
import { state } from "../../shared/state.js";
import { folded, inLanguage, word } from "../../shared/words.js";
import { codings } from "./codings.js";

const MOST = 60;

/** Everything that there is, by id: what was added just now is not drawn yet. */
function things() {
  const listed = [...codings.actors, ...codings.issues.map((one) => ({ ...one, type: "issue" }))];
  return new Map([...listed, ...data.nodes].map((one) => [one.id, one]));
}

const thing = (id) => nodes.get(id) ?? things().get(id);

/** The name of an actor or an issue; its id, where nothing is known of it. */
export function labelOf(id) {
  if (id === "author") return word("author");
  const known = thing(id);
  return known ? inLanguage(known.label) : id;
}

/** Whether an id means something already. */
export const isKnown = (id) => id === "author" || thing(id) !== undefined;

const typeOf = (id) => thing(id)?.type ?? "person";
const namesOf = (node) => [node.id, ...Object.values(node.label), ...(node.names ?? [])];

/** Everything of some types that can be chosen, by name. */
function choices(types) {
  return [...things().values()].filter((node) => types.includes(node.type))
    .map((node) => ({ id: node.id, text: inLanguage(node.label), names: namesOf(node).map(folded) }))
    .sort((one, other) => one.text.localeCompare(other.text, state.lang));
}

/** How well a choice fits what is typed: a whole name, the beginning of one, or a part; -1 where it does not. */
function rankOf({ text, names }, asked) {
  const all = [folded(text), ...names];
  const fits = [(name) => name === asked, (name) => name.startsWith(asked), (name) => name.includes(asked)];
  return asked === "" ? 0 : fits.findIndex((fit) => all.some(fit));
}

/** Whether one of the names of a choice stands in the words. */
const isNamed = (choice, words) => choice.names.some((name) => name.length > 2 && words.includes(name));

/**
 * Make a field.
 *
 * `name` and `label` are its own; `chosen` the ids; `types` those of what can be chosen; `words` are
 * the quotation: who is named in it comes first. `put(ids)` takes what is chosen, and `create` maps a
 * word for something new to what makes it from the name typed.
 */
export function chooser(field) {
  const { name, label, described = "" } = field;
  const list = element("ul", { id: `${name}-list`, role: "listbox", "aria-label": label, class: "edit-choices" });
  const input = element("input", { id: `edit-${name}`, name, type: "text", role: "combobox", autocomplete: "off",
    spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    "aria-describedby": described || null, "aria-invalid": field.wrong ? "true" : null });
  list.hidden = true;
  const box = { field, input, list, at: -1 };
  input.addEventListener("input", () => open(box));
  input.addEventListener("click", () => open(box));
  input.addEventListener("keydown", (event) => press(box, event));
  input.addEventListener("blur", () => close(box));
  return element("div", { class: "chooser" },
    element("label", { for: input.id }, label),
    element("div", { class: "chosen" }, field.chosen.map((id) => chip(field, id)), input),
    list);
}

function chip(field, id) {
  const text = labelOf(id);
  const onclick = () => field.put(field.chosen.filter((one) => one !== id));
  return element("span", { class: "edit-chip" }, id === "author" ? null : markSample(typeOf(id)), text,
    element("button", { type: "button", "aria-label": `${word("edit-take-out")}: ${text}`, onclick }, "✕"));
}

function open(box) {
  const { field, input, list } = box;
  const asked = folded(input.value.trim());
  const words = folded(field.words);
  const all = choices(field.types).filter((one) => !field.chosen.includes(one.id));
  if (field.author && !field.chosen.includes("author")) {
    all.push({ id: "author", text: word("author"), names: [folded(word("author"))] });
  }
  const found = all.map((one) => ({ ...one, rank: rankOf(one, asked), named: isNamed(one, words) }))
    .filter((one) => one.rank >= 0)
    .sort((one, other) => one.rank - other.rank || other.named - one.named);
  const shown = found.slice(0, MOST);
  const made = Object.entries(field.create ?? {}).map(([key, make]) => fresh(box, key, make));
  list.replaceChildren(...shown.map((one) => option(box, one)), ...made);
  for (const [at, one] of [...list.children].entries()) one.id = `${list.id}-${at}`;
  list.hidden = list.children.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  point(box, asked && shown.length ? 0 : -1);
}

function option(box, { id, text, named }) {
  const what = id === "author" ? "" : word(typeOf(id));
  const hint = named ? `${what} · ${word("edit-named-here")}` : what;
  return choice(() => take(box, id), id === "author" ? null : markSample(typeOf(id)), element("span", {}, text),
    element("span", { class: "hint" }, hint));
}

function fresh(box, key, make) {
  const typed = box.input.value.trim();
  const text = typed ? `${word(key)}: ${typed}` : `${word(key)}…`;
  return choice(() => {
    close(box);
    make(typed, (id) => take(box, id));
  }, element("span", { class: "plus", "aria-hidden": "true" }, "+"), element("span", {}, text));
}

/** One line of the list. The pointer must not take the focus from the field. */
const choice = (act, ...children) => element("li", { role: "option", "aria-selected": "false", onclick: act,
  onpointerdown: (event) => event.preventDefault(), onmousedown: (event) => event.preventDefault() }, ...children);

function take(box, id) {
  const { field } = box;
  close(box);
  field.put(field.single ? [id] : [...field.chosen, id]);
}

function close({ input, list }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** Point at one line of the list, or at none. */
function point(box, at) {
  const lines = [...box.list.children];
  box.at = at;
  for (const [number, line] of lines.entries()) line.setAttribute("aria-selected", String(number === at));
  if (!lines[at]) return box.input.removeAttribute("aria-activedescendant");
  box.input.setAttribute("aria-activedescendant", lines[at].id);
  lines[at].scrollIntoView({ block: "nearest" });
}

function press(box, event) {
  const { field, input, list } = box;
  const count = list.children.length;
  if (event.key === "ArrowDown" && list.hidden) open(box);
  else if (event.key === "ArrowDown" && count) point(box, (box.at + 1) % count);
  else if (event.key === "ArrowUp" && !list.hidden && count) point(box, (Math.max(box.at, 0) + count - 1) % count);
  else if (event.key === "Enter") {
    if (!list.hidden && box.at >= 0) list.children[box.at].click();
  } else if (event.key === "Escape" && !list.hidden) close(box);
  else if (event.key === "Backspace" && !input.value && field.chosen.length) field.put(field.chosen.slice(0, -1));
  else return;
  event.preventDefault();
}
