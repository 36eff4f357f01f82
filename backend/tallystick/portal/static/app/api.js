/**
 * The public API as a party's portal uses it: reads, pages of lists, commands with an idempotency key, the same
 * commands tried first, and the stream that says when to read again.
 */

const PATIENCE = {attempts: 3, pauseMilliseconds: 700};
const POLL_MILLISECONDS = 400;

/** The ledger said no; `problem` is its problem document (RFC 9457). */
export class Refused extends Error {
  constructor(problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** Nothing answered. Whether a command was carried out is not known; the same key may be sent again. */
export class Unreachable extends Error {}

export class Api {
  constructor(key) {
    this.key = key;
  }

  /** What the ledger tells of `path`. Throws `Refused`, `Unreachable`. */
  async read(path, query = {}) {
    return answerOf(await this.#fetch("GET", withQuery(path, query)));
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
    return answerOf(await this.#post(withQuery(path, {dry_run: true}), body, crypto.randomUUID()));
  }

  /**
   * Carries out a command, once: where no answer comes it is sent again under the same key, which the ledger never
   * carries out twice. Answers with what came of it, also where the chain takes its time.
   */
  async command(path, body, key) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await this.#post(path, body, key);
        const answer = await answerOf(response);
        return response.status === 202 ? await this.#outcome(answer) : answer;
      } catch (error) {
        if (!(error instanceof Unreachable) || attempt === PATIENCE.attempts) throw error;
        await pause(PATIENCE.pauseMilliseconds);
      }
    }
  }

  /** Calls `changed` whenever anything has happened on the ledger, until `signal` is aborted; throws where it breaks. */
  async follow(changed, signal) {
    const response = await this.#fetch("GET", "/v1/changes", {}, undefined, signal);
    if (!response.ok) await answerOf(response);
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
        return told.answer;
      }
      await pause(POLL_MILLISECONDS);
    }
  }

  #post(path, body, key) {
    const headers = {"Idempotency-Key": key, ...(body === undefined ? {} : {"Content-Type": "application/json"})};
    return this.#fetch("POST", path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  async #fetch(method, path, headers = {}, body = undefined, signal = undefined) {
    const authorised = {...headers, Authorization: `Bearer ${this.key}`};
    try {
      return await fetch(path, {method, headers: authorised, body, signal, cache: "no-store"});
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Unreachable(error.message);
    }
  }
}

async function answerOf(response) {
  const told = await response.json().catch((error) => {
    throw new Unreachable(error.message); // something in between answered, as a proxy does where the ledger is away
  });
  if (!response.ok) throw new Refused(told);
  return told;
}

function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? path : `${path}?${text}`;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
