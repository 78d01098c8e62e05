// A question in the middle of the page, which one answers or closes.

import { element } from "./elements.js";
import { word } from "./words.js";

/** Open a dialog; it is gone when it is closed, and the focus is where it was. */
export function openDialog(title, ...children) {
  const close = element("button", { type: "button", onclick: () => dialog.close() }, word("close"));
  const dialog = element("dialog", { "aria-labelledby": "asked" },
    element("h2", { id: "asked" }, title), children, element("p", {}, close));
  // Escape closes the dialog, and nothing that lies under it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
