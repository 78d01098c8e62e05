// What waits for a decision, as the server has it, and what is decided about it.

import { chosenCoder } from "../edit/codings.js";
import { send } from "../server.js";

const SUGGESTIONS = "/api/suggestions";

/**
 * What was loaded last. `all` waits; `total` is what waited at first in this window; `files` says how
 * many files of suggestions there are; `stale` are the texts that have changed since.
 */
export const queue = { isLoaded: false, all: [], total: 0, files: 0, stale: [], coders: [] };

export async function load() {
  const { pending, files, stale, coders } = await send("GET", SUGGESTIONS);
  const total = Math.max(queue.total, pending.length);
  Object.assign(queue, { isLoaded: true, all: pending, total, files, stale, coders });
}

/** The coder who decides. */
export const decider = () => (queue.coders.find(({ id }) => id === chosenCoder()) ?? queue.coders[0])?.id ?? "";

/** The number of a suggestion among all that waited at first, from 1. */
export const numberOf = (one) => queue.total - queue.all.length + queue.all.indexOf(one) + 1;

/** The one that follows, or goes before, at some steps from another; the last is followed by the first. */
export function beside(one, step) {
  const { all } = queue;
  return all[(all.indexOf(one) + step + all.length) % all.length];
}

/**
 * Decide about a suggestion, and return what the server says and the suggestion that comes next.
 *
 * One that was skipped keeps its place here; the server lists it last from then on.
 */
export async function decide(id, choice, given) {
  const one = queue.all.find((each) => each.id === id);
  const answer = await send("POST", `${SUGGESTIONS}/${id}`, { choice, by: decider(), ...given });
  if (choice === "skipped") one.wasSkipped = true;
  const behind = one ? [...queue.all.slice(queue.all.indexOf(one) + 1), ...queue.all] : queue.all;
  queue.all = queue.all.filter((each) => !answer.gone.includes(each.id));
  return { answer, next: behind.find((each) => each !== one && queue.all.includes(each)) ?? queue.all[0] };
}

/** Take back the last decision of who decides here. */
export async function undo() {
  const answer = await send("POST", `${SUGGESTIONS}/undo`, { by: decider() });
  await load();
  return answer;
}
