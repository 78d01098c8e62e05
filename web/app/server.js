// Requests to the server that served the page, and to no other.

const TOKEN = "clivage-token";

/** What the server refused, with its one line. */
export class Refused extends Error {
  constructor(status, why, answer) {
    super(why);
    this.status = status;
    this.answer = answer;
  }
}

/** Take the token out of the address, where it would stand in every link that one shares. */
export function takeToken() {
  const said = new URLSearchParams(location.hash.slice(1));
  if (!said.has("token")) return;
  sessionStorage.setItem(TOKEN, said.get("token"));
  said.delete("token");
  history.replaceState(null, "", `#${said}`);
}

/** Keep a token for as long as the window is open. */
export const keepToken = (given) => sessionStorage.setItem(TOKEN, given);

export const token = () => sessionStorage.getItem(TOKEN) ?? "";

/** Return JSON from the server, once it has it: `waiting` is told why it does not yet. */
export async function get(path, waiting = () => {}) {
  for (;;) {
    const reply = await fetch(path);
    if (reply.ok) return reply.json();
    const why = (await reply.text()).trim();
    if (reply.status !== 503) throw new Refused(reply.status, why);
    waiting(why);
    const seconds = Number(reply.headers.get("retry-after")) || 1;
    await new Promise((done) => setTimeout(done, 1000 * seconds));
  }
}

/** Send JSON to the server with the token, and return its answer as JSON. */
export async function send(method, path, given, headers = {}) {
  const reply = await fetch(path, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${token()}`, ...headers },
    body: given === undefined ? undefined : JSON.stringify(given),
  });
  const text = await reply.text();
  const isJson = (reply.headers.get("content-type") ?? "").includes("json");
  const answer = isJson ? JSON.parse(text) : null;
  if (!reply.ok) throw new Refused(reply.status, answer?.why ?? text.trim(), answer);
  return answer;
}
