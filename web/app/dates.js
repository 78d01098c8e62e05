// Days as numbers, and how to divide a stretch of them.

const DAY = 86_400_000;
/** Least px from one tick to the next. */
const APART = 68;
/** About so many stretches a period is counted by. */
const BINS = 40;

const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);

/** Return a day as text, such as 1971-08-21, within what a date can be. */
export const dayText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** Return the first and the last day that a statement may belong to; endless where it has no bound. */
export const daysOf = ({ notBefore, notAfter }) =>
  [notBefore ? dayOf(notBefore) : -Infinity, notAfter ? dayOf(notAfter) : Infinity];

/** Return a function from days to px; its `day` goes the other way. */
export function scale([first, last], left, right) {
  const unit = (right - left) / (last - first);
  const x = (day) => left + (day - first) * unit;
  x.day = (px) => Math.min(last - 1, Math.max(first, first + (px - left) / unit));
  return x;
}

/** Steps of a calendar, the finest first: how many days or months each is long. */
const STEPS = [
  { days: 1 }, { days: 7 },
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000].map((months) => ({ months })),
];
const length = ({ days, months }) => days ?? months * 30.44;

/** Return where a calendar begins anew by a step, from before the first day to after the last. */
function beginnings([first, last], step) {
  const found = [];
  if (step.days) {
    // The first day of all was a Thursday; weeks begin on Mondays.
    const late = (((first + 3) % step.days) + step.days) % step.days;
    for (let day = first - late; day <= last; day += step.days) found.push(day);
    return found;
  }
  const start = new Date(first * DAY);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month -= ((month % step.months) + step.months) % step.months;
  for (;;) {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    found.push(Math.round(date.getTime() / DAY));
    if (found.at(-1) > last) return found;
    month += step.months;
  }
}

function labels(step, language) {
  const parts = step.days ? { day: "numeric", month: "short", year: "numeric" }
    : step.months < 12 ? { month: "short", year: "numeric" } : { year: "numeric" };
  const format = new Intl.DateTimeFormat(language, { ...parts, timeZone: "UTC" });
  return (day) => format.format(new Date(day * DAY));
}

/** Return the days to name along an axis, by years, months or days, as there is room. */
export function ticksOf(extent, width, language) {
  const [first, last] = extent;
  const room = (step) => ((last - first) / length(step)) * (step.days ? APART + 24 : APART);
  const fits = STEPS.find((step) => room(step) <= width) ?? STEPS.at(-1);
  const label = labels(fits, language);
  return beginnings(extent, fits).filter((day) => day >= first && day < last)
    .map((day) => ({ day, label: label(day) }));
}

/** Return the stretches to count by: `start`, the day after the `end`, and a `label(language)`. */
export function binsOf(extent) {
  const [first, last] = extent;
  const step = STEPS.find((one) => (last - first) / length(one) <= BINS) ?? STEPS.at(-1);
  const starts = [...beginnings(extent, step)];
  const end = starts.at(-1) > last - 1 ? starts.pop() : last;
  return starts.map((start, at) => {
    const after = starts[at + 1] ?? Math.max(end, start + 1);
    return { start, end: after, label: (language) => binLabel(start, after - 1, step, language) };
  });
}

function binLabel(start, last, step, language) {
  const label = labels(step, language);
  return label(start) === label(last) ? label(start) : `${label(start)} – ${label(last)}`;
}
