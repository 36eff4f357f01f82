/**
 * One stream for all tabs of a party. A browser has six connections to a ledger for all its tabs together, and a stream
 * holds one: so one tab follows the ledger and tells the others, and where it goes another takes its place.
 */

const NAME = "tallystick.changes";

/**
 * Calls `changed` with {state, block} whenever anything has happened on the ledger, and `lost` where the stream breaks, until
 * `signal` is aborted. `follow(told)` holds a stream for as long as it can. `party` is who is signed in: tabs of others hear
 * nothing of it. `pauseMilliseconds` pass before a stream that broke is taken up again.
 */
export async function followTogether({party, follow, changed, lost, signal, pauseMilliseconds}) {
  const hear = (told) => (told === null ? lost() : changed(told));
  const lead = (tell) => followOn(follow, tell, signal, pauseMilliseconds);
  if (navigator.locks === undefined) return lead(hear); // where the ledger is not reached over HTTPS or on this machine
  const name = `${NAME}.${party}`;
  const channel = new BroadcastChannel(name);
  signal.addEventListener("abort", () => channel.close());
  let leads = false;
  let latest = null;
  channel.onmessage = ({data: {asks, told}}) => {
    if (!asks) hear(told);
    else if (leads && latest !== null) channel.postMessage({told: latest});
  };
  channel.postMessage({asks: true});
  try {
    await navigator.locks.request(name, {signal}, async () => {
      leads = true;
      await lead((told) => {
        if (signal.aborted) return;
        latest = told;
        channel.postMessage({told});
        hear(told);
      });
    });
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

/** Takes a stream up again wherever it breaks. */
async function followOn(follow, tell, signal, pauseMilliseconds) {
  while (!signal.aborted) {
    try {
      await follow(tell);
    } catch {
      if (signal.aborted) return;
      tell(null);
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}
