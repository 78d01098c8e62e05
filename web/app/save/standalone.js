// A picture that is drawn in the page, as a file of its own.

import { shape } from "../../shared/elements.js";
import { data } from "../../shared/network.js";
import { state } from "../../shared/state.js";
import { inLanguage } from "../../shared/words.js";

/** What the style sheets say of how a shape looks. */
const LOOKS = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "paint-order",
];
/** Characters that no XML may hold, whatever holds them in a corpus. */
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ROLES = ["class", "role", "tabindex", "aria-label", "aria-pressed", "data-mark"];

/** Return an SVG element as text, its looks written into it, on a ground of the page's colour. */
export function standalone(svg) {
  const copy = svg.cloneNode(true);
  const [shown, copied] = [svg, copy].map((one) => [...one.querySelectorAll("*")]);
  copied.forEach((one, at) => {
    const look = getComputedStyle(shown[at]);
    if (one.localName !== "g" && one.localName !== "title") {
      for (const name of LOOKS) one.setAttribute(name, look.getPropertyValue(name));
    }
    for (const name of ROLES) one.removeAttribute(name);
  });
  for (const name of ["class", "role", "aria-label"]) copy.removeAttribute(name);
  copy.setAttribute("font-family", getComputedStyle(document.body).fontFamily);
  copy.setAttribute("lang", state.lang);
  const title = shape("title", {});
  title.textContent = inLanguage(data.corpus.title);
  const paper = getComputedStyle(document.body).backgroundColor;
  copy.prepend(title, shape("rect", { width: "100%", height: "100%", fill: paper }));
  return `${new XMLSerializer().serializeToString(copy).toWellFormed().replace(NO_XML, "")}\n`;
}
