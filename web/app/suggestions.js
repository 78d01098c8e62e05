// Suggestions of `clivage suggest`, in the text that one reads: accept, edit, reject, skip, undo.

import "./suggestions.css";

import { byId, element } from "../shared/elements.js";
import { sources } from "../shared/network.js";
import { addField, change, state } from "../shared/state.js";
import { addWords, word } from "../shared/words.js";
import { catchUp, propose } from "./edit/acts.js";
import { addThing, codings, keepCoder, load as loadCodings } from "./edit/codings.js";
import { problemList } from "./edit/messages.js";
import { askForThing } from "./edit/thing.js";
import { token } from "./server.js";
import { KEYS, card, list, place, summary, told } from "./suggestions/card.js";
import { claimOf } from "./suggestions/claim.js";
import { bring, markPending } from "./suggestions/marks.js";
import { beside, decide, load, queue, undo } from "./suggestions/queue.js";
import words from "./words/suggestions.json";

/** The parts of the card, made once, so that the focus stays in them. */
const parts = {
  told: element("div", { class: "review-told", role: "status" }),
  body: element("div", { class: "review-body" }),
};
const pane = element("section", { class: "review", "aria-labelledby": "review-title", hidden: true },
  parts.told, parts.body);
/**
 * Whether the server takes decisions; whether one is under way; the token that was tried last; what
 * was brought into sight last; and what shows the texts anew.
 */
const review = { isOn: false, isBusy: false, tried: "", brought: "", redraw: () => {} };

/** Let suggestions be decided about, in the pane of the texts. */
export function addSuggestions() {
  addWords(words);
  addField("suggestion", { read: (id) => (/^[0-9a-f]{10}$/.test(id) ? id : undefined) });
  review.isOn = true;
  byId("reader").addEventListener("keydown", press);
  const key = element("p", { class: "review-key" }, element("span", { class: "pending begins" }, "abc"), " ",
    element("span", { "data-word": "review-legend" }));
  byId("filter-form").before(key);
  // Somebody else may have decided, or coded, meanwhile.
  const look = () => queue.isLoaded && busily(load);
  window.addEventListener("focus", () => state.view === "reader" && look());
  byId("views").querySelector("[value=reader]").addEventListener("click", look);
}

/** Have a function called when the pane of the texts is to be shown anew. */
export function whenReviewed(redraw) {
  review.redraw = redraw;
}

const current = () => queue.all.find(({ id }) => id === state.suggestion);
const inText = (source) => queue.all.filter((one) => one.source === source.id)
  .sort((one, other) => one.start - other.start || one.end - other.end);

/** Return the card, as it is for a source; it is hidden where nothing can be decided. */
export function reviewCard(source) {
  pane.hidden = !review.isOn || !token();
  if (pane.hidden) return pane;
  if (!queue.isLoaded && review.tried !== token()) {
    review.tried = token();
    busily(load);
  }
  const one = current();
  const active = pane.contains(document.activeElement) ? document.activeElement.id : "";
  const body = one ? card(one, acts) : queue.isLoaded ? summary(inText(source), acts) : [];
  parts.body.replaceChildren(...body.filter((each) => each));
  pane.classList.toggle("open", Boolean(one));
  if (active && byId(active)) byId(active).focus({ preventScroll: true });
  else if (active) focusTitle();
  return pane;
}

/** Return the list of what waits in a source, or null. */
export const reviewList = (source, again) => pane.hidden ? null : list(inText(source), current(), acts, again);

/** Mark in a text what waits, and bring into sight what is looked at, if it is another one than before. */
export function markSuggestions(reading, source) {
  const text = reading.querySelector(".text");
  if (!text) return;
  const one = current();
  markPending(text, source, pane.hidden ? [] : inText(source), one, choose);
  const wanted = one ? `${source.id} ${one.id}` : "";
  if (wanted && wanted !== review.brought) bring(reading);
  review.brought = wanted;
}

// ---- what is done

/** Do something that asks the server; only one such thing at a time. */
async function busily(act) {
  if (review.isBusy) return;
  review.isBusy = true;
  try {
    await act();
  } catch (error) {
    await refused(error);
  } finally {
    review.isBusy = false;
    if (state.view === "reader") review.redraw();
    // What had the focus is gone: a dialog, or a mark in the text.
    if (current() && document.activeElement === document.body) focusTitle();
  }
}

/** Say why the server did not do what it was asked. What somebody else has decided is loaded anew. */
async function refused(error) {
  const problems = error.answer?.problems;
  say(element("strong", {}, word("edit-failed")), " ", problems ? problemList(problems) : error.message);
  parts.told.classList.add("failed");
  if ([409, 412].includes(error.status) && queue.isLoaded) await load().catch(() => {});
}

function say(...what) {
  parts.told.classList.remove("failed");
  parts.told.replaceChildren(...what);
}

function choose(one) {
  say();
  goTo(one);
  focusTitle();
}

const focusTitle = () => byId("review-title")?.focus({ preventScroll: true });

/** Look at a suggestion, in its text. */
const goTo = (one) => change({ suggestion: one?.id ?? "", node: "", edge: "", ...(one ? { text: one.source } : {}) });

/** Decide, say so, and go to the next. */
async function decided(one, choice, given = {}) {
  const { answer, next } = await decide(one.id, choice, given);
  // The next one is said to who hears the page, and seen by who sees it.
  say(told(answer.choice, one), element("span", { class: "unseen" }, next ? ` ${place(next)}. ${claimOf(next)}` : ""));
  goTo(next);
  catchUp(answer);
}

/** Whom an accepted suggestion would need that the corpus does not have yet. */
const newcomers = (one) => [["who", one.holder], [one.sign, one.target]].filter(([, { figure }]) => !figure);

/** Ask for each newcomer in turn, then accept. */
async function accept(one, given = {}) {
  const [first] = newcomers(one).filter(([key]) => !given[key]);
  if (!first) {
    await decided(one, "accepted", { entry: given });
    if (Object.keys(given).length) await load();
    return;
  }
  if (codings.generation < 0) await loadCodings();
  const [key, { text, isIssue }] = first;
  const section = isIssue ? "issues" : "actors";
  askForThing(section, text.replace(/\s+/g, " "), {
    add: (id, entry) => addThing(section, id, entry),
    done: (id) => busily(() => accept(one, { ...given, [key]: id })),
    closed: focusTitle,
  });
}

async function takeBack() {
  const answer = await undo();
  const one = queue.all.find(({ id }) => id === answer.id);
  say(word("review-undone"));
  goTo(one ?? current());
  catchUp(answer);
}

/** Correct a suggestion in the form in which one codes. */
function edit(one) {
  change({ view: "edit", text: one.source, node: "", edge: "" });
  propose(one);
}

function begin() {
  const source = sources.get(byId("reader").querySelector(".reading").dataset.source);
  choose(inText(source)[0] ?? queue.all[0]);
}

const withCurrent = (act) => () => {
  const one = current();
  if (one && !review.isBusy) act(one);
};

const acts = {
  accept: withCurrent((one) => busily(() => accept(one))),
  edit: withCurrent(edit),
  reject: withCurrent((one) => busily(() => decided(one, "rejected"))),
  skip: withCurrent((one) => busily(() => decided(one, "skipped"))),
  undo: () => busily(takeBack),
  next: withCurrent((one) => goTo(beside(one, 1))),
  previous: withCurrent((one) => goTo(beside(one, -1))),
  close: () => choose(undefined),
  coder: keepCoder,
  begin, choose,
};

/** The keys hold in this pane alone, and where one is not writing. */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || pane.hidden) return;
  if (event.target.closest("input, select, textarea") || !current()) return;
  const name = KEYS[event.key];
  if (!name) return;
  event.preventDefault();
  acts[name]();
}
