// The entries on a text, in its order.

import { element } from "../../shared/elements.js";
import { state } from "../../shared/state.js";
import { statements } from "../../shared/network.js";
import { isolated, word } from "../../shared/words.js";
import { labelOf } from "./choose.js";
import { draft } from "./draft.js";

const listOf = (value) => [value ?? []].flat();
const names = (ids) => listOf(ids).map((id) => isolated(labelOf(id))).join(", ");

/** The name by which an entry is known in this pane. */
export const keyOf = ({ file, placed }) => `${file.name}#${placed.number}`;

/** What an entry claims, in words. */
export function claimOf({ placed: { entry }, sign }) {
  const to = entry.supports ?? entry.opposes;
  return word(`claim-${sign}`).replace(/{(from|to)}/g, (_, end) => names(end === "from" ? entry.who : to));
}

/** Whether an entry is the one in the form. */
export const isInForm = ({ file, placed }) => draft.number === placed.number && draft.file === file.name;

/** Whether the edge that is chosen in all panes rests on an entry. */
const isChosen = ({ placed }) =>
  state.edge !== "" && placed.ids.some((id) => statements.get(id)?.edge === state.edge);

/** A button that takes an entry up, to change it. */
export function entryButton(one, take) {
  const { placed, sign, file } = one;
  const quote = listOf(placed.entry.quote).join(" / ");
  const count = placed.ids.length;
  return element("button", { type: "button", value: keyOf(one), "aria-current": isInForm(one) ? "true" : null,
    class: isChosen(one) ? "edit-entry chosen" : "edit-entry", onclick: () => take(one) },
    element("span", { class: `sign ${sign}` }, sign === "support" ? "→ " : "⊣ ", claimOf(one)),
    element("span", { class: "quote" }, quote),
    element("span", { class: "hint" }, `${file.name}:${placed.lines[0]}–${placed.lines[1]}`,
      count > 1 ? ` · ${word("edit-makes").replace("{count}", count)}` : ""));
}

export function entryList(all, take) {
  return element("details", { open: true, class: "entries" },
    element("summary", {}, `${word("edit-entries")} (${all.length})`),
    all.length === 0 ? element("p", { class: "hint" }, word("edit-no-entries"))
      : element("ol", {}, all.map((one) => element("li", {}, entryButton(one, take)))));
}
