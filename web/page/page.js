// The page: start it, and show the state whenever it changes.

function show() {
  const focused = document.activeElement;
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  showWords();
  byId("language").value = state.lang;
  byId("theme").value = state.theme;
  byId("network").hidden = state.view !== "network";
  byId("table").hidden = state.view !== "table";
  for (const button of byId("views").children) {
    button.setAttribute("aria-pressed", String(button.value === state.view));
  }
  showFilters();
  showDrawing();
  showTable();
  showPanel();
  showStatus();
  // What had the focus may have been made anew: then one goes on reading at the heading.
  if (!focused.isConnected && document.activeElement === document.body) byId("chosen").focus();
}

/** Close what is chosen, and go back to where it was chosen. */
function leave() {
  const row = state.edge;
  chooseNothing();
  const button = [...byId("table").querySelectorAll("tbody button")].find((one) => one.value === row);
  (state.view === "table" && button ? button : byId("search")).focus();
}

function showStatus() {
  const shown = `${shownEdges().length} ${word("of")} ${data.edges.length} ${word("shown")}`;
  const what = state.edge ? edgeClaim(edges.get(state.edge))
    : state.node ? isolated(nodeLabel(state.node)) : "";
  byId("status").textContent = what ? `${shown} · ${colon(word("selected"))}${what}` : shown;
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return state.edge || state.node ? leave() : undefined;
  if (["INPUT", "SELECT"].includes(event.target.tagName)) return;
  if (event.key === "/") byId("search").focus();
  else if (event.key === "+") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

function start() {
  document.documentElement.classList.add("scripted");
  readAddress();
  byId("language").append(...Object.keys(data.words).map((tag) =>
    element("option", { value: tag, lang: tag }, new Intl.DisplayNames([tag], { type: "language" }).of(tag))));
  byId("language").addEventListener("change", (event) => change({ lang: event.target.value }));
  byId("theme").addEventListener("change", (event) => change({ theme: event.target.value }));
  for (const button of byId("views").children) {
    button.addEventListener("click", () => change({ view: button.value }));
  }
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    change({ view: "table" });
    byId("table").focus();
  });
  byId("search").addEventListener("input", showResults);
  document.querySelector(".search").addEventListener("keydown", searchKeys);
  for (const button of byId("zoom").children) {
    const act = { in: () => zoom(1.25), out: () => zoom(0.8), fit }[button.value];
    button.addEventListener("click", act);
  }
  document.addEventListener("keydown", keys);
  window.addEventListener("popstate", () => {
    readAddress();
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  // Print is always light, also where the screen is dark, and as wide as the paper.
  matchMedia("print").addEventListener("change", () => {
    show();
    fill();
  });
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector("#filters details").open = false;
  startDrawing();
  show();
}

start();
