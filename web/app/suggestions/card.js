// The card of one suggestion: what it says, in which words, how it was found, and what to do with it.

import { element } from "../../shared/elements.js";
import { lineSample } from "../../shared/filters.js";
import { beginning } from "../../shared/more.js";
import { sources } from "../../shared/network.js";
import { code, colon, inLanguage, isolated, word } from "../../shared/words.js";
import { claimOf, claimParts, nameOf, oneLine, signOf } from "./claim.js";
import { decider, numberOf, queue } from "./queue.js";

/** The choices, by their keys. */
export const KEYS = { a: "accept", e: "edit", r: "reject", s: "skip", u: "undo", p: "previous", n: "next" };

const button = (name, acts, more = {}) => {
  const key = Object.keys(KEYS).find((one) => KEYS[one] === name);
  const kbd = key ? element("kbd", { "aria-hidden": "true" }, key) : null;
  return element("button", { type: "button", id: `review-${name}`, onclick: acts[name],
    "aria-keyshortcuts": key ?? null, ...more }, word(`review-${name}`), " ", kbd);
};

/** What stands in the card while no suggestion is looked at. */
export function summary(here, acts) {
  if (queue.files === 0) return [title(word("review-title")), hint("review-none", command("")), stale()];
  if (queue.all.length === 0) {
    return [title(word("review-title")), hint("review-done"), stale(), element("p", { class: "buttons" }, coder(acts),
      button("undo", acts))];
  }
  const text = word("review-wait").replace("{count}", queue.all.length).replace("{here}", here.length);
  return [title(`${word("review-title")} (${queue.all.length})`), element("p", {}, text), stale(),
    element("p", { class: "buttons" }, button("begin", acts, { class: "main" }))];
}

const title = (text) => element("h2", { id: "review-title", tabindex: -1 }, text);
const command = (more) => element("code", {}, `clivage suggest${more}`);
const hint = (key, ...more) => element("p", { class: "hint" }, word(key), " ", more);

/** Which texts have changed since suggestions were made for them. */
function stale() {
  if (queue.stale.length === 0) return null;
  const names = queue.stale.map((id) => (sources.has(id) ? inLanguage(sources.get(id).title) : id)).join(", ");
  return element("p", { class: "hint" }, word("review-stale").replace("{texts}", () => names), " ",
    command(queue.stale.map((id) => ` --text ${id}`).join("")));
}

/** How far one has come: suggestion 12 of 87. */
export const place = (one) => word("review-at").replace("{number}", numberOf(one)).replace("{total}", queue.total);

/** The card of a suggestion. */
export function card(one, acts) {
  return [
    element("div", { class: "review-head" }, title(place(one)), button("previous", acts), button("next", acts),
      button("close", acts)),
    element("p", { class: `claim ${signOf(one)}` }, lineSample(signOf(one)), " ",
      claimParts(one, named)),
    element("blockquote", { lang: sources.get(one.source)?.language ?? null }, withCues(one)),
    element("dl", {}, facts(one).map(([name, value]) =>
      element("div", {}, element("dt", {}, colon(name)), element("dd", {}, value)))),
    element("div", { class: "buttons" },
      button("accept", acts, { class: "main" }), button("edit", acts), button("reject", acts),
      button("skip", acts), button("undo", acts), coder(acts)),
  ];
}

/** A name; who is not in the corpus yet stands apart. */
const named = (mention) => mention.figure ? element("strong", {}, isolated(nameOf(mention)))
  : element("span", { class: "new" }, element("strong", {}, isolated(nameOf(mention))), ` (${word("review-new")})`);

/** Each fact as a name and its value. */
function facts(one) {
  const codes = [["relation", one.relation], ["mode", one.mode],
    ["modality", one.modality === "actual" ? "" : one.modality]];
  const said = codes.filter(([, value]) => value).map(([list, value]) => [word(list), code(list, value)]);
  if (one.strength !== 2) said.push([word("strength"), `${one.strength} ${word("of-three")}`]);
  for (const key of ["about", "voice"]) if (one[key]) said.push([word(key), nameOf(one[key])]);
  return [...said, [word("review-score"), one.score.toFixed(2)], [word("review-rule"), `${one.engine} ${one.rule}`],
    ...(one.wasSkipped ? [[word("review-skipped"), "✓"]] : [])];
}

/** The words of a suggestion, those that decided made to stand out. */
function withCues({ exact, cues }) {
  const words = cues.filter((one) => one.trim()).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const text = oneLine(exact);
  if (words.length === 0) return [text];
  const cue = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return text.split(cue).map((part, at) => (at % 2 ? element("b", { class: "cue" }, part) : part));
}

/** Who decides, where there are several who could. */
function coder(acts) {
  if (queue.coders.length < 2) return null;
  const onchange = (event) => acts.coder(event.target.value);
  const select = element("select", { id: "review-coder", onchange },
    queue.coders.map(({ id, name }) => element("option", { value: id }, name)));
  select.value = decider();
  return element("label", {}, word("review-by"), " ", select);
}

/** The suggestions in a text, in its order, as a list that one can go through. */
export function list(here, current, acts, again) {
  if (here.length === 0) return null;
  const [shown, more] = beginning("review", here, again);
  return element("section", { class: "review-list", "aria-labelledby": "review-list-title" },
    element("h2", { id: "review-list-title" }, `${word("review-here")} (${here.length})`),
    element("ol", {}, shown.map((one) => element("li", {}, element("button",
      { type: "button", class: "way", onclick: () => acts.choose(one), "aria-current": one === current ? "true" : null },
      element("span", { class: `sign ${signOf(one)}`, "aria-hidden": "true" }, one.sign === "supports" ? "→" : "⊣"),
      " ", claimOf(one))))), more);
}

/** What was decided, in a few words. */
export const told = (key, one) => `${colon(word(`review-told-${key}`))}${claimOf(one)}`;
