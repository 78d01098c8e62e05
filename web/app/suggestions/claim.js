// What a suggestion claims, in words.

import { isolated, word } from "../../shared/words.js";
import { labelOf } from "../edit/choose.js";

/** The sign of a suggestion, by the word that marks and cards have for it. */
export const signOf = ({ sign }) => (sign === "supports" ? "support" : "opposition");

/** Words of a text on one line. */
export const oneLine = (words) => words.replace(/\s+/g, " ").trim();

/** The name of who is meant; the words of the text where the corpus does not have them. */
export const nameOf = ({ figure, text }) => (figure ? labelOf(figure) : word("quoted").replace("{text}", () => oneLine(text)));

/** The parts of the claim: texts, and the names of who and whom as `name(mention)` returns them. */
export const claimParts = (one, name) => word(`claim-${signOf(one)}`).split(/({from}|{to})/)
  .map((part) => (part === "{from}" ? name(one.holder) : part === "{to}" ? name(one.target) : part));

/** The claim as a text. */
export const claimOf = (one) => claimParts(one, (mention) => isolated(nameOf(mention))).join("");
