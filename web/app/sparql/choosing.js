// A field in which one chooses an actor, an issue or a source by any of its names.

import { element } from "../../shared/elements.js";
import { nodes, sources } from "../../shared/network.js";
import { folded, inLanguage, word } from "../../shared/words.js";
import { matching } from "./known.js";

const MOST = 12;

const labelOf = (thing) => inLanguage(thing.label ?? thing.title);
const sortOf = (thing) => (thing.type ? word(thing.type) : word("source-text"));

/** Return what a field shows for an id: its label, or the id where it is not known. */
function shownFor(id) {
  const thing = nodes.get(id) ?? sources.get(id);
  if (thing) return labelOf(thing);
  return id === "author" ? word("author") : id;
}

/** Make the field: an input and its list. `valueOf` says which id is in it. */
export function chooser({ id, name, sort, required, value, hint }) {
  const list = element("ul", { id: `${id}-list`, role: "listbox", class: "choices", hidden: true,
    "aria-label": word(`choose-${sort}`) });
  const input = element("input", { id, name, required, role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-describedby": hint,
    placeholder: word(`choose-${sort}`), "data-sort": sort, "data-id": value || null });
  if (value) input.value = shownFor(value);
  const field = { input, list, sort, found: [] };
  input.addEventListener("input", () => {
    delete input.dataset.id;
    open(field);
  });
  input.addEventListener("click", () => open(field));
  input.addEventListener("blur", () => close(field));
  input.addEventListener("keydown", (event) => press(field, event));
  return [input, list];
}

/** Return the id that a field means: the one chosen, the one named exactly, or what was written. */
export function valueOf(input) {
  if (input.dataset.id) return input.dataset.id;
  const text = input.value.trim();
  if (!text || !input.dataset.sort) return text;
  const exact = matching(input.dataset.sort, text, MOST)
    .find((thing) => [thing.id, labelOf(thing)].some((name) => folded(name) === folded(text)));
  return exact ? exact.id : text;
}

function open(field) {
  const { input, list, sort } = field;
  // What is chosen already is no search: then all of them are offered.
  field.found = matching(sort, input.dataset.id ? "" : input.value, MOST);
  list.replaceChildren(...field.found.map((thing, at) => option(field, thing, at)));
  list.hidden = field.found.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
}

function option(field, thing, at) {
  const onmousedown = (event) => {
    event.preventDefault();
    take(field, thing);
  };
  return element("li", { role: "option", id: `${field.list.id}-${at}`, "aria-selected": "false", onmousedown },
    labelOf(thing), " ", element("span", { class: "quiet" }, sortOf(thing)));
}

function close({ input, list }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function take(field, thing) {
  field.input.dataset.id = thing.id;
  field.input.value = labelOf(thing);
  close(field);
  field.input.focus();
}

/** Return the number of the option that the keyboard points at, or -1. */
const pointed = ({ list }) =>
  [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");

function point(field, step) {
  if (field.list.hidden) open(field);
  const options = [...field.list.children];
  if (options.length === 0) return;
  const now = pointed(field);
  const start = step > 0 ? -1 : options.length;
  const next = ((now < 0 ? start : now) + step + options.length) % options.length;
  options.forEach((one, at) => one.setAttribute("aria-selected", String(at === next)));
  field.input.setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

function press(field, event) {
  const shown = !field.list.hidden;
  if (event.key === "ArrowDown") point(field, 1);
  else if (event.key === "ArrowUp") point(field, -1);
  else if (event.key === "Enter" && shown && pointed(field) >= 0) take(field, field.found[pointed(field)]);
  else if (event.key === "Escape" && shown) close(field);
  else return;
  event.preventDefault();
}
