// Asking the server: a named question with its values, or a query, and never two at a time.

import { Refused } from "../server.js";

/** What an answer can be saved as: how a person calls it, its media type, the ending of its file. */
export const TABLES = [
  ["CSV", "text/csv", "csv"],
  ["TSV", "text/tab-separated-values", "tsv"],
  ["JSON", "application/sparql-results+json", "srj"],
  ["XML", "application/sparql-results+xml", "srx"],
];
export const GRAPHS = [
  ["Turtle", "text/turtle", "ttl"],
  ["N-Triples", "application/n-triples", "nt"],
  ["JSON-LD", "application/ld+json", "jsonld"],
  ["RDF/XML", "application/rdf+xml", "rdf"],
];
const ROWS = "application/sparql-results+json";

/** The one that is being answered. */
let running = null;

/** Give up what is being asked. */
export const giveUp = () => running?.abort();

/**
 * Ask, and return the answer; what was being asked before is given up.
 *
 * Its `form` is `table`, `truth` or `graph`. Throws Refused with the server's line, and AbortError
 * when it was given up.
 */
export async function ask(asked) {
  giveUp();
  const own = new AbortController();
  running = own;
  const begun = performance.now();
  try {
    const reply = await request(asked, `${ROWS}, text/turtle;q=0.9`, own.signal);
    const answer = await read(reply);
    return { ...answer, asked, milliseconds: performance.now() - begun };
  } finally {
    if (running === own) running = null;
  }
}

/** Return the bytes of an answer in another format, as the server writes them. */
export async function bytesOf(asked, media) {
  const reply = await request(asked, media);
  if (!reply.ok) throw new Refused(reply.status, (await reply.text()).trim());
  return reply.blob();
}

function request({ question, values, query }, accept, signal) {
  if (question) {
    return fetch(`/api/ask/${encodeURIComponent(question)}?${values}`, { headers: { accept }, signal });
  }
  const headers = { accept, "content-type": "application/sparql-query" };
  return fetch("/sparql", { method: "POST", body: query, headers, signal });
}

async function read(reply) {
  if (!reply.ok) throw new Refused(reply.status, (await reply.text()).trim());
  if (!(reply.headers.get("content-type") ?? "").includes("json")) {
    return { form: "graph", text: await reply.text() };
  }
  const { head, results, boolean } = await reply.json();
  if (boolean !== undefined) return { form: "truth", truth: boolean };
  return { form: "table", variables: head.vars, rows: results.bindings };
}
