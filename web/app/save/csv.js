// The edges shown as a table for spreadsheets.

import { edgeClaim, passing } from "../../shared/network.js";
import { COLUMNS, noQuotation, sortedEdges } from "../../shared/table.js";
import { word } from "../../shared/words.js";

/** Between several values of one cell: the nth quotation is that of the nth statement. */
const BETWEEN = "\n";

/**
 * Return the edges shown, a row each, as RFC 4180 has CSV: in the columns and the order of the
 * table, with the IRIs of the statements and all quotations.
 *
 * It begins with a byte order mark, without which spreadsheets do not read UTF-8. A value that a
 * spreadsheet would take for a formula gets an apostrophe before it: a text may come from anywhere,
 * and a formula can send what stands beside it elsewhere. `edges.csv` of `clivage build`, which is
 * for programs, has every value as it is.
 */
export function edgesCsv() {
  const columns = COLUMNS.filter(([name]) => name !== "quotation");
  const head = [...columns.map(([name]) => word(name)), word("save-claim"), word("save-iris"), word("quotation")];
  const rows = sortedEdges().map((edge) => {
    const said = passing(edge);
    const quoted = said.map((one) =>
      (one.evidence.length ? one.evidence.map(({ exact }) => exact).join(" […] ") : noQuotation(one)));
    return [...columns.map(([, value]) => String(value(edge))), edgeClaim(edge),
      said.map((one) => one.iri).join(BETWEEN), quoted.join(BETWEEN)];
  });
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value) {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
