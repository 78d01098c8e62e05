// SPARQL.

import { addPane } from "../shared/shell.js";

export function addSparql() {
  addPane("sparql", () => {});
}
