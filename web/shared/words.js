// Words: what the page says, and what the corpus says, in the language of the reader.

import { byId } from "./elements.js";
import { data } from "./network.js";
import { state } from "./state.js";

/** Words that only some pages need, by language and key. */
const further = {};

/** Let the page say more: words by language and key, English for all of them. */
export function addWords(given) {
  for (const [language, words] of Object.entries(given)) {
    further[language] = { ...further[language], ...words };
  }
}

/** Return what the page says for a key, in the language of the state. */
export const word = (key) => data.words[state.lang]?.[key] ?? further[state.lang]?.[key]
  ?? data.words.en[key] ?? further.en?.[key];

/** Return the text of a language map: in the state's language, in English, or in any. */
export const inLanguage = (labels) => labels[state.lang] || labels.en || Object.values(labels)[0] || "";

/** Return the label of a code, such as "social class" for kind "class". */
export const code = (list, notation) => inLanguage(data.codes[list][notation] ?? { en: notation });

/** Fold case, accents, ligatures and the shapes of apostrophes away, for searching. */
export const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

/** Keep a name that is written right to left from turning the words after it. */
export const isolated = (text) =>
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;

/** Write a number as the language of the page does. */
export const number = (value) =>
  new Intl.NumberFormat(state.lang, { maximumFractionDigits: 10 }).format(value);

/** Put a colon after a word, as the language of the page sets it. */
export const colon = (text) => word("colon").replace("{text}", () => text);

/** Write the page's own words into every element that asks for some. */
export function showWords() {
  document.documentElement.lang = state.lang;
  for (const one of document.querySelectorAll("[data-word]")) {
    one.textContent = word(one.dataset.word);
  }
  for (const one of document.querySelectorAll("[data-word-label]")) {
    one.setAttribute("aria-label", word(one.dataset.wordLabel));
    if (one.id === "search") one.placeholder = word(one.dataset.wordLabel);
    if (one.tagName === "BUTTON") one.title = word(one.dataset.wordLabel);
  }
  const title = inLanguage(data.corpus.title);
  byId("title").textContent = title;
  document.title = title;
}
