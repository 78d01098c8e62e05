// The colours of the theme in force, read once a change: to ask the page for them is slow.

/** Each colour as its parts of red, green and blue, as the graphics card wants them. */
export const palette = { marks: [] };

/** The size of the letters of the page, in px. */
export let rem = 15;

const CAMPS = [1, 2, 3, 4, 5, 6];
const NAMES = ["paper", "ink", "quiet", "line", "support", "opposition", "mark", "issue", "unaligned",
  ...CAMPS.flatMap((camp) => [`camp-${camp}`, `ground-${camp}`])];

const colours = new Map();

/** Return a colour of the theme in force, as CSS says it. */
export const colour = (name) => colours.get(name);

const parts = (name) => [1, 3, 5].map((at) => parseInt(colour(name).slice(at, at + 2), 16) / 255);

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  rem = parseFloat(style.fontSize);
  for (const name of NAMES) colours.set(name, style.getPropertyValue(`--${name}`).trim());
  for (const name of ["support", "opposition", "mark", "ink"]) palette[name] = parts(name);
  // Those of nodes in the order of their numbers: issues, who has no camp, the camps.
  palette.marks = ["issue", "unaligned", ...CAMPS.map((camp) => `camp-${camp}`)].map(parts);
}
