// Long lists: the first of them at once, the others when asked for.

import { element } from "./elements.js";
import { word } from "./words.js";

/** How many are shown at once. */
const AT_ONCE = 300;
/** How many of each list are shown, by its name: it stays so when the page shows itself anew. */
const grown = new Map();

/** Show the beginning of a list again. */
export const shrink = (name) => grown.delete(name);

/**
 * Return a list as far as it is shown, and the button that shows more of it, or null.
 *
 * `again` shows the list anew, and returns what is shown of it, to put the focus there.
 */
export function beginning(name, all, again) {
  const most = grown.get(name) ?? AT_ONCE;
  if (all.length <= most) return [all, null];
  const onclick = () => {
    grown.set(name, most + AT_ONCE);
    again()[most]?.focus();
  };
  const left = word("show-more").replace("{shown}", most).replace("{all}", all.length);
  return [all.slice(0, most), element("button", { type: "button", class: "more", onclick }, left)];
}
