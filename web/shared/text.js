// The texts: every passage marked where it stands, and each mark a way to the edge it grounds.

import { openDialog } from "./dialog.js";
import { element } from "./elements.js";
import { data, edgeClaim, edgePasses, edges, nodeLabel, signOf, statementPasses } from "./network.js";
import { chooseEdge, chooseNode, state } from "./state.js";
import { isolated, word } from "./words.js";

/** From this length on, what is out of sight is not laid out. */
const LONG = 100_000;
/** About as many characters stand in a line; its height is guessed by them while it is not laid out. */
const IN_A_LINE = 60;

// ---- cutting

/**
 * Cut a text at the end of each paragraph and at every border of a passage.
 *
 * Returns the pieces of each paragraph: their words, the passages they are in, and whether one of
 * these begins there. Offsets of passages count code points.
 */
export function cutText(text, passages) {
  const unit = unitsOf(text, passages.flatMap(({ start, end }) => [start, end]));
  const placed = passages.map((passage) => ({ passage, from: unit(passage.start), to: unit(passage.end) }));
  placed.sort((one, other) => one.from - other.from);
  const cuts = bordersOf(text, placed);
  const paragraphs = [[]];
  let open = [];
  let next = 0;
  for (let at = 0; at + 1 < cuts.length; at++) {
    const [start, end] = [cuts[at], cuts[at + 1]];
    open = open.filter(({ to }) => to > start);
    while (next < placed.length && placed[next].from <= start) open.push(placed[next++]);
    paragraphs.at(-1).push({
      text: text.slice(start, end),
      inside: open.map(({ passage }) => passage),
      begins: open.some(({ from }) => from === start),
    });
    if (text[end - 1] === "\n" && end < text.length) paragraphs.push([]);
  }
  return paragraphs;
}

function bordersOf(text, placed) {
  const borders = new Set([0, text.length]);
  for (const { from, to } of placed) borders.add(from).add(to);
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) borders.add(end + 1);
  return [...borders].sort((one, other) => one - other);
}

/** Return a function from offsets in code points to offsets in the units of a JavaScript string. */
function unitsOf(text, offsets) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => Math.min(offset, text.length);
  const found = new Map();
  let [point, at] = [0, 0];
  for (const wanted of [...new Set(offsets)].sort((one, other) => one - other)) {
    for (; point < wanted && at < text.length; point++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    found.set(wanted, at);
  }
  return (offset) => found.get(offset);
}

function markOf({ text, inside }) {
  const signs = [...new Set(inside.map((passage) => signOf(passage.one)))];
  return element("mark", { class: signs.join(" "), "data-passages": inside.map(nameOf).join(" ") }, text);
}

const nameOf = (passage) => `${passage.one.id}@${passage.start}`;

// ---- passages

const known = new WeakMap();

/** Return every passage of a source in the order of its text, each with its statement as `one`. */
export function passagesIn(source) {
  if (!known.has(data)) known.set(data, passagesBySource());
  return known.get(data).get(source.id) ?? [];
}

function passagesBySource() {
  const found = new Map(data.sources.map((source) => [source.id, []]));
  for (const one of data.statements) {
    for (const passage of one.evidence) found.get(passage.source).push({ ...passage, one });
  }
  for (const passages of found.values()) {
    passages.sort((one, other) => one.start - other.start || one.end - other.end);
  }
  return found;
}

/** Whether a statement is to be seen in a text: it passes the filters, and so does its edge. */
export const statementShows = (one) =>
  statementPasses(one) && (one.edge === null || edgePasses(edges.get(one.edge)));

/** Say what a statement claims. */
export function statementClaim(one) {
  if (one.edge !== null) return edgeClaim(edges.get(one.edge));
  const said = word(`claim-${signOf(one)}`)
    .replace(/{(from|to)}/g, (_, end) => isolated(nodeLabel(end === "from" ? one.holder : one.target)));
  return `${said} (${word("outside-network")})`;
}

/** Go to what a statement is part of: its edge, or whom it is about where it makes none. */
export function follow(one) {
  if (one.edge !== null) chooseEdge(one.edge);
  else chooseNode(one.holder === "author" ? one.target : one.holder);
}

// ---- the text of a source

/** The text that was made last in each place: it is long, and few things change in it. */
const made = new Map();

/**
 * Return the text of a source, all its passages marked, as it stands in a place of the page.
 *
 * `said` are the statements that are chosen: they stand out, whatever the filters are.
 */
export function textOf(source, place, said) {
  const last = made.get(place);
  const view = last && last.data === data && last.source === source ? last : makeText(source);
  made.set(place, view);
  const chosen = new Set(said);
  const passing = new Map();
  const shows = (one) => {
    if (!passing.has(one)) passing.set(one, chosen.has(one) || statementShows(one));
    return passing.get(one);
  };
  for (const each of view.marks) refresh(each, chosen, shows);
  return view.text;
}

function makeText(source) {
  const marks = [];
  const long = source.text.length > LONG;
  const lines = cutText(source.text, passagesIn(source)).map((pieces) => {
    const line = element("div", { class: "line" }, pieces.map((piece) => {
      if (!piece.inside.length) return piece.text;
      const mark = markOf(piece);
      marks.push([mark, piece]);
      return mark;
    }));
    if (long) line.style.containIntrinsicBlockSize = `auto ${guessedHeight(pieces)}em`;
    return line;
  });
  const text = element("div", { class: long ? "text long" : "text", lang: source.language }, lines);
  const pieces = new Map(marks);
  text.addEventListener("click", (event) => {
    // Whoever selects words does not want to go anywhere.
    if (getSelection().type !== "Range") followMark(pieces.get(event.target));
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !pieces.has(event.target)) return;
    event.preventDefault();
    followMark(pieces.get(event.target));
  });
  return { data, source, text, marks };
}

const guessedHeight = (pieces) =>
  1.6 * Math.ceil(pieces.reduce((sum, piece) => sum + piece.text.length, 1) / IN_A_LINE);

/** Show a mark as the filters and the choice have it; one that looks as before is left alone. */
function refresh([mark, piece], chosen, shows) {
  const shown = piece.inside.filter(({ one }) => shows(one));
  const said = shown.filter(({ one }) => chosen.has(one));
  const look = `${state.lang} ${shown.map(nameOf)} ${said.map(nameOf)}`;
  if (piece.look === look) return;
  Object.assign(piece, { look, shown });
  const classes = new Set((said.length ? said : shown).map(({ one }) => signOf(one)));
  if (said.length) classes.add("said");
  if (shown.length && shown.every(({ one }) => one.edge === null)) classes.add("loose");
  if (!shown.length) classes.add("none");
  mark.className = [...classes].join(" ");
  const leads = shown.length > 0 && piece.begins;
  for (const [name, value] of [["role", "link"], ["tabindex", "0"]]) {
    if (leads) mark.setAttribute(name, value);
    else mark.removeAttribute(name);
  }
  mark.title = [...new Set(shown.map(({ one }) => statementClaim(one)))].join("\n");
}

/** Go to the edge of a mark; where there are several, let one choose. */
function followMark(piece) {
  if (!piece?.shown.length) return;
  const ways = new Map(piece.shown.map(({ one }) => [one.edge ?? one.id, one]));
  if (ways.size === 1) return follow(piece.shown[0].one);
  const list = element("ul", { class: "ways" }, [...ways.values()].map((one) =>
    element("li", {}, element("button", { type: "button", class: `sign ${signOf(one)}`, onclick: () => {
      dialog.close();
      follow(one);
    } }, one.sign > 0 ? "→ " : "⊣ ", statementClaim(one)))));
  const dialog = openDialog(word("which-edge"), list);
}

/** Bring a passage into sight, a third down in what scrolls around it, and point it out. */
export function showPassage(scroller, one, passage = one.evidence[0]) {
  const wanted = `${one.id}@${passage.start}`;
  const pieces = [...scroller.querySelectorAll(".text mark")]
    .filter((mark) => mark.dataset.passages.split(" ").includes(wanted));
  if (pieces.length === 0) return;
  for (const mark of scroller.querySelectorAll(".text mark.now")) mark.classList.remove("now");
  for (const mark of pieces) mark.classList.add("now");
  const bring = () => {
    const above = pieces[0].getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += above - scroller.clientHeight / 3;
  };
  bring();
  // What came into sight by this has its true height only now.
  if (pieces[0].closest(".long")) requestAnimationFrame(bring);
}
