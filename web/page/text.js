// Words and elements. Whatever comes from a corpus enters the page here, as text and only as text.

const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";

/** Return the element with an id. */
const byId = (id) => document.getElementById(id);

/** Return what the page says for a key, in the language of the state. */
const word = (key) => data.words[state.lang]?.[key] ?? data.words.en[key];

/** Return the text of a language map: in the state's language, in English, or in any. */
const inLanguage = (labels) => labels[state.lang] || labels.en || Object.values(labels)[0] || "";

/** Return the label of a code, such as "social class" for kind "class". */
const code = (list, notation) => inLanguage(data.codes[list][notation] ?? { en: notation });

/** Fold case, accents, ligatures and the shapes of apostrophes away, for searching. */
const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

/** Keep a name that is written right to left from turning the words after it. */
const isolated = (text) =>
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;

/** Put a colon after a word, as the language of the page sets it. */
const colon = (text) => word("colon").replace("{text}", () => text);

/** Make an element. Attributes whose value is false, null or undefined are left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

/** Make an SVG element from attributes. */
function shape(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Write the page's own words into every element that asks for some. */
function showWords() {
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
