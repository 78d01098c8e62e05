// What can be taken away: the current view as a picture, its edges as a table or as RDF.

import "./save.css";

import { byId, element } from "../shared/elements.js";
import { state } from "../shared/state.js";
import { addWords, word } from "../shared/words.js";
import { keepFile } from "./files.js";
import { picturePng, pictureSvg } from "./network.js";
import { edgesCsv } from "./save/csv.js";
import { edgesTurtle } from "./save/turtle.js";
import { timelineDrawn, timelineSvg } from "./timeline.js";
import words from "./words/save.json";

/** What can be saved: the ending of the file, its media type, when there is one, and how it is made. */
const KINDS = [
  ["png", "image/png", () => state.view === "network", picturePng],
  ["svg", "image/svg+xml", () => state.view === "network", pictureSvg],
  ["svg", "image/svg+xml", () => state.view === "timeline" && timelineDrawn(), timelineSvg],
  ["csv", "text/csv;charset=utf-8", () => true, edgesCsv],
  ["ttl", "text/turtle;charset=utf-8", () => true, edgesTurtle],
];

export function addSave() {
  addWords(words);
  const items = KINDS.map(([ending, , offered, make], at) =>
    [offered, element("li", {}, element("button",
      { type: "button", "data-word": `save-${ending}`, onclick: () => save(KINDS[at], make) }))]);
  const list = element("ul", { id: "save-kinds", hidden: true }, items.map(([, item]) => item));
  const open = (shown) => {
    for (const [offered, item] of items) item.hidden = !offered();
    list.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  };
  const named = { type: "button", id: "save-view", "data-word": "save-view" };
  const button = element("button",
    { ...named, "aria-expanded": "false", "aria-controls": "save-kinds", onclick: () => open(list.hidden) });
  const box = element("span", { class: "save-menu" }, button, list);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) open(false);
  });
  byId("save").replaceChildren(box, element("output", { id: "saved" }));
}

async function save([ending, type], make) {
  const told = byId("saved");
  told.textContent = word("saving");
  byId("save-view").focus();
  try {
    const made = await make();
    const name = keepFile(made instanceof Blob ? made : new Blob([made], { type }), state.view, ending);
    told.textContent = word("saved-as").replace("{name}", () => name);
  } catch (error) {
    told.textContent = `${word("not-saved")} ${error.message}`;
  }
  byId("save-kinds").hidden = true;
  byId("save-view").setAttribute("aria-expanded", "false");
}
