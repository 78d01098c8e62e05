// Which field of the form a problem is about.

/** The field by the rule that is broken. */
const BY_RULE = {
  "quotation": "passages", "statement-evidence": "passages",
  "statement-holder": "who", "statement-author": "who", "statement-target": "target", "statement-about": "about",
  "statement-voice": "voice", "statement-relation": "relation", "statement-strength": "strength",
  "statement-when": "when", "statement-date-basis": "date-basis",
};
/** The field by the key that a problem names, where the rule is one on the shape of the file. */
const BY_KEY = { quote: "passages", occurrence: "passages", supports: "target", opposes: "target" };

function fieldOf({ rule, what }) {
  if (BY_RULE[rule]) return BY_RULE[rule];
  const key = what.match(/^'([\w-]+)'/)?.[1];
  return key && (BY_KEY[key] ?? key);
}

/** Return what is wrong by field, for the problems that a field can be found for. */
export function hints(problems) {
  const found = {};
  for (const one of problems) {
    const field = fieldOf(one);
    if (field && !found[field]) found[field] = one.remedy ? `${one.what}. ${one.remedy}.` : `${one.what}.`;
  }
  return found;
}
