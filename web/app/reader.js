// The texts: one source at a time in full, its passages marked, and what they say beside it.

import "./reader.css";

import { byId, element } from "../shared/elements.js";
import { beginning } from "../shared/more.js";
import { data, signOf, sources } from "../shared/network.js";
import { addTextView, chosenStatements } from "../shared/panel.js";
import { addPane } from "../shared/shell.js";
import { addField, change, state } from "../shared/state.js";
import { follow, passagesIn, showPassage, statementClaim, statementShows, textOf } from "../shared/text.js";
import { addWords, colon, inLanguage, word } from "../shared/words.js";
import { markSuggestions, reviewCard, reviewList, whenReviewed } from "./suggestions.js";
import words from "./words/reader.json";

/** What was pointed out last: the text moves only when something else is chosen. */
let pointedAt = "";

export function addReader() {
  addWords(words);
  addField("text", { read: (id) => (sources.has(id) ? id : undefined), step: true });
  addPane("reader", showReader);
  whenReviewed(showReader);
  addTextView("reader", (one, passage = one.evidence[0]) => point(one, passage));
}

/** Return the source that is read: what is chosen stands in it, if it stands in any. */
function sourceRead() {
  const chosen = chosenStatements().flatMap((one) => one.evidence.map(({ source }) => source));
  const wanted = chosen.length && !chosen.includes(state.text) ? chosen[0] : state.text;
  return sources.get(wanted) ?? data.sources[0];
}

function showReader() {
  const reader = byId("reader");
  const source = sourceRead();
  if (!source) return reader.replaceChildren(element("p", {}, word("no-source")));
  const said = chosenStatements();
  const places = passagesIn(source).filter(({ one }) => said.includes(one) || statementShows(one));
  const old = reader.querySelector(".reading");
  const top = old?.dataset.source === source.id ? old.scrollTop : 0;
  const text = textRegion(source, said);
  keep(reader, [head(source, places), text, reviewCard(source), rail(source, places, said)]);
  text.scrollTop = top;
  markSuggestions(text, source);
  const first = places.find(({ one }) => said.includes(one));
  const wanted = `${source.id} ${state.edge} ${state.node}`;
  if (first && wanted !== pointedAt) showPassage(text, first.one, first);
  pointedAt = wanted;
}

/** Put elements into the pane; what is there already stays, for it holds the focus, and the text is long. */
function keep(reader, parts) {
  for (const [at, part] of parts.entries()) {
    const old = reader.children[at];
    if (!old) reader.append(part);
    else if (old !== part) old.replaceWith(part);
  }
}

function head(source, places) {
  const found = word("passages").replace("{count}", places.length);
  const title = data.sources.length > 1 ? chooser(source) : element("h2", {}, inLanguage(source.title));
  const creator = source.creator && colon(word("creator")) + source.creator;
  return element("div", { class: "reader-head" }, title,
    element("p", { class: "hint" }, [creator, source.date, found].filter(Boolean).join(" · ")));
}

function chooser(source) {
  const onchange = (event) => change({ text: event.target.value, node: "", edge: "" });
  const select = element("select", { name: "text", "aria-label": word("text"), onchange },
    data.sources.map(({ id, title }) => element("option", { value: id }, inLanguage(title))));
  select.value = source.id;
  return select;
}

function textRegion(source, said) {
  const reader = byId("reader");
  const old = reader.querySelector(".reading");
  const text = source.text === null ? element("p", { class: "hint" }, word("text-absent"))
    : textOf(source, "reader", said);
  if (old && old.firstElementChild === text) {
    old.setAttribute("aria-label", inLanguage(source.title));
    return old;
  }
  return element("div", { class: "reading", tabindex: 0, role: "region", "data-source": source.id,
    "aria-label": inLanguage(source.title) }, text);
}

/** What the text says, in its order. */
function rail(source, places, said) {
  const shownAnew = (list) => () => {
    showReader();
    return [...byId("reader").querySelectorAll(`.rail ${list} button.way`)];
  };
  const again = shownAnew("> ol");
  const [shown, more] = beginning("rail", places, again);
  const list = element("ol", {}, shown.map((passage) => element("li", {}, way(passage, said))));
  const title = element("h2", { id: "rail-title" }, word("in-text-order"));
  return element("div", { class: "rail", role: "region", tabindex: 0, "aria-labelledby": "rail-title" },
    reviewList(source, shownAnew(".review-list")), title, list, more);
}

function way(passage, said) {
  const { one } = passage;
  const now = said.includes(one);
  const onclick = () => {
    pointedAt = "";
    follow(one);
    point(one, passage);
  };
  return element("button", { type: "button", class: one.edge ? "way" : "way loose", onclick,
    "aria-current": now ? "true" : null },
  element("span", { class: `sign ${signOf(one)}`, "aria-hidden": "true" }, one.sign > 0 ? "→" : "⊣"), " ",
  statementClaim(one));
}

/** Bring a passage into sight, also where it stands in another text. */
function point(one, passage) {
  if (sourceRead().id !== passage.source) change({ text: passage.source });
  const text = byId("reader").querySelector(".reading");
  showPassage(text, one, passage);
  text.focus({ preventScroll: true });
}
