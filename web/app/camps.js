// The camps: who is in which, how sure that is, and what they do not explain. Each number has its meaning.

import "./camps.css";

import { byId, element } from "../shared/elements.js";
import { beginning } from "../shared/more.js";
import { campShade, data, edgeClaim, nodes, ties } from "../shared/network.js";
import { nodeButton } from "../shared/panel.js";
import { addPane } from "../shared/shell.js";
import { chooseEdge, state } from "../shared/state.js";
import { addWords, isolated, word } from "../shared/words.js";
import { matrix } from "./camps/matrix.js";
import { meaning, section } from "./camps/meaning.js";
import { actorTable } from "./camps/measures.js";
import { ambivalence, tension, triangles } from "./camps/tension.js";
import { get } from "./server.js";
import words from "./words/camps.json";

/** What the analysis of each network found, or why there is none. */
const found = new WeakMap();

export function addCamps() {
  addWords(words);
  addPane("camps", showCamps);
}

function showCamps() {
  if (!found.has(data)) fetchAnalysis(data);
  const { results, why } = found.get(data);
  const pane = byId("camps");
  const focused = document.activeElement?.id;
  const top = pane.scrollTop;
  const open = new Set([...pane.querySelectorAll("details[open]")].map((one) => one.dataset.of));
  const status = element("p", { role: "status", class: "hint" }, results ? "" : why || word("camps-waiting"));
  pane.replaceChildren(...[
    element("h2", {}, word("camps")),
    status,
    membership(results),
    matrix(),
    contradictions(),
    results?.frustration ? tension(results) : null,
    ambivalence(),
    results?.census ? triangles(results) : null,
    results?.degrees ? actorTable(results, showCamps) : null,
  ].filter((one) => one !== null));
  for (const one of pane.querySelectorAll("details")) one.open = open.has(one.dataset.of);
  pane.scrollTop = top;
  if (focused && pane.contains(byId(focused))) byId(focused).focus();
}

/** Ask for the analysis of a network, and show it as soon as it is there. */
function fetchAnalysis(network) {
  found.set(network, { results: null, why: "" });
  const tell = (what) => {
    found.set(network, what);
    if (data === network && state.view === "camps") showCamps();
  };
  get("/api/analysis.json").then(
    ({ results }) => tell({ results, why: "" }),
    (error) => tell({ results: null, why: error.message }),
  );
}

// ---- who is in which camp

function membership(results) {
  const said = results?.camps ? [sentence(results.camps), stabilitySentence(results.stability)] : [];
  const camps = data.camps.map(({ id, members }) => campBox(String(id), members, results?.stability));
  const loose = data.nodes.filter((node) => node.type !== "issue" && !node.camp).map((node) => node.id);
  return section("membership", word("overview"),
    element("p", {}, word("camps-intro")),
    ties.size ? element("p", {}, word("counted-too").replace("{count}", ties.size)) : null,
    ...said.map((text) => element("p", {}, text)),
    element("div", { class: "camp-boxes" }, camps, loose.length ? campBox("0", loose) : null),
    unsure(results?.stability),
    meaning("camps",
      [word("camps"), word("camps-meant"), results?.camps?.definition],
      [word("unsure"), word("stability-meant"), results?.stability?.definition]));
}

function sentence({ frustration, lower_bound: lower, optimal }) {
  return word(optimal ? "camps-proved" : "camps-bounded")
    .replaceAll("{cost}", frustration).replace("{lower}", lower);
}

function stabilitySentence(stability) {
  if (!stability) return "";
  const said = word(stability.complete ? "stability" : "stability-partial");
  return said.replace("{count}", stability.partitions).replace("{slack}", stability.slack);
}

function campBox(camp, ids, stability) {
  const again = () => {
    showCamps();
    return [...byId("camps").querySelectorAll(`[data-camp="${camp}"] li .name`)];
  };
  const [shown, more] = beginning(`camp ${camp}`, ids, again);
  const title = camp === "0" ? word("unaligned") : `${word("camp")} ${camp}`;
  const box = element("section", { class: "camp", "data-camp": camp },
    element("h4", {}, `${title} (${ids.length})`),
    firmness(ids, stability),
    element("ul", { class: "names" }, shown.map((id) => element("li", {}, nodeButton(id)))), more);
  if (camp !== "0") box.style.backgroundColor = `var(--ground-${campShade(Number(camp))})`;
  return box;
}

/** Say how many pairs of a camp stand together in every division that is nearly as good. */
function firmness(ids, stability) {
  if (!stability || ids.length < 2) return null;
  const inside = new Set(ids);
  const firm = stability.pairs.filter(({ first, second, share }) =>
    share === 1 && inside.has(first) && inside.has(second)).length;
  const all = (ids.length * (ids.length - 1)) / 2;
  const said = firm === all ? word("all-firm") : word("some-firm").replace("{firm}", firm).replace("{all}", all);
  return element("p", { class: "hint" }, said);
}

/** The pairs whose standing together hangs on little. */
function unsure(stability) {
  const pairs = (stability?.pairs ?? []).filter(({ first, second, share }) =>
    share < 1 && nodes.has(first) && nodes.has(second));
  if (!pairs.length) return null;
  const again = () => {
    showCamps();
    return [...byId("camps").querySelectorAll("[data-of=unsure] tbody tr .name:first-child")];
  };
  const [shown, more] = beginning("unsure", pairs, again);
  const percent = new Intl.NumberFormat(state.lang, { style: "percent" });
  const rows = shown.map(({ first, second, share }) => element("tr", {},
    element("td", {}, nodeButton(first)), element("td", {}, nodeButton(second)),
    element("td", { class: "count" }, percent.format(share))));
  const head = ["actor", "actor", "together-in"].map((name) => element("th", { scope: "col" }, word(name)));
  return element("details", { "data-of": "unsure" },
    element("summary", {}, `${word("unsure")} (${pairs.length})`),
    element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows)), more);
}

// ---- what contradicts them

function contradictions() {
  const edges = data.edges.filter((edge) => edge.contradicts);
  const again = () => {
    showCamps();
    return [...byId("camps").querySelectorAll("[data-section=contradictions] li button")];
  };
  const [shown, more] = beginning("contradictions", edges, again);
  const line = (edge) => element("li", {}, element("button",
    { type: "button", class: "name", onclick: () => chooseEdge(edge.id) }, isolated(edgeClaim(edge))));
  return section("contradictions", word("contradictions"),
    element("p", {}, edges.length ? word("contradictions-meaning") : word("no-contradictions")),
    element("ul", { class: "lines" }, shown.map(line)), more);
}
