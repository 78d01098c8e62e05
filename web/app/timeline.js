// The timeline.

import { addPane } from "../shared/shell.js";

export function addTimeline() {
  addPane("timeline", () => {});
}
