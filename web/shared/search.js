// Search: actors and issues by any of their names, and quotations by their words.

import { byId, element } from "./elements.js";
import { markSample } from "./filters.js";
import { data, edgeClaim, edges, signOf } from "./network.js";
import { chooseEdge, chooseNode } from "./state.js";
import { folded, inLanguage, word } from "./words.js";

const MOST_FOUND = 8;

export function showResults() {
  const box = byId("results");
  const asked = folded(byId("search").value.trim());
  box.hidden = asked === "";
  if (box.hidden) return;
  const [things, said] = searchedTexts().map((known) =>
    known.filter(([, texts]) => texts.some((text) => text.includes(asked))).map(([one]) => one));
  const all = [...things.slice(0, MOST_FOUND).map(nodeFound), ...said.slice(0, MOST_FOUND).map(statementFound)];
  const list = element("ul", {}, all.map(([text, mark, choose]) =>
    element("li", {}, element("button", { type: "button", onclick: () => take(choose) }, mark, text))));
  const count = things.length + said.length;
  box.replaceChildren(
    element("p", { class: "hint", role: "status" }, count ? `${count} ${word("found")}` : word("found-none")),
    list,
  );
}

const nodeFound = (node) => [inLanguage(node.label), markSample(node.type), () => chooseNode(node.id)];
const statementFound = (one) => [one.evidence[0].exact, claimMark(one), () => chooseEdge(one.edge)];

const index = new WeakMap();

/** Return what can be found: nodes and statements, each with its texts as they are compared. */
function searchedTexts() {
  if (!index.has(data)) {
    const said = data.statements.filter((one) => one.edge);
    index.set(data, [
      data.nodes.map((node) => [node, names(node).map(folded)]),
      said.map((one) => [one, one.evidence.map(({ exact }) => folded(exact))]),
    ]);
  }
  return index.get(data);
}

const claimMark = (one) => element("span", { class: `sign ${signOf(one)}` },
  one.sign > 0 ? "→ " : "⊣ ", edgeClaim(edges.get(one.edge)));

const names = (node) => [node.id, ...Object.values(node.label), ...node.names];

/** Choose a result: leave the list, and read. */
function take(choose) {
  byId("search").value = "";
  byId("results").hidden = true;
  choose();
  byId("chosen").focus();
}

export function searchKeys(event) {
  const buttons = [...byId("results").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Enter" && at < 0 && buttons.length > 0) buttons[0].click();
  else if (event.key === "ArrowDown" && buttons.length > 0) buttons[(at + 1) % buttons.length].focus();
  else if (event.key === "ArrowUp" && at >= 0) (buttons[at - 1] ?? byId("search")).focus();
  else if (event.key === "Escape" && byId("search").value) {
    byId("search").value = "";
    showResults();
    byId("search").focus();
    event.stopPropagation();
  } else return;
  event.preventDefault();
}
