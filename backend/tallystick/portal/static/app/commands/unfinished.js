/**
 * What a command's page has not finished, kept in this tab: what was typed, so that choosing a language or loading again
 * loses nothing of it; and what was sent, until it is known what came of it, so that nothing is done twice unseen.
 *
 * A place is a party and the address of the page.
 */

const TYPED = "tallystick.typed";
const SENT = "tallystick.sent";

function kept(what) {
  return JSON.parse(sessionStorage.getItem(what) ?? "{}");
}

/** Pairs of a field's name and what stands in it, as a form tells them; null where nothing was typed there. */
export function typedAt(place) {
  return kept(TYPED)[place] ?? null;
}

export function keepTyped(place, entries) {
  sessionStorage.setItem(TYPED, JSON.stringify({[place]: entries}));
}

export function forgetTyped() {
  sessionStorage.removeItem(TYPED);
}

/** What was sent from there, {path, body, key, values, told}, of which it is not known what came; null where there is none. */
export function sentFrom(place) {
  return kept(SENT)[place] ?? null;
}

export function keepSent(place, sent) {
  sessionStorage.setItem(SENT, JSON.stringify({...kept(SENT), [place]: sent}));
}

export function forgetSent(place) {
  const others = kept(SENT);
  delete others[place];
  sessionStorage.setItem(SENT, JSON.stringify(others));
}

/** Whoever goes to another page has given up what stands in the form of this one. */
addEventListener("hashchange", forgetTyped);
