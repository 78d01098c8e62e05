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

/** Fold case and accents away, for searching. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

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
