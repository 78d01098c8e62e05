// What every page has around its panes: a head, views to choose from, keys, and a line of status.

import { byId, element } from "./elements.js";
import { showFilters } from "./filters.js";
import { data, edgeClaim, edges, nodeLabel, shownEdges } from "./network.js";
import { showPanel } from "./panel.js";
import { searchKeys, showResults } from "./search.js";
import { change, chooseNothing, readAddress, state, whenChanged } from "./state.js";
import { colon, isolated, showWords, word } from "./words.js";

/** What shows each view, by the view's name, which is also the id of its element. */
const panes = new Map();
/** What a key does where one is not writing. */
const keys = new Map([["/", () => byId("search").focus()]]);

/** Let a view be shown: `show` is called whenever it is in sight and the state has changed. */
export function addPane(view, show) {
  panes.set(view, show);
}

/** Let a key do something. */
export function addKey(key, act) {
  keys.set(key, act);
}

/** Show the state. */
export function show() {
  const focused = document.activeElement;
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  showWords();
  byId("language").value = state.lang;
  byId("theme").value = state.theme;
  for (const view of panes.keys()) byId(view).hidden = state.view !== view;
  for (const button of byId("views").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === state.view));
  }
  showFilters();
  panes.get(state.view)();
  showPanel();
  showStatus();
  // What had the focus may have been made anew: then one goes on reading at the heading.
  if (!focused.isConnected && document.activeElement === document.body) byId("chosen").focus();
}

/** Close what is chosen, and go back to where it was chosen. */
export function leave() {
  const row = state.edge || state.node;
  const place = document.activeElement;
  chooseNothing();
  // Whoever chose by key in a text or on a timeline is still there.
  if (place.isConnected && byId(state.view).contains(place)) return;
  const button = [...byId(state.view).querySelectorAll("tbody button")].find((one) => one.value === row);
  (row && button ? button : byId("search")).focus();
}

function showStatus() {
  const shown = `${shownEdges().length} ${word("of")} ${data.edges.length} ${word("shown")}`;
  const what = state.edge ? edgeClaim(edges.get(state.edge))
    : state.node ? isolated(nodeLabel(state.node)) : "";
  byId("status").textContent = what ? `${shown} · ${colon(word("selected"))}${what}` : shown;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") return state.edge || state.node ? leave() : undefined;
  if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  if (!keys.has(event.key)) return;
  keys.get(event.key)();
  event.preventDefault();
}

/**
 * Make the page do what its head promises, and show the state that its address names.
 *
 * `prepare` is called when that state is known, before it is shown.
 */
export function start(prepare) {
  document.documentElement.classList.add("scripted");
  readAddress();
  byId("language").append(...Object.keys(data.words).map((tag) =>
    element("option", { value: tag, lang: tag }, new Intl.DisplayNames([tag], { type: "language" }).of(tag))));
  byId("language").addEventListener("change", (event) => change({ lang: event.target.value }));
  byId("theme").addEventListener("change", (event) => change({ theme: event.target.value }));
  for (const button of byId("views").querySelectorAll("button")) {
    button.addEventListener("click", () => change({ view: button.value }));
  }
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    change({ view: "table" });
    byId("table").focus();
  });
  byId("search").addEventListener("input", showResults);
  byId("search").addEventListener("focus", showResults);
  document.querySelector(".search").addEventListener("keydown", searchKeys);
  // What was found lies over the page: it goes as soon as one turns elsewhere.
  const turned = (to) => to && !to.closest?.(".search") && (byId("results").hidden = true);
  document.addEventListener("pointerdown", (event) => turned(event.target));
  document.addEventListener("focusin", (event) => turned(event.target));
  document.addEventListener("keydown", press);
  window.addEventListener("popstate", () => {
    readAddress();
    show();
  });
  whenChanged(show);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector("#filters details").open = false;
  prepare();
  show();
}
