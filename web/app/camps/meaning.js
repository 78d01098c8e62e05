// The parts of the pane: a heading, what is found, and what it means.

import { element } from "../../shared/elements.js";
import { word } from "../../shared/words.js";

/** A part of the pane under its heading. */
export function section(name, title, ...children) {
  return element("section", { class: "finding", "data-section": name, "aria-labelledby": `finding-${name}` },
    element("h3", { id: `finding-${name}` }, title), children);
}

/**
 * What numbers mean: of each its name, what it means in the reader's language, and its exact
 * definition as the analysis gives it.
 */
export function meaning(name, ...measures) {
  return element("details", { class: "meaning", "data-of": name },
    element("summary", {}, word("what-is-measured")),
    measures.flatMap(([title, meant, exact]) => [
      element("p", {}, title ? element("strong", {}, title, ": ") : null, meant),
      exact ? element("p", { class: "hint", lang: "en" }, exact) : null,
    ]));
}
