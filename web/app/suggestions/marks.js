// What waits, marked in the text that one reads: inside the marks of what is coded, and between them.

import { element } from "../../shared/elements.js";
import { state } from "../../shared/state.js";
import { cutText } from "../../shared/text.js";
import { colon, word } from "../../shared/words.js";
import { claimOf } from "./claim.js";

/** How each text is marked now: one that would look the same is left alone. */
const looks = new WeakMap();

/**
 * Mark the passages of suggestions in a text that is shown, and no others.
 *
 * `current` is the suggestion that is looked at; `choose(one)` is called for one that is clicked.
 */
export function markPending(text, source, pending, current, choose) {
  const look = [state.lang, current?.id, ...pending.map((one) => one.id + claimOf(one))].join("\n");
  if ((looks.get(text) ?? "") === look) return;
  looks.set(text, look);
  clear(text);
  const stretches = stretchesOf(source.text, pending);
  let at = 0;
  for (const node of textNodes(text)) {
    const [start, end] = [at, at + node.data.length];
    at = end;
    const here = stretches.filter(({ from, to }) => from < end && to > start);
    // From behind: what comes before stays where it is.
    for (const one of here.reverse()) {
      const [from, to] = [Math.max(one.from, start) - start, Math.min(one.to, end) - start];
      wrap(node, from, to, markOf(one, one.begins && one.from >= start, current, choose));
    }
  }
}

function clear(text) {
  for (const old of text.querySelectorAll(".pending")) old.replaceWith(...old.childNodes);
  text.normalize();
}

/** The stretches of a text in which suggestions stand, in the units of a JavaScript string. */
function stretchesOf(text, pending) {
  let at = 0;
  const found = [];
  for (const piece of cutText(text, pending).flat()) {
    if (piece.inside.length) found.push({ ...piece, from: at, to: at + piece.text.length });
    at += piece.text.length;
  }
  return found;
}

function textNodes(text) {
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) found.push(walk.currentNode);
  return found;
}

function wrap(node, from, to, mark) {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  range.surroundContents(mark);
}

/** A mark; the keyboard reaches the first one of each suggestion. */
function markOf({ inside }, begins, current, choose) {
  const isCurrent = inside.includes(current);
  const names = ["pending", ...(begins ? ["begins"] : []), ...(isCurrent ? ["current"] : [])];
  const next = inside[(inside.indexOf(current) + 1) % inside.length];
  const act = (event) => {
    event.preventDefault();
    event.stopPropagation();
    choose(next);
  };
  return element("span", {
    class: names.join(" "), role: begins ? "button" : null, tabindex: begins ? 0 : null,
    "aria-current": begins && isCurrent ? "true" : null,
    title: inside.map((one) => colon(word("review-passage")) + claimOf(one)).join("\n"),
    // Whoever selects words does not want to go anywhere.
    onclick: (event) => getSelection().type !== "Range" && act(event),
    onkeydown: (event) => [" ", "Enter"].includes(event.key) && act(event),
  });
}

/** Bring the suggestion that is looked at into sight, a third down in what scrolls around the text. */
export function bring(scroller) {
  const mark = scroller.querySelector(".pending.current");
  if (!mark) return;
  const put = () => {
    const above = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += above - scroller.clientHeight / 3;
  };
  put();
  // What came into sight by this has its true height only now.
  if (mark.closest(".long")) requestAnimationFrame(put);
}
