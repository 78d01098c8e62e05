// Files that the browser keeps.

import { element } from "../shared/elements.js";
import { data } from "../shared/network.js";

/** Let the browser keep a file, and return its name, which any file system takes. */
export function keepFile(blob, what, ending) {
  const corpus = data.corpus.id.replace(/[^\w.-]+/g, "-").replace(/^[.-]+/, "").slice(0, 80) || "corpus";
  const address = URL.createObjectURL(blob);
  const name = `${corpus}-${what}.${ending}`;
  element("a", { href: address, download: name }).click();
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}
