// The actors and their measures, to be sorted by any of them.

import { byId, element } from "../../shared/elements.js";
import { beginning, shrink } from "../../shared/more.js";
import { nodeLabel, nodes } from "../../shared/network.js";
import { nodeButton } from "../../shared/panel.js";
import { state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { meaning, section } from "./meaning.js";

const sorted = { by: 1, descending: true };

/** Return the columns: [word, what it means, the value of each actor by id]. */
function columns({ degrees, pn_index: position, brokers, frontier }) {
  const byActor = (ids, values) => new Map(ids.map((id, at) => [id, values[at]]));
  return [
    ["allies", degrees, byActor(degrees.actors, degrees.allies)],
    ["opponents", degrees, byActor(degrees.actors, degrees.opponents)],
    position?.scores && ["position", position, byActor(position.actors, position.scores)],
    brokers && ["brokerage", brokers, new Map(brokers.actors.map(({ id, score }) => [id, score]))],
    frontier && ["frontier", frontier, new Map(frontier.actors.map(({ id, weight }) => [id, weight]))],
  ].filter(Boolean);
}

/** The table; `show` shows the pane anew. */
export function actorTable(results, show) {
  const given = columns(results);
  const ids = results.degrees.actors.filter((id) => nodes.has(id));
  const again = () => {
    show();
    return [...byId("camps").querySelectorAll("[data-section=actors] tbody .name")];
  };
  const [shown, more] = beginning("actors", inOrder(ids, given), again);
  const number = new Intl.NumberFormat(state.lang, { maximumFractionDigits: 3 });
  const rows = shown.map((id) => element("tr", {}, element("th", { scope: "row" }, nodeButton(id)),
    given.map(([, , values]) => element("td", { class: "count" }, number.format(values.get(id) ?? 0)))));
  const head = [["actor"], ...given].map(([name], at) => header(name, at, show));
  return section("actors", word("measures"),
    element("div", { class: "wide", role: "group", tabindex: 0, "aria-label": word("measures") },
      element("table", {}, element("thead", {}, element("tr", {}, head)), element("tbody", {}, rows))),
    more,
    meaning("actors", ...given.map(([name, one]) => [word(name), word(`${name}-meant`), one.definition])));
}

function inOrder(ids, given) {
  const compare = new Intl.Collator(state.lang, { numeric: true }).compare;
  const byName = (one, other) => compare(nodeLabel(one), nodeLabel(other));
  const direction = sorted.descending ? -1 : 1;
  if (sorted.by === 0 || sorted.by > given.length) {
    return [...ids].sort((one, other) => byName(one, other) * direction);
  }
  const values = given[sorted.by - 1][2];
  return [...ids].sort((one, other) =>
    ((values.get(one) ?? 0) - (values.get(other) ?? 0)) * direction || byName(one, other));
}

function header(name, at, show) {
  const now = sorted.by === at;
  const onclick = () => {
    // Numbers are asked for from the top, names from the beginning.
    sorted.descending = now ? !sorted.descending : at > 0;
    sorted.by = at;
    shrink("actors");
    show();
  };
  const arrow = now ? (sorted.descending ? " ▼" : " ▲") : "";
  const direction = sorted.descending ? "descending" : "ascending";
  return element("th", { scope: "col", "aria-sort": now ? direction : null },
    element("button", { type: "button", id: `measure-${at}`, onclick }, word(name),
      element("span", { "aria-hidden": "true" }, arrow)));
}
