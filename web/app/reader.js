// The texts.

import { addPane } from "../shared/shell.js";

export function addReader() {
  addPane("reader", () => {});
}
