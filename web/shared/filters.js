// The legend, which is also where one filters: each mark, what it means, and a box to tick.

import { byId, element, shape } from "./elements.js";
import { data } from "./network.js";
import { SIGNS, TYPES, change, state } from "./state.js";
import { code, inLanguage, word } from "./words.js";

export function showFilters() {
  const form = byId("filter-form");
  const focused = document.activeElement?.name;
  form.replaceChildren(
    element("fieldset", {}, element("legend", {}, word("sign")), SIGNS.map(signBox)),
    element("p", { class: "hint" }, word("thickness")),
    element("fieldset", {}, element("legend", {}, word("type")), TYPES.map(typeBox)),
    element("p", { class: "hint" }, campSample(), word("camps-meaning")),
    contradictions(),
    choice("kind", word("kind"), word("all-kinds"), usedKinds()),
    choice("issue", word("by-issue"), word("all-issues"), knownIssues()),
    element("fieldset", {}, element("legend", {}, word("period")), day("from"), day("to"), undated()),
    element("button", { type: "button", name: "reset", onclick: resetFilters }, word("reset")),
  );
  form.elements[focused]?.focus();
}

function signBox(sign) {
  return tick("signs", sign, element("span", {}, lineSample(sign), word(`legend-${sign}`)));
}

function typeBox(type) {
  return tick("types", type, element("span", {}, markSample(type), word(type)));
}

/** A box that puts a value into, or takes it out of, one of the state's lists. */
function tick(list, value, label) {
  const onchange = (event) => {
    const all = list === "signs" ? SIGNS : TYPES;
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

function day(name) {
  const days = data.statements.flatMap((one) => [one.notBefore, one.notAfter]).filter((one) => one);
  days.sort();
  const onchange = (event) => change({ [name]: event.target.value });
  const input = element("input", { type: "date", name, min: days[0], max: days.at(-1), onchange });
  input.value = state[name];
  return element("label", { class: "field" }, word(name), input);
}

function contradictions() {
  const onchange = (event) => change({ contradictions: event.target.checked });
  const box = element("input", { type: "checkbox", name: "contradictions", onchange });
  box.checked = state.contradictions;
  const count = data.edges.filter((edge) => edge.contradicts).length;
  return element("fieldset", {}, element("legend", {}, word("camps")),
    element("label", {}, box, `${word("only-contradictions")} (${count})`));
}

function undated() {
  const onchange = (event) => change({ undated: event.target.checked });
  const box = element("input", { type: "checkbox", name: "undated", onchange });
  box.checked = state.undated;
  return element("label", {}, box, word("undated"));
}

export function resetFilters() {
  change({ signs: [...SIGNS], types: [...TYPES], kind: "", issue: "", from: "", to: "", undated: true,
    contradictions: false });
}

const sample = (width, ...children) =>
  shape("svg", { class: "sample", width, height: 20, viewBox: `0 0 ${width} 20`, "aria-hidden": "true" },
    ...children);

export function lineSample(sign) {
  const line = { class: `line ${sign}`, d: "M2,10 H34" };
  const end = sign === "support" ? "M32,4 L43,10 L32,16 Z" : "M34,3 h3 v14 h-3 Z";
  return sample(46, shape("path", line), shape("path", { class: `end ${sign}`, d: end }));
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
