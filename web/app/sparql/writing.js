// Where a query is written: the editor, or a plain field where the editor cannot be loaded.

import { byId, element } from "../../shared/elements.js";
import { data } from "../../shared/network.js";
import { word } from "../../shared/words.js";

/** How many queries are remembered, and how long one may be. */
const REMEMBERED = 20;
const LONGEST = 10_000;

/** What one writes in; it begins as a plain field. */
let field = null;
/** The query that was put there last: what is written since then is not overwritten by it. */
let given = null;
/** Where the server could not read the query: the editor may come later than that. */
let fault = null;

/** Show a query to write on. `ask` is called when it is to be asked. */
export function showWriting(query, ask) {
  if (!field) make(ask);
  if (query !== given) {
    given = query;
    if (field.text() !== query) field.write(query);
    markFault(null);
  }
  field.speak();
  showRecent();
}

export const written = () => field.text();

/** Take what was asked for what is given: it is in the editor already. */
export function asGiven(query) {
  given = query;
}

/** Show in the query where it has a fault, or that it has none. */
export function markFault(found) {
  fault = found;
  field?.mark(fault);
}

export const focusWriting = () => field.focus();

function make(ask) {
  const box = byId("sparql-code");
  const onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  };
  const plain = element("textarea",
    { id: "sparql-plain", rows: 10, spellcheck: "false", "aria-describedby": "sparql-keys", onkeydown });
  field = {
    text: () => plain.value, mark: () => {}, focus: () => plain.focus(),
    write: (text) => {
      plain.value = text;
    },
    speak: () => plain.setAttribute("aria-label", word("query")),
  };
  box.replaceChildren(plain);
  box.addEventListener("keydown", (event) => {
    // Escape closes a list of the editor, and not what is chosen in the network.
    if (event.key === "Escape") event.stopPropagation();
  });
  // Where the editor cannot be loaded, the plain field does.
  import("./editor.js").then(({ makeEditor }) => exchange(box, plain, makeEditor, ask), () => {});
}

function exchange(box, plain, makeEditor, ask) {
  const focused = document.activeElement === plain;
  const before = plain.value;
  plain.remove();
  field = makeEditor(box, before, ask);
  if (fault) field.mark(fault);
  if (focused) field.focus();
}

// ---- the queries before this one

const place = () => `clivage-queries ${data.corpus.base}`;

/** Return the queries that were asked here before, the latest first. */
function recent() {
  try {
    const found = JSON.parse(localStorage.getItem(place()) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string").slice(0, REMEMBERED) : [];
  } catch {
    return []; // the browser keeps nothing, or somebody else has written there
  }
}

/** Remember a query. */
export function remember(query) {
  if (query.length > LONGEST) return;
  const kept = [query, ...recent().filter((one) => one !== query)].slice(0, REMEMBERED);
  try {
    localStorage.setItem(place(), JSON.stringify(kept));
  } catch {
    return; // then the browser keeps nothing
  }
  showRecent();
}

function showRecent() {
  const box = byId("sparql-recent");
  const found = recent();
  box.hidden = found.length === 0;
  const take = (event) => {
    const query = found[Number(event.target.value)];
    event.target.value = "";
    if (query === undefined) return;
    field.write(query);
    field.focus();
  };
  box.replaceChildren(element("select", { name: "recent", "aria-label": word("recent"), onchange: take },
    element("option", { value: "" }, word("recent")),
    found.map((query, at) => element("option", { value: at }, query.replace(/\s+/g, " ").slice(0, 80)))));
}
