// When things were said: the dated statements of the network, by days, months or years.

import { data } from "../../shared/network.js";

/** No more columns than this. */
const MOST = 80;
const DAY = 86_400_000;
const YEARS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const month = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
const four = (year) => String(year).padStart(4, "0");
const monthBegins = (at) => `${four(Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, "0")}-01`;
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);

/** How days are counted in units of each sort, and on which day a unit begins. */
const UNITS = {
  day: () => ({ at: dayOf, begins: iso }),
  month: () => ({ at: month, begins: monthBegins }),
  year: (step) => ({
    at: (text) => Math.floor(Number(text.slice(0, 4)) / step),
    begins: (at) => `${four(at * step)}-01-01`,
  }),
};

let known = { of: null };

/**
 * Return the columns of the histogram, made once for a network.
 *
 * `columns` have the first and the last day of each, and how many statements of each sign may
 * fall into it; `undated` is how many have no date. Without a date at all there are no columns.
 */
export function periods() {
  if (known.of !== data) known = { of: data, ...count() };
  return known;
}

function count() {
  const said = data.statements.filter((one) => one.edge);
  const dated = said.filter((one) => one.notBefore || one.notAfter);
  const days = dated.flatMap((one) => [one.notBefore, one.notAfter]).filter((one) => one);
  const undated = said.length - dated.length;
  if (!days.length) return { columns: [], unit: "", undated };
  const first = days.reduce((found, one) => (one < found ? one : found));
  const last = days.reduce((found, one) => (one > found ? one : found));
  const { unit, at, begins } = unitFor(first, last);
  const start = at(first);
  const columns = Array.from({ length: at(last) - start + 1 }, (_, number) => ({
    from: begins(start + number),
    to: iso(dayOf(begins(start + number + 1)) - 1),
    support: 0,
    opposition: 0,
  }));
  for (const one of dated) {
    const from = one.notBefore ? at(one.notBefore) - start : 0;
    const to = one.notAfter ? at(one.notAfter) - start : columns.length - 1;
    for (const column of columns.slice(from, to + 1)) column[one.sign > 0 ? "support" : "opposition"] += 1;
  }
  return { columns, unit, undated };
}

/** Return the smallest unit of which few enough reach from one day to another. */
function unitFor(first, last) {
  const choices = [["day", 0], ["month", 0], ...YEARS.map((step) => ["year", step])];
  for (const [unit, step] of choices) {
    const { at, begins } = UNITS[unit](step);
    if (at(last) - at(first) < MOST) return { unit, at, begins };
  }
  throw new Error(`No unit fits the time from ${first} to ${last}.`);
}
