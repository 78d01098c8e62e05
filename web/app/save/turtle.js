// The edges shown as RDF: their statements and passages, as the server holds them.

import { passing, shownEdges } from "../../shared/network.js";
import { Refused } from "../server.js";

/** How much is asked for at once: statements, and characters of their IRIs. The server has its limits. */
const MOST = 500;
const LONGEST = 60_000;
const PATIENCE = 20;
/** What no IRI holds: the network of a corpus that was never checked may have others. */
const IRI = /^[^\u0000-\u0020<>"{}|^`\\]+$/;

/** Return the Turtle of the statements and ties of the edges shown, with their passages and selectors. */
export async function edgesTurtle() {
  const iris = shownEdges().flatMap(passing).map((one) => one.iri).filter((iri) => IRI.test(iri));
  const parts = [];
  // One after the other: whoever saves does not keep others from asking.
  for (const batch of batches(iris)) parts.push(await construct(batch));
  return parts.join("\n");
}

function batches(iris) {
  const found = [];
  let left = 0;
  for (const iri of iris) {
    if (found.length === 0 || found.at(-1).length === MOST || left < iri.length) {
      found.push([]);
      left = LONGEST;
    }
    found.at(-1).push(iri);
    left -= iri.length;
  }
  return found;
}

/** Ask for some statements; a server that has no time yet is asked again. */
async function construct(iris) {
  for (let asked = 1; ; asked++) {
    const reply = await fetch("/sparql", {
      method: "POST",
      headers: { "content-type": "application/sparql-query", accept: "text/turtle" },
      body: query(iris),
    });
    if (reply.ok) return reply.text();
    const why = (await reply.text()).trim();
    if (reply.status !== 503 || asked === PATIENCE) throw new Refused(reply.status, why);
    await new Promise((done) => setTimeout(done, 1000 * (Number(reply.headers.get("retry-after")) || 1)));
  }
}

const query = (iris) => `PREFIX clv: <https://w3id.org/clivage/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
CONSTRUCT { ?thing ?property ?value } WHERE {
  VALUES ?statement { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  ?statement (clv:evidence/oa:hasSelector?)? ?thing .
  ?thing ?property ?value .
}`;
