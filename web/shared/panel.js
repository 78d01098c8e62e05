// What stands beside the network: the quotations of what is chosen, and the text they stand in.

import { citeButton } from "./cite.js";
import { byId, element } from "./elements.js";
import { coderName, markSample } from "./filters.js";
import { beginning } from "./more.js";
import {
  campShade, data, edgeClaim, edgePasses, edges, edgesAt, nodeLabel, nodes, signOf, sources, statementPasses,
  saidOf, statements, ties, verb,
} from "./network.js";
import { leave } from "./shell.js";
import { chooseEdge, chooseNode, state } from "./state.js";
import { showPassage, textOf } from "./text.js";
import { code, colon, inLanguage, isolated, number, word } from "./words.js";

/** The views that show the texts themselves: what brings a passage into sight there. */
const textViews = new Map();

/** Let a view show the texts in the place of the panel; `point(one, passage)` brings a passage into sight. */
export function addTextView(view, point) {
  textViews.set(view, point);
}

export function showPanel() {
  const panel = byId("panel");
  const [title, cards, said] = state.edge ? edgePanel() : state.node ? nodePanel() : overview();
  const chosenOne = Boolean(state.edge || state.node);
  const close = element("button", { type: "button", onclick: leave }, word("close"));
  const withText = said.length > 0 && !textViews.has(state.view);
  panel.replaceChildren(
    element("div", { class: "panel-head" }, title, chosenOne ? close : null),
    element("div", { class: "cards", tabindex: 0, role: "group", "aria-labelledby": "chosen" }, cards),
    ...(withText ? [textsOf(said)] : []),
  );
  if (withText) scrollToMark(said[0]);
}

/** Return the statements of the edge that is chosen, or of the actor or issue; none where none is. */
export function chosenStatements() {
  if (state.edge) return saidOf(edges.get(state.edge)).filter((one) => one.evidence.length > 0);
  return state.node ? statementsAt(nodes.get(state.node)).flatMap(([, said]) => said) : [];
}

const heading = (text) => element("h2", { id: "chosen", tabindex: -1 }, text);

export const nodeButton = (id) => id === "author" ? word("author")
  : element("button", { type: "button", class: "name", onclick: () => chooseNode(id) }, nodeLabel(id));

// ---- an edge

function edgePanel() {
  const [edge, said] = [edges.get(state.edge), chosenStatements()];
  return [heading(edgeClaim(edge)), edge.evidenced ? first("edge", said) : edge.ties.map(tieCard), said];
}

/** The first cards of a list, and the button that shows more. */
function first(name, said) {
  const again = () => {
    showPanel();
    return [...byId("panel").querySelectorAll(`[data-list="${name}"] > .card .name`)];
  };
  const [shown, more] = beginning(`${name} ${state.edge || state.node}`, said, again);
  return element("div", { "data-list": name }, shown.map(card), more);
}

/** One statement: the claim, its quotation, and everything coded about it. */
export function card(one) {
  const passes = statementPasses(one);
  return element("article", { class: `card ${signOf(one)}`, "data-statement": one.id },
    element("h3", {}, nodeButton(one.holder), " ", signMark(one), " ", nodeButton(one.target)),
    one.evidence.map((passage) => quotation(passage, one)),
    element("dl", {}, facts(one).flatMap(([name, value]) => [
      element("div", {}, element("dt", {}, colon(name)), element("dd", {}, value)),
    ])),
    element("p", { class: "hint" }, one.iri),
    element("p", { class: "actions" }, citeButton(one)),
    passes ? null : element("p", { class: "hint" }, `(${word("outside-filter")})`),
  );
}

/** A tie without a quotation: that there is none, and where the tie comes from. */
function tieCard(id) {
  const tie = ties.get(id);
  const given = [
    [word("when"), tie.when || word("no-date")],
    ...(tie.events ? [[word("events"), number(tie.events)], [word("weight"), number(tie.weight)]]
      : [[word("strength"), `${tie.strength} ${word("of-three")}`]]),
    [word("note"), tie.note],
  ].filter(([, value]) => value);
  return element("article", { class: `card unevidenced ${signOf(tie)}`, "data-tie": id },
    element("h3", {}, nodeButton(tie.holder), " ", signMark(tie), " ", nodeButton(tie.target)),
    element("p", { class: "no-quotation" }, word(tie.events ? "coded-meaning" : "no-quotation-meaning")),
    element("p", {}, colon(word("came-from")), tie.provenance || word("came-from-unknown")),
    element("dl", {}, given.map(([name, value]) =>
      element("div", {}, element("dt", {}, colon(name)), element("dd", {}, value)))),
    element("p", { class: "hint" }, tie.iri),
    statementPasses(tie) ? null : element("p", { class: "hint" }, `(${word("outside-filter")})`));
}

export const signMark = (one) =>
  element("span", { class: `sign ${signOf(one)}` }, one.sign > 0 ? "→ " : "⊣ ", verb(one));

function quotation(passage, one) {
  const source = sources.get(passage.source);
  const jump = () => scrollToMark(one, passage, true);
  return element("figure", {},
    element("blockquote", { lang: source.language, cite: source.iri }, passage.exact),
    element("figcaption", {}, inLanguage(source.title), " ",
      source.text === null ? null
        : element("button", { type: "button", onclick: jump }, word("in-text"))),
  );
}

/** Return what is coded about a statement as [name, value] pairs; what is not given is left out. */
export function facts(one) {
  const basis = one.dateBasis ? ` (${code("dateBasis", one.dateBasis)})` : "";
  const found = [
    [word("when"), one.when ? one.when + basis : word("no-date")],
    [word("about"), one.about && nodeButton(one.about)],
    [word("voice"), one.voice && nodeButton(one.voice)],
    [word("relation"), one.relation && code("relation", one.relation)],
    [word("mode"), one.mode && code("mode", one.mode)],
    [word("modality"), one.modality !== "actual" && code("modality", one.modality)],
    [word("certainty"), code("certainty", one.certainty)],
    [word("strength"), `${one.strength} ${word("of-three")}`],
    [word("coder"), coderName(one.coder)],
    [word("note"), one.note],
  ];
  return found.filter(([, value]) => value);
}

// ---- an actor or an issue

const DIRECTIONS = [
  ["supports", (edge, id) => edge.from === id && edge.sign > 0],
  ["opposes", (edge, id) => edge.from === id && edge.sign < 0],
  ["supported-by", (edge, id) => edge.to === id && edge.sign > 0],
  ["opposed-by", (edge, id) => edge.to === id && edge.sign < 0],
];

function nodePanel() {
  const node = nodes.get(state.node);
  const groups = statementsAt(node);
  const cards = groups.map(([name, said]) =>
    element("section", {}, element("h3", { class: "group" }, word(name)), first(name, said)));
  const unquoted = edgesAt.get(node.id).filter((edge) => !edge.evidenced && edgePasses(edge));
  if (unquoted.length) {
    const claims = unquoted.flatMap((edge) => edge.ties).filter((id) => statementPasses(ties.get(id)));
    cards.push(element("section", {}, element("h3", { class: "group" }, word("unevidenced")), claims.map(tieCard)));
  }
  return [heading(inLanguage(node.label)), [about(node), ...cards], groups.flatMap(([, said]) => said)];
}

/** Return the statements on an actor or issue, by what they say of it, as [word, statements]. */
function statementsAt(node) {
  const own = edgesAt.get(node.id).filter(edgePasses);
  const groups = DIRECTIONS.map(([name, belongs]) =>
    [name, statementsOf(own.filter((edge) => belongs(edge, node.id)))]);
  const inNetwork = new Set(edgesAt.get(node.id).flatMap((edge) => edge.statements));
  const touches = (one) => [one.holder, one.target, one.about].includes(node.id);
  const others = data.statements.filter((one) => touches(one) && !inNetwork.has(one.id));
  groups.push(["about-here", others.filter((one) => one.edge && statementPasses(one))]);
  groups.push(["outside-network", others.filter((one) => !one.edge)]);
  return groups.filter(([, said]) => said.length > 0);
}

const statementsOf = (group) =>
  group.flatMap((edge) => edge.statements.map((id) => statements.get(id))).filter(statementPasses);

/** Who or what this is: type, names, what it is part of, and the same thing elsewhere. */
function about(node) {
  const parts = data.nodes.filter((other) => other.partOf === node.id);
  const links = (match) => node.links.filter((link) => link.match === match).map(outside);
  const camp = node.type !== "issue" && (node.camp ? `${word("camp")} ${node.camp}` : word("unaligned"));
  const kind = [word(node.unsorted ? "unsorted" : node.type), node.kind && code("kind", node.kind), camp].filter((one) => one);
  const rows = [
    [word("names"), node.names.flatMap((name) => [word("quoted").replace("{text}", () => isolated(name)), " "])],
    [word("part-of"), node.partOf ? [nodeButton(node.partOf)] : []],
    [word("has-parts"), parts.flatMap((part) => [nodeButton(part.id), " "])],
    [word("same-as"), links("exact")],
    [word("close-to"), links("close")],
    [word("note"), node.note ? [node.note] : []],
    [word("cite"), [node.iri]],
  ].filter(([, values]) => values.length > 0);
  const definition = inLanguage(node.definition);
  return element("div", { class: "about" }, element("p", {}, markSample(node.type), kind.join(" · ")),
    definition ? element("p", {}, definition) : null,
    element("dl", {}, rows.map(([name, values]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, values)))));
}

/** A link out of the page; only to the web, never to a script. */
export function outside({ iri }) {
  return /^https?:\/\//i.test(iri)
    ? element("a", { href: iri, rel: "noreferrer noopener", target: "_blank" }, iri)
    : iri;
}

// ---- nothing chosen

function overview() {
  const actors = data.nodes.filter((node) => node.type !== "issue");
  const counts = [
    [word("actors"), actors.length],
    [word("issues"), data.nodes.length - actors.length],
    [word("edges"), data.edges.length],
    [word("statements"), `${data.statements.length}, ${word("with-quotation")}`],
    ...(ties.size ? [[word("unevidenced"), ties.size]] : []),
  ];
  const loose = actors.filter((node) => !node.camp).map((node) => node.id);
  const camps = data.camps.map((camp) => members(`${word("camp")} ${camp.id}`, camp.members, camp.id));
  return [heading(word("overview")), [
    element("p", {}, inLanguage(data.corpus.description)),
    element("p", { class: "hint" }, word("overview-hint")),
    element("dl", { class: "counts" }, counts.map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, String(value))))),
    camps,
    loose.length ? members(word("unaligned"), loose, 0) : null,
    contradicting(),
    data.sources.map(sourceFacts),
    data.corpus.publisher
      ? element("p", { class: "hint" }, colon(word("publisher")), data.corpus.publisher) : null,
    data.corpus.licence
      ? element("p", { class: "hint" }, colon(word("licence")), outside({ iri: data.corpus.licence })) : null,
  ].flat(), []];
}

/** What the camps cannot explain: opposition within one, support that leaves one. */
function contradicting() {
  const found = data.edges.filter((edge) => edge.contradicts);
  if (!found.length) return null;
  const line = (edge) => element("li", {}, element("button",
    { type: "button", class: "name", onclick: () => chooseEdge(edge.id) }, edgeClaim(edge)));
  return element("section", { class: "camp" }, element("h3", {}, word("contradictions")),
    element("p", { class: "hint" }, word("contradictions-meaning")),
    element("ul", { class: "names" }, found.map(line)));
}

function members(title, ids, camp) {
  const names = element("ul", { class: "names" }, ids.map((id) => element("li", {}, nodeButton(id))));
  const box = element("section", { class: "camp" }, element("h3", {}, title), names);
  if (camp) box.style.backgroundColor = `var(--ground-${campShade(camp)})`;
  return box;
}

function sourceFacts(source) {
  const rows = [
    ["creator", "creator"], ["when", "date"], ["publication", "publication"], ["section", "section"],
    ["genre", "genre"], ["rights", "rights"], ["provenance", "provenance"],
  ].filter(([, name]) => source[name]);
  return element("section", { class: "source" },
    element("h3", {}, colon(word("source-text")) + inLanguage(source.title)),
    element("dl", {}, rows.map(([name, value]) =>
      element("div", {}, element("dt", {}, word(name)), element("dd", {}, source[value])))));
}

// ---- the text

/** Show the full texts that statements rest on, their quotations marked. */
function textsOf(said) {
  const used = [...new Set(said.flatMap((one) => one.evidence.map((passage) => passage.source)))];
  return element("div", { class: "texts", tabindex: 0, role: "region", "aria-label": word("full-text") },
    used.map((id) => sources.get(id)).map((source) => element("article", {},
      element("h3", {}, colon(word("full-text")) + inLanguage(source.title)),
      source.text === null
        ? element("p", { class: "hint" }, word("no-text"))
        : textOf(source, `panel ${source.id}`, said))));
}

/** Bring the passage of a statement into sight and point it out; move there when asked to. */
export function scrollToMark(one, passage = one.evidence[0], moveThere = false) {
  if (textViews.has(state.view)) return textViews.get(state.view)(one, passage, moveThere);
  const texts = byId("panel").querySelector(".texts");
  showPassage(texts, one, passage);
  if (!moveThere) return;
  texts.scrollIntoView({ block: "nearest" });
  texts.focus({ preventScroll: true });
}
