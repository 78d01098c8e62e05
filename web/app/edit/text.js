// The text that is coded: what of it is coded already, and the words that one selects in it.

import { element } from "../../shared/elements.js";
import { cutText } from "../../shared/text.js";

/** A letter or a digit, and those of scripts that put no spaces between words. */
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
const UNSPACED = new RegExp(`[${SCRIPTS.map((name) => `\\p{Script=${name}}`).join("")}]`, "u");

/**
 * Show a text with its passages marked. Offsets count code points.
 *
 * A passage is `{ start, end, sorts, key }`: its sorts are classes of its marks, and a click on one
 * calls `choose` with the keys of all passages that stand there.
 */
export function markedText(text, passages, choose) {
  return cutText(text, passages).flat().map((piece) => {
    if (piece.inside.length === 0) return piece.text;
    const keys = piece.inside.map((one) => one.key).filter((key) => key);
    const sorts = new Set(piece.inside.flatMap((one) => one.sorts));
    const onclick = () => getSelection().isCollapsed && keys.length > 0 && choose(keys);
    return element("mark", { class: [...sorts].join(" "), "data-keys": keys.join("\n"), onclick }, piece.text);
  });
}

/** Return what is selected in an element that holds nothing but a text, in code points, or null. */
export function selectedIn(container) {
  const selection = getSelection();
  if (selection.isCollapsed || !container.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const length = Array.from(container.textContent).length;
  const offset = (node, at, outside) => {
    if (!container.contains(node)) return outside;
    const before = document.createRange();
    before.selectNodeContents(container);
    before.setEnd(node, at);
    return Array.from(before.toString()).length;
  };
  return [offset(range.startContainer, range.startOffset, 0), offset(range.endContainer, range.endOffset, length)];
}

/** Return what is selected in a text area that holds a text, in code points of the text, or null. */
export function selectedBy(area, text) {
  if (area.selectionStart === area.selectionEnd) return null;
  return [area.selectionStart, area.selectionEnd].map((at) => Array.from(text.slice(0, unitsOf(text, at))).length);
}

/** Return where in a text a place in its text area is: there, each end of a line is one unit long. */
function unitsOf(text, at) {
  let units = 0;
  for (let passed = 0; passed < at; passed += 1) units += text.startsWith("\r\n", units) ? 2 : 1;
  return units;
}

/** Widen a selection to whole words, without white space at its ends; null where it has no words. */
export function wholeWords(text, [from, to]) {
  const points = Array.from(text);
  const isInWord = (at) => at > 0 && at < points.length && [points[at - 1], points[at]].every(isLetter);
  let [start, end] = [from, to];
  while (start < end && /\s/.test(points[start])) start += 1;
  while (end > start && /\s/.test(points[end - 1])) end -= 1;
  if (start === end) return null;
  while (isInWord(start)) start -= 1;
  while (isInWord(end)) end += 1;
  return [start, end];
}

const isLetter = (point) => LETTER.test(point) && !UNSPACED.test(point);
