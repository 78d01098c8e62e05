// SPARQL: named questions first, then an editor; and what the server answers.

import "./sparql.css";

import { byId, element } from "../shared/elements.js";
import { data } from "../shared/network.js";
import { addPane } from "../shared/shell.js";
import { addField, change, state } from "../shared/state.js";
import { addWords, showWords, word } from "../shared/words.js";
import { get } from "./server.js";
import { ask, giveUp } from "./sparql/asking.js";
import { setVocabulary } from "./sparql/completion.js";
import { setPrefixes } from "./sparql/known.js";
import { filled, isComplete, named, setQuestions, showForm, showList, valuesIn } from "./sparql/questions.js";
import { VIEWS, showResults } from "./sparql/results.js";
import { asGiven, focusWriting, markFault, remember, showWriting, written } from "./sparql/writing.js";
import words from "./words/sparql.json";

/** The longest query that stands in the address. */
const LONGEST = 4000;
const PLACE = /error at (\d+):(\d+): /;

/** Whether the questions and the words of the corpus are there. */
let loaded = null;
/** What was asked last, and what became of it: an answer, or why there is none. */
const last = { key: "", network: null, answer: null, wrong: "", running: false };
/** What the list, the form and the answer were shown for: then they need not be made again. */
const shown = { list: "", form: "", answer: [] };

export function addSparql() {
  addWords(words);
  addField("question", { read: (text) => (/^[\w-]{1,80}$/.test(text) ? text : undefined), step: true });
  addField("values", { step: true });
  addField("query", { write: (text) => (text.length > LONGEST ? "" : text), step: true });
  addField("answer", { usual: () => "table", read: (text) => (VIEWS.includes(text) ? text : undefined) });
  addField("columns", {});
  addPane("sparql", showSparql);
}

function showSparql() {
  loaded ??= load();
  if (loaded !== true) return;
  const question = named(state.question);
  const own = !question && state.query !== "";
  byId("sparql-list").hidden = question !== undefined || own;
  byId("sparql-form").hidden = !question;
  byId("sparql-own").hidden = !own;
  for (const button of byId("sparql-ways").children) {
    button.setAttribute("aria-pressed", String(!question && (button.value === "own") === own));
  }
  if (question) showQuestion(question);
  else if (own) showWriting(state.query, askOwn);
  else showChoices();
  const wanted = question ? { question: state.question, values: state.values } : { query: state.query };
  const complete = own || (question && isComplete(question, state.values));
  byId("sparql-answer").hidden = !complete;
  // After an edit the same question has another answer.
  if (complete && (last.key !== keyOf(wanted) || last.network !== data)) run(wanted);
  else if (complete) showAnswer();
}

const keyOf = ({ question, values, query }) => JSON.stringify([question, values, query]);

/** Make the pane, and ask the server for what stands in it. */
async function load() {
  byId("sparql").replaceChildren(element("p", { class: "hint", role: "status" }, word("loading")));
  try {
    const [questions, vocabulary] = await Promise.all([get("/api/questions.json"), get("/api/vocabulary.json")]);
    setQuestions(questions);
    setVocabulary(vocabulary);
    setPrefixes(vocabulary.prefixes);
  } catch (error) {
    loaded = null;
    byId("sparql").replaceChildren(element("p", { role: "alert" }, whyOf(error)));
    return;
  }
  byId("sparql").replaceChildren(ways(), list(), form(), own(), answer());
  showWords();
  loaded = true;
  if (state.view === "sparql") showSparql();
}

// ---- what the pane is made of

const said = (tag, key, attributes = {}) => element(tag, { "data-word": key, ...attributes });

function ways() {
  const toList = () => change({ question: "", values: "", query: "", columns: "" });
  const toOwn = () => {
    change({ question: "", values: "", query: lastOwn || starter(), columns: "" });
    focusWriting();
  };
  return element("div", { id: "sparql-ways", class: "switch", role: "group", "data-word-label": "ways" },
    said("button", "questions", { type: "button", value: "list", onclick: toList }),
    said("button", "own-query", { type: "button", value: "own", onclick: toOwn }));
}

/** The query that was written last. */
let lastOwn = "";

const starter = () => `# ${word("starter")}\nSELECT ?who ?whom WHERE {\n  ?who clv:opposes ?whom .\n}\nLIMIT 100`;

function list() {
  const search = element("input", { type: "search", id: "sparql-search", autocomplete: "off", spellcheck: "false",
    oninput: showChoices });
  return element("section", { id: "sparql-list" },
    said("h2", "questions-title"), said("p", "questions-hint", { class: "hint" }),
    element("p", {}, said("label", "search-questions", { for: "sparql-search" }), " ", search),
    element("div", { id: "sparql-questions" }));
}

function form() {
  const onsubmit = (event) => {
    event.preventDefault();
    const values = valuesIn(event.target);
    shown.form = formKey(values);
    last.key = "";
    change({ values });
  };
  return element("form", { id: "sparql-form", tabindex: -1, autocomplete: "off", onsubmit });
}

function own() {
  return element("section", { id: "sparql-own" },
    said("h2", "own-title"), said("p", "own-hint", { class: "hint" }),
    element("div", { id: "sparql-code" }),
    said("p", "editor-keys", { id: "sparql-keys", class: "hint" }),
    element("p", { class: "acts" },
      said("button", "ask", { type: "button", name: "ask-own", class: "primary", onclick: askOwn }),
      element("span", { id: "sparql-recent" })));
}

function answer() {
  return element("section", { id: "sparql-answer", "data-word-label": "answer" },
    element("p", { id: "sparql-progress", hidden: true },
      element("span", { class: "spinner", "aria-hidden": "true" }),
      said("button", "give-up", { type: "button", name: "give-up", onclick: giveUp })),
    element("p", { id: "sparql-said", role: "status" }),
    element("div", { id: "sparql-wrong", role: "alert" }),
    element("div", { id: "sparql-results" }));
}

// ---- asking

function showChoices() {
  const search = byId("sparql-search").value;
  if (shown.list === `${state.lang} ${search}`) return;
  shown.list = `${state.lang} ${search}`;
  showList(byId("sparql-questions"), search);
}

const formKey = (values) => JSON.stringify([state.question, values, state.lang]);

function showQuestion(question) {
  if (shown.form === formKey(state.values)) return;
  shown.form = formKey(state.values);
  const form = byId("sparql-form");
  showForm(form, question, () => {
    if (!form.reportValidity()) return;
    change({ question: "", values: "", query: filled(question, valuesIn(form)), columns: "" });
    focusWriting();
  });
}

function askOwn() {
  const query = written();
  if (query.trim() === "") return;
  asGiven(query);
  last.key = "";
  change({ query, columns: "" });
}

async function run(asked) {
  const key = keyOf(asked);
  Object.assign(last, { key, network: data, answer: null, wrong: "", running: true });
  if (asked.query) {
    lastOwn = asked.query;
    remember(asked.query);
    markFault(null);
  }
  showAnswer();
  let found;
  try {
    found = { answer: await ask(asked) };
  } catch (error) {
    found = { wrong: error.name === "AbortError" ? word("given-up") : whyOf(error) };
  }
  if (last.key !== key) return; // something else has been asked since
  Object.assign(last, found, { running: false });
  if (asked.query && last.wrong) point(last.wrong);
  showAnswer();
}

/** Return the server's line, or that there was none. */
const whyOf = (error) => (error.status ? error.message : word("no-server"));

// ---- answers

/** Show in the editor where the server could not read the query, and return the place in words. */
function point(why) {
  const [, line, column] = (why.match(PLACE) ?? []).map(Number);
  if (line) markFault({ line, column, why: placeOf(why) });
}

/** Return the place of a fault in words, or an empty text. */
function placeOf(why) {
  const [, line, column] = why.match(PLACE) ?? [];
  return line ? word("fault-at").replace("{line}", line).replace("{column}", column) : "";
}

function showAnswer() {
  const { answer, wrong, running } = last;
  byId("sparql-progress").hidden = !running;
  byId("sparql-answer").setAttribute("aria-busy", String(running));
  const line = running ? word("asking") : answer ? [summary(answer), ...linkless()].join(" · ") : "";
  if (byId("sparql-said").textContent !== line) byId("sparql-said").textContent = line;
  if (byId("sparql-wrong").dataset.why !== wrong) {
    byId("sparql-wrong").dataset.why = wrong;
    byId("sparql-wrong").replaceChildren(...refusal(wrong));
  }
  byId("sparql-results").hidden = !answer;
  const wanted = [answer, state.lang, state.answer, state.columns, state.only, data];
  if (!answer || wanted.every((one, at) => one === shown.answer[at])) return;
  shown.answer = wanted;
  keepingFocus(byId("sparql-results"), (box) => showResults(box, answer));
}

/** Return that a link does not bring the query back, where that is so. */
const linkless = () => (state.query.length > LONGEST ? [word("not-in-link")] : []);

/** Return what the server refused, in its own words; a long list of what it expected is folded away. */
function refusal(why) {
  if (!why) return [];
  const place = placeOf(why);
  const line = element("p", { class: "line" }, why);
  if (!place) return [line];
  return [element("p", { class: "place" }, place),
    element("details", {}, element("summary", {}, word("server-words")), line)];
}

function summary(answer) {
  const spent = Math.max(1, Math.round(answer.milliseconds));
  const time = word("took").replace("{ms}", spent.toLocaleString(state.lang));
  if (answer.form !== "table") return time;
  const count = answer.rows.length;
  return `${count.toLocaleString(state.lang)} ${word(count === 1 ? "row" : "rows")} · ${time}`;
}

/** Make what is in a box anew, and leave the focus on what stands for what had it. */
function keepingFocus(box, make) {
  const focused = document.activeElement;
  const inside = box.contains(focused);
  make(box);
  if (!inside || focused.isConnected) return;
  const same = [...box.querySelectorAll(focused.tagName)]
    .find((one) => one.name === focused.name && (one.tagName === "SELECT" || one.value === focused.value));
  same?.focus();
}
