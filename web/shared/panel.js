// What stands beside the network: the quotations of what is chosen, and the text they stand in.

import { byId, element } from "./elements.js";
import { markSample } from "./filters.js";
import {
  campShade, data, edgeClaim, edgePasses, edges, edgesAt, nodeLabel, nodes, signOf, sources, statementPasses, statements, verb,
} from "./network.js";
import { leave } from "./shell.js";
import { chooseEdge, chooseNode, state } from "./state.js";
import { code, colon, inLanguage, isolated, word } from "./words.js";

export function showPanel() {
  const panel = byId("panel");
  const [heading, cards, said] = state.edge ? edgePanel() : state.node ? nodePanel() : overview();
  const chosenOne = Boolean(state.edge || state.node);
  const close = element("button", { type: "button", onclick: leave }, word("close"));
  panel.replaceChildren(
    element("div", { class: "panel-head" }, heading, chosenOne ? close : null),
    element("div", { class: "cards", tabindex: 0, role: "group", "aria-labelledby": "chosen" }, cards),
    ...(said.length ? [textsOf(said)] : []),
  );
  if (said.length) scrollToMark(said[0]);
}

const heading = (text) => element("h2", { id: "chosen", tabindex: -1 }, text);

export const nodeButton = (id) => id === "author" ? word("author")
  : element("button", { type: "button", class: "name", onclick: () => chooseNode(id) }, nodeLabel(id));

// ---- an edge

function edgePanel() {
  const edge = edges.get(state.edge);
  const said = edge.statements.map((id) => statements.get(id));
  return [heading(edgeClaim(edge)), said.map(card), said];
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
    passes ? null : element("p", { class: "hint" }, `(${word("outside-filter")})`),
  );
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
    [word("coder"), data.coders[one.coder] ?? one.coder],
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
  const own = edgesAt.get(node.id).filter(edgePasses);
  const groups = DIRECTIONS.map(([name, belongs]) => [
    word(name), statementsOf(own.filter((edge) => belongs(edge, node.id))),
  ]);
  const inNetwork = new Set(edgesAt.get(node.id).flatMap((edge) => edge.statements));
  const touches = (one) => [one.holder, one.target, one.about].includes(node.id);
  const others = data.statements.filter((one) => touches(one) && !inNetwork.has(one.id));
  groups.push([word("about-here"), others.filter((one) => one.edge && statementPasses(one))]);
  groups.push([word("outside-network"), others.filter((one) => !one.edge)]);
  const cards = groups.filter(([, said]) => said.length > 0).map(([name, said]) =>
    element("section", {}, element("h3", { class: "group" }, name), said.map(card)));
  return [heading(inLanguage(node.label)), [about(node), ...cards], groups.flatMap(([, said]) => said)];
}

const statementsOf = (group) =>
  group.flatMap((edge) => edge.statements.map((id) => statements.get(id))).filter(statementPasses);

/** Who or what this is: type, names, what it is part of, and the same thing elsewhere. */
function about(node) {
  const parts = data.nodes.filter((other) => other.partOf === node.id);
  const links = (match) => node.links.filter((link) => link.match === match).map(outside);
  const camp = node.type !== "issue" && (node.camp ? `${word("camp")} ${node.camp}` : word("unaligned"));
  const kind = [word(node.type), node.kind && code("kind", node.kind), camp].filter((one) => one);
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
    data.corpus.publisher ? element("p", { class: "hint" }, colon(word("publisher")), data.corpus.publisher) : null,
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
  const rows = [["creator", "creator"], ["when", "date"], ["rights", "rights"], ["provenance", "provenance"]]
    .filter(([, name]) => source[name]);
  return element("section", { class: "source" },
    element("h3", {}, colon(word("source-text")) + inLanguage(source.title)),
    element("dl", {}, rows.map(([name, value]) =>
      element("div", {}, element("dt", {}, word(name)), element("dd", {}, source[value])))));
}

// ---- the text

/** Show the full texts that statements rest on, their quotations marked. */
function textsOf(said) {
  const passages = said.flatMap((one) => one.evidence.map((passage) => ({ ...passage, one })));
  const used = [...new Set(passages.map((passage) => passage.source))].map((id) => sources.get(id));
  return element("div", { class: "texts", tabindex: 0, role: "region", "aria-label": word("full-text") },
    used.map((source) => element("article", {},
      element("h3", {}, colon(word("full-text")) + inLanguage(source.title)),
      source.text === null
        ? element("p", { class: "hint" }, word("no-text"))
        : element("div", { class: "text", lang: source.language },
          marked(source.text, passages.filter((passage) => passage.source === source.id))))));
}

/** Cut a text at every border of a passage; pieces inside one are marked. Offsets count code points. */
export function marked(text, passages) {
  const points = Array.from(text);
  const borders = new Set([0, points.length, ...passages.flatMap(({ start, end }) => [start, end])]);
  const cuts = [...borders].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, at) => {
    const piece = points.slice(start, cuts[at + 1]).join("");
    const inside = passages.filter((passage) => passage.start <= start && start < passage.end);
    if (inside.length === 0) return piece;
    const signs = [...new Set(inside.map((passage) => signOf(passage.one)))];
    const ids = inside.map((passage) => `${passage.one.id}@${passage.start}`);
    return element("mark", { class: signs.join(" "), "data-passages": ids.join(" ") }, piece);
  });
}

/** Bring the passage of a statement into sight and point it out; move there when asked to. */
export function scrollToMark(one, passage = one.evidence[0], moveThere = false) {
  const wanted = `${one.id}@${passage.start}`;
  const pieces = [...document.querySelectorAll(".text mark")]
    .filter((mark) => mark.dataset.passages.split(" ").includes(wanted));
  if (pieces.length === 0) return;
  const texts = pieces[0].closest(".texts");
  const above = pieces[0].getBoundingClientRect().top - texts.getBoundingClientRect().top;
  texts.scrollTop += above - texts.clientHeight / 3;
  for (const mark of document.querySelectorAll(".text mark.now")) mark.classList.remove("now");
  for (const mark of pieces) mark.classList.add("now");
  if (!moveThere) return;
  texts.scrollIntoView({ block: "nearest" });
  texts.focus({ preventScroll: true });
}
