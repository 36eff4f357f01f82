/** What may be concluded from how a command ended: done, not done, or not known. */

import {Refused, Unreachable} from "../api.js";

export const HTTP_REFUSED = 400;
/** From this status on the ledger may have done it all the same, unless it says that it is away. */
const SERVERS_FAULT = 500;
const AWAY = 503;
const TOO_MANY = 429;
/** What is refused because of a key that was sent before: what came of that is another question. */
const IN_PROGRESS = "operation_in_progress";
const KEY_REUSED = "idempotency_key_reused";

/** Whether the key was sent before, with something else. */
export function isOfAnotherRequest(error) {
  return error instanceof Refused && error.problem.code === KEY_REUSED;
}

function isOfTheKey(error) {
  return isOfAnotherRequest(error) || (error instanceof Refused && error.problem.code === IN_PROGRESS);
}

/** Whether it is certain that nothing was done, and nothing will be under the same key. */
export function isDecided(error) {
  return error instanceof Refused && !isOfTheKey(error) && !(error.problem.status >= SERVERS_FAULT) && error.problem.status !== TOO_MANY;
}

/** Whether it may have been done although no answer tells so. */
export function mayHaveBeenDone(error) {
  if (error instanceof Unreachable || isOfTheKey(error)) return true;
  return error instanceof Refused && error.problem.status >= SERVERS_FAULT && error.problem.status !== AWAY;
}
