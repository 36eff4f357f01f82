/**
 * The public API as a party's portal uses it: reads, pages of lists, commands with an idempotency key, the same
 * commands tried first, and the stream that says when to read again.
 */

import {withQuery} from "./query.js";

const PATIENCE = {attempts: 3, pauseMilliseconds: 700};
const POLL_MILLISECONDS = 400;
const UNAUTHORIZED = 401;

/** The ledger said no; `problem` is its problem document (RFC 9457). */
export class Refused extends Error {
  constructor(problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** As the ledger says it of what is nobody's, or another's; `wayOut` says where to look. */
export function notFound(what, id, wayOut) {
  const words = what.replaceAll("_", " ");
  return new Refused({code: `${what}_not_found`, title: `No such ${words}`, detail: `There is no ${words} ${id} to you.`, way_out: wayOut, status: 404, values: {}});
}

/** Nothing answered. Whether a command was carried out is not known; the same key may be sent again. */
export class Unreachable extends Error {}

export class Api {
  /** `revoked` is told the refusal where the key is no longer good, whatever was asked for. */
  constructor(key, revoked = () => {}) {
    this.key = key;
    this.revoked = revoked;
  }

  /** What the ledger tells of `path`. Throws `Refused`, `Unreachable`. */
  async read(path, query = {}) {
    return this.#answerOf(await this.#fetch("GET", withQuery(path, query)));
  }

  /** All rows of a list, page by page. */
  async pages(path, rows, query = {}) {
    const found = [];
    let next = null;
    do {
      const page = await this.read(path, {...query, size: 500, ...(next === null ? {} : {after: next})});
      found.push(...page[rows]);
      next = page.next;
    } while (next !== null);
    return found;
  }

  /** Tries a command without doing it. Throws `Refused` with the very reason it would be refused for. */
  async rehearse(path, body) {
    return this.#answerOf(await this.#post(withQuery(path, {dry_run: true}), body, crypto.randomUUID()));
  }

  /**
   * Carries out a command, once: where no answer comes it is sent again under the same key, which the ledger never
   * carries out twice. Tells {answer, at, block}: what came of it, also where the chain takes its time, when that was, and
   * in which block; null for none, undefined where the ledger does not tell.
   */
  async command(path, body, key) {
    return patiently(async () => {
      const response = await this.#post(path, body, key);
      const answer = await this.#answerOf(response);
      if (response.status === 202) return this.#outcome(answer);
      return {answer, ...(await this.#whenOf(response.headers.get("Operation-Id")))};
    });
  }

  /** Calls `changed` whenever anything has happened on the ledger, until `signal` is aborted; throws where it breaks. */
  async follow(changed, signal) {
    const response = await this.#fetch("GET", "/v1/changes", {}, undefined, signal);
    if (!response.ok) await this.#answerOf(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const {value, done} = await reader.read();
      if (done) throw new Unreachable("The stream has ended.");
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const data = event.split("\n").find((line) => line.startsWith("data:"));
        if (data !== undefined) changed(JSON.parse(data.slice("data:".length)));
      }
    }
  }

  async #outcome({operation, stage}) {
    if (stage === "prepared") {
      throw new Refused({
        code: "wallet_must_sign",
        title: "Your own wallet has to sign",
        detail: `Operation ${operation} waits for the signatures of your own wallet.`,
        way_out: "Sign its transactions with your wallet and hand them in as the API describes.",
        values: {},
      });
    }
    for (;;) {
      const told = await this.read(`/v1/operations/${operation}`);
      if (told.answer !== null) {
        if (told.answer_status >= 400) throw new Refused(told.answer);
        return {answer: told.answer, at: momentOf(told), block: told.block};
      }
      await pause(POLL_MILLISECONDS);
    }
  }

  /** When an operation that is done happened, and in which block. That the ledger does not tell takes nothing back. */
  async #whenOf(operation) {
    try {
      const told = await patiently(() => this.read(`/v1/operations/${operation}`));
      return {at: momentOf(told), block: told.block};
    } catch (error) {
      if (error instanceof Refused || error instanceof Unreachable) return {at: null, block: undefined};
      throw error;
    }
  }

  async #answerOf(response) {
    try {
      return await answerOf(response);
    } catch (error) {
      if (response.status === UNAUTHORIZED && error instanceof Refused) this.revoked(error);
      throw error;
    }
  }

  #post(path, body, key) {
    const headers = {"Idempotency-Key": key, ...(body === undefined ? {} : {"Content-Type": "application/json"})};
    return this.#fetch("POST", path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  #fetch(method, path, headers = {}, body = undefined, signal = undefined) {
    return reached(path, {method, headers: {...headers, Authorization: `Bearer ${this.key}`}, body, signal, cache: "no-store"});
  }
}

/** What is answered to somebody without a key. Throws `Refused`, `Unreachable`. */
export async function answerTo(path, options = {}) {
  return answerOf(await reached(path, options));
}

/** What cannot be sent at all is a mistake of the portal's own, not a ledger that is away. */
async function reached(path, options) {
  const request = new Request(path, options);
  try {
    return await fetch(request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable(error.message);
  }
}

/** By the chain's clock; by the ledger's own where it is kept beside the chain. */
function momentOf({block_at: ofBlock, finished_at: kept}) {
  return ofBlock ?? kept;
}

/** Again, a few times, where nothing answers. */
async function patiently(asking) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asking();
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt === PATIENCE.attempts) throw error;
      await pause(PATIENCE.pauseMilliseconds);
    }
  }
}

async function answerOf(response) {
  const told = await response.json().catch((error) => {
    throw new Unreachable(error.message); // something in between answered, as a proxy does where the ledger is away
  });
  if (!response.ok) throw new Refused({...told, status: response.status});
  return told;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
