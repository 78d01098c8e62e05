// The legend, which is also where one filters: each mark, what it means, and a box to tick.

import { byId, element, shape } from "./elements.js";
import { data, shownEdges } from "./network.js";
import { CERTAINTIES, SIGNS, TYPES, change, state } from "./state.js";
import { code, inLanguage, number, word } from "./words.js";

export function showFilters() {
  const form = byId("filter-form");
  const focused = form.contains(document.activeElement) ? document.activeElement.name : "";
  form.replaceChildren(...[
    coverage(),
    leftOut(),
    onlyThese(),
    element("fieldset", {}, element("legend", {}, word("sign")), SIGNS.map(signBox)),
    quoted(),
    element("p", { class: "hint" }, word("thickness")),
    element("fieldset", {}, element("legend", {}, word("type")), TYPES.map(typeBox)),
    element("p", { class: "hint" }, campSample(), word("camps-meaning")),
    contradictions(),
    between(),
    choice("kind", word("kind"), word("all-kinds"), usedKinds()),
    choice("issue", word("by-issue"), word("all-issues"), knownIssues()),
    several("source", "source-text", "all-sources", usedSources()),
    certainty(),
    several("coder", "coder", "all-coders", usedCoders()),
    element("fieldset", {}, element("legend", {}, word("period")), day("from"), day("to"), undated()),
    element("button", { type: "button", name: "reset", onclick: resetFilters }, word("reset")),
  ].filter((one) => one !== null));
  if (focused) form.elements[focused]?.focus();
}

/** How many edges are shown, and how many of them one can check. */
function coverage() {
  const shown = shownEdges();
  const checkable = shown.filter((edge) => edge.evidenced);
  return element("p", { class: "coverage" },
    word("coverage").replace("{edges}", shown.length).replace("{quoted}", checkable.length));
}

/** What is drawn of a network too large to draw whole, and how it was chosen. */
function leftOut() {
  if (!data.leftOut) return null;
  return element("ul", { class: "left-out" }, data.leftOut.sentences.map(({ key, values }) =>
    element("li", {}, word(key).replace(/{([a-z-]+)}/g, (_, name) => number(values[name])))));
}

function signBox(sign) {
  return tick("signs", sign, element("span", {}, lineSample(sign), word(`legend-${sign}`)));
}

/** What a line looks like behind which no quotation stands, and the way to leave such lines out. */
function quoted() {
  const count = data.edges.filter((edge) => !edge.evidenced).length;
  if (!count) return null;
  const onchange = (event) => change({ quoted: event.target.checked });
  const box = element("input", { type: "checkbox", name: "quoted", onchange });
  box.checked = state.quoted;
  return element("fieldset", {}, element("legend", {}, word("unevidenced")),
    element("p", { class: "unevidenced-key" }, lineSample("support", false), lineSample("opposition", false),
      word(data.edges.some((edge) => edge.events) ? "legend-coded" : "legend-unevidenced")),
    element("label", {}, box, `${word("only-quoted")} (−${count})`));
}

/** What a type is called: of actors coded by a program nobody knows what sort of body they are. */
function sortOf(type) {
  const all = type === "collective" ? data.nodes.filter((node) => node.type === type) : [];
  return all.length && all.every((node) => node.unsorted) ? "unsorted" : type;
}

function typeBox(type) {
  return tick("types", type, element("span", {}, markSample(type), word(sortOf(type))));
}

/** A box that puts a value into, or takes it out of, one of the state's lists. */
function tick(list, value, label) {
  const onchange = (event) => {
    const all = { signs: SIGNS, types: TYPES, certainties: CERTAINTIES }[list];
    const kept = new Set(state[list]);
    if (event.target.checked) kept.add(value);
    else kept.delete(value);
    change({ [list]: all.filter((one) => kept.has(one)) });
  };
  const box = element("input", { type: "checkbox", name: `${list}-${value}`, onchange });
  box.checked = state[list].includes(value);
  return element("label", {}, box, label);
}

function choice(name, label, all, options) {
  const onchange = (event) => change({ [name]: event.target.value });
  const select = element("select", { name, onchange }, element("option", { value: "" }, all),
    options.map(([value, text]) => element("option", { value }, text)));
  select.value = state[name];
  return element("label", { class: "field" }, label, select);
}

/** A choice where there is something to choose from. */
const several = (name, label, all, options) =>
  options.length > 1 ? choice(name, word(label), word(all), options) : null;

const byText = (options) =>
  options.sort(([, one], [, other]) => one.localeCompare(other, state.lang));

function usedKinds() {
  const used = [...new Set(data.nodes.map((node) => node.kind))].filter((kind) => kind);
  return byText(used.map((kind) => [kind, code("kind", kind)]));
}

function knownIssues() {
  const issues = data.nodes.filter((node) => node.type === "issue");
  return byText(issues.map((node) => [node.id, inLanguage(node.label)]));
}

const usedSources = () => byText(data.sources.map((source) => [source.id, inLanguage(source.title)]));

const usedCoders = () => byText(inNetwork().coders.map((coder) => [coder, coderName(coder)]));

export const coderName = (coder) => (Object.hasOwn(data.coders, coder) ? data.coders[coder] : coder);

/** How certain a statement is; nothing where all are equally so. */
function certainty() {
  const used = CERTAINTIES.filter((one) => inNetwork().certainties.has(one));
  if (used.length < 2) return null;
  return element("fieldset", {}, element("legend", {}, word("certainty")),
    used.map((one) =>
      tick("certainties", one, element("span", {}, code("certainty", one)))));
}

/** The camps that the edges shown lead from and to, once somebody has chosen some. */
function between() {
  if (!state.between) return null;
  const [from, to] = state.between.split(".").map(campName);
  const onclick = () => change({ between: "" });
  return element("p", { class: "chip" }, `${from} → ${to} `,
    element("button", { type: "button", name: "between", "aria-label": word("all-camps"), onclick }, "×"));
}

/** Name a camp by its number, those without one by 0, and the issues by "issue". */
export function campName(camp) {
  if (camp === "issue") return word("issues");
  return camp === "0" ? word("unaligned") : `${word("camp")} ${camp}`;
}

const values = new WeakMap();

/** Return which values stand in the network: it may be large, and is looked through once. */
function inNetwork() {
  if (!values.has(data)) {
    const days = data.statements.flatMap((one) => [one.notBefore, one.notAfter]).filter((one) => one).sort();
    values.set(data, {
      days: [days[0], days.at(-1)],
      coders: [...new Set(data.statements.map((one) => one.coder))],
      certainties: new Set(data.statements.map((one) => one.certainty)),
      contradictions: data.edges.filter((edge) => edge.contradicts).length,
    });
  }
  return values.get(data);
}

function day(name) {
  const [first, last] = inNetwork().days;
  const onchange = (event) => change({ [name]: event.target.value });
  const input = element("input", { type: "date", name, min: first, max: last, onchange });
  input.value = state[name];
  return element("label", { class: "field" }, word(name), input);
}

function contradictions() {
  const onchange = (event) => change({ contradictions: event.target.checked });
  const box = element("input", { type: "checkbox", name: "contradictions", onchange });
  box.checked = state.contradictions;
  const count = inNetwork().contradictions;
  return element("fieldset", {}, element("legend", {}, word("camps")),
    element("label", {}, box, `${word("only-contradictions")} (${count})`));
}

/** The way out of an answer to which the network is held. */
function onlyThese() {
  if (state.only.size === 0) return null;
  const onclick = () => change({ only: new Set() });
  return element("button", { type: "button", name: "only", onclick },
    `${word("only-answer")} (${state.only.size}) `, element("span", { "aria-hidden": "true" }, "✕"));
}

function undated() {
  const onchange = (event) => change({ undated: event.target.checked });
  const box = element("input", { type: "checkbox", name: "undated", onchange });
  box.checked = state.undated;
  return element("label", {}, box, word("undated"));
}

export function resetFilters() {
  change({ signs: [...SIGNS], types: [...TYPES], certainties: [...CERTAINTIES], kind: "", issue: "", source: "",
    coder: "", between: "", from: "", to: "", undated: true, contradictions: false, quoted: false,
    only: new Set() });
}

const sample = (width, ...children) =>
  shape("svg", { class: "sample", width, height: 20, viewBox: `0 0 ${width} 20`, "aria-hidden": "true" },
    ...children);

export function lineSample(sign, evidenced = true) {
  const look = evidenced ? sign : `${sign} unevidenced`;
  const line = { class: `line ${look}`, d: "M2,10 H34" };
  const end = sign === "support" ? "M32,4 L43,10 L32,16 Z" : "M34,3 h3 v14 h-3 Z";
  return sample(46, shape("path", line), shape("path", { class: `end ${look}`, d: end }));
}

const OUTLINES = {
  organization: "M3,3 h14 v14 h-14 Z",
  collective: "M2,10 L6,3 L14,3 L18,10 L14,17 L6,17 Z",
  issue: "M10,3 L17,10 L10,17 L3,10 Z",
};

export function markSample(type) {
  const mark = type === "person" ? shape("circle", { cx: 10, cy: 10, r: 8 })
    : shape("path", { d: OUTLINES[type] });
  mark.setAttribute("class", type === "issue" ? "mark issue" : "mark");
  return sample(20, mark);
}

function campSample() {
  const number = shape("text", { class: "number", x: 20, y: 14, "text-anchor": "middle" }, "1");
  return sample(40, shape("rect", { class: "ground", width: 40, height: 20, rx: 10 }),
    shape("circle", { class: "camp", cx: 20, cy: 10, r: 8 }), number);
}
