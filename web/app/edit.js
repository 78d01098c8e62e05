// Editing.

import { addPane } from "../shared/shell.js";

export function addEdit() {
  addPane("edit", () => {});
}
