// A statement to cite: what it says, the words it rests on, who read them so, and where it stands.

import { openDialog } from "./dialog.js";
import { element } from "./elements.js";
import { coderName } from "./filters.js";
import { data, nodeLabel, signOf, sources } from "./network.js";
import { code, colon, inLanguage, isolated, word } from "./words.js";

/** Return a statement as one cites it; what is not known is not in it. */
export function citation(one) {
  return [
    `${claimOf(one)}${inBrackets(conditions(one))}.`,
    ...one.evidence.map(place),
    `${colon(word("coder"))}${coderName(one.coder)}.`,
    `${[inLanguage(data.corpus.title), data.corpus.publisher, data.corpus.licence].filter(Boolean).join(", ")}.`,
    one.iri,
    ...viewOf(),
  ].join(" ");
}

const claimOf = (one) => word(`claim-${signOf(one)}`)
  .replace(/{(from|to)}/g, (_, end) => isolated(nodeLabel(end === "from" ? one.holder : one.target)));

const inBrackets = (found) => (found.length ? ` (${found.join(", ")})` : "");

/** When it was so, and what makes it less than said and sure. */
function conditions(one) {
  return [
    one.when,
    one.modality !== "actual" && code("modality", one.modality),
    one.certainty !== "certain" && code("certainty", one.certainty),
  ].filter(Boolean);
}

function place(passage) {
  const source = sources.get(passage.source);
  const made = inBrackets([source.creator, source.date].filter(Boolean));
  const parts = {
    quotation: word("quoted").replace("{text}", () => isolated(passage.exact)),
    source: isolated(inLanguage(source.title)) + made,
    start: passage.start,
    end: passage.end,
  };
  return word("cite-place").replace(/{(\w+)}/g, (_, part) => parts[part]);
}

/** The link of what is shown, where others can follow it. */
const viewOf = () =>
  /^https?:$/.test(location.protocol) ? [`${colon(word("this-view"))}${location.href}`] : [];

/** A button that puts a citation where one can paste it from. */
export function citeButton(one) {
  const told = element("output", {});
  const onclick = async () => {
    const text = citation(one);
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = word("copied");
    } catch {
      copyByHand(text);
    }
  };
  const name = `${word("cite-this")} – ${claimOf(one)}`;
  const button = { type: "button", class: "cite", "aria-label": name, onclick };
  return [element("button", button, word("cite-this")), told];
}

/** Show a text, all of it selected: a page opened from a file, or without leave, cannot copy it. */
function copyByHand(text) {
  const area = element("textarea", { readonly: true, rows: 8, "aria-labelledby": "asked" });
  area.value = text;
  openDialog(word("copy-by-hand"), area);
  area.focus();
  area.select();
}
