// The network: the drawing, what one steps back from it with, and the period under it.

import "./network.css";

import { byId, element } from "../shared/elements.js";
import { addKey, addPane, show } from "../shared/shell.js";
import { addField, change, state } from "../shared/state.js";
import { addWords, word } from "../shared/words.js";
import { drawingKeys } from "./network/keys.js";
import { pictureSvg } from "./network/picture.js";
import { addSlider, showSlider } from "./network/slider.js";
import words from "./words/network.json";

export { picturePng, pictureSvg } from "./network/picture.js";

/** How many steps around what is chosen are shown; all of them where it is not said. */
const STEPS = ["", "1", "2"];

/** What draws, once it has come; the browser may not be able to draw. */
let drawing = null;
let fails = false;

export function addNetwork() {
  addWords(words);
  addField("ego", { read: (text) => (STEPS.includes(text) ? text : undefined) });
  addPane("network", showNetwork);
  for (const [key, act] of Object.entries(ZOOMS)) addKey(key, () => state.view === "network" && act());
}

const ZOOMS = {
  "+": () => drawing?.zoom(1.25),
  "-": () => drawing?.zoom(0.8),
  0: () => drawing?.fit(),
};

export function startNetwork() {
  const canvas = element("div", { id: "canvas", tabindex: 0, role: "application", "aria-busy": "true",
    "data-word-label": "network-of", "aria-describedby": "canvas-keys" });
  canvas.addEventListener("keydown", (event) => drawing && drawingKeys(event, drawing));
  const zooms = [["+", "+", "zoom-in"], ["-", "−", "zoom-out"], ["0", "⤢", "fit"]];
  const steps = STEPS.map((value) =>
    element("button", { type: "button", value, "data-word": `steps-${value || "all"}`, onclick: takeSteps }));
  byId("network").append(
    element("div", { class: "drawing" },
      canvas,
      element("p", { id: "canvas-keys", "data-word": "canvas-keys", hidden: true }),
      element("p", { id: "canvas-fails", role: "status", hidden: true }),
      element("div", { class: "zoom", id: "zoom" }, zooms.map(([key, sign, label]) =>
        element("button", { type: "button", value: label, "data-word-label": label, onclick: ZOOMS[key] }, sign))),
    ),
    element("div", { id: "period" }),
  );
  addSlider(element("div", { class: "steps", id: "steps", role: "group", "data-word-label": "steps" }, steps));
  addEventListener("beforeprint", putOnPaper);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && putOnPaper());
}

function takeSteps(event) {
  change({ ego: event.target.value });
  drawing?.fit();
}

function showNetwork() {
  showSteps();
  showSlider();
  byId("canvas-fails").hidden = !fails;
  if (fails) sayItFails();
  else if (drawing) drawing.draw();
  else begin();
}

function showSteps() {
  const chosen = Boolean(state.node || state.edge);
  byId("steps").title = chosen ? "" : word("steps-none");
  for (const button of byId("steps").children) {
    button.disabled = !chosen;
    button.setAttribute("aria-pressed", String(chosen && button.value === state.ego));
  }
}

/** What draws is large, and not every browser can: so it comes apart from the rest. */
async function begin() {
  begin.asked ??= import("./network/drawing.js");
  try {
    const come = await begin.asked;
    if (drawing) return;
    come.startDrawing(lose);
    drawing = come;
  } catch {
    fails = true;
  }
  show();
}

/** The graphics card is gone, as may happen when a laptop sleeps: say so, and draw again when it is back. */
function lose(event) {
  const gone = drawing;
  if (!gone) return;
  event.preventDefault();
  event.target.addEventListener("webglcontextrestored", () => {
    gone.endDrawing();
    fails = false;
    show();
  });
  drawing = null;
  fails = true;
  show();
}

/** What WebGL draws is not printed well; the same picture as SVG is, in the colours of print. */
function putOnPaper() {
  if (byId("network").hidden) return;
  document.querySelector(".printed")?.remove();
  const picture = new DOMParser().parseFromString(pictureSvg((name) => `var(--${name})`), "image/svg+xml");
  picture.documentElement.classList.add("printed");
  document.querySelector(".drawing").append(picture.documentElement);
}

function sayItFails() {
  byId("canvas-fails").replaceChildren(word("no-drawing"), " ",
    element("button", { type: "button", onclick: () => change({ view: "table" }) }, word("table")));
}
