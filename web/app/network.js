// The network.

import { addPane } from "../shared/shell.js";

export function addNetwork() {
  addPane("network", () => {});
}

export function startNetwork() {}
