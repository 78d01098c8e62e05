// The camps.

import { addPane } from "../shared/shell.js";

export function addCamps() {
  addPane("camps", () => {});
}
