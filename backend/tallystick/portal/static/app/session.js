/** Who is signed in, in this tab only: the API key never goes into an address, a cookie or another tab. */

const KEY = "tallystick.api-key";
const LANGUAGE = "tallystick.language";

/** null where nobody is signed in, or with what cannot be a key. */
export function apiKey() {
  const kept = sessionStorage.getItem(KEY);
  return kept !== null && isKey(kept) ? kept : null;
}

/** Whether it could be sent as a key at all: a header takes printable characters of ASCII, without a blank. */
export function isKey(text) {
  return /^[\x21-\x7e]+$/.test(text);
}

export function signIn(key) {
  sessionStorage.setItem(KEY, key);
}

export function signOut() {
  sessionStorage.removeItem(KEY);
}

export function chosenLanguage() {
  return localStorage.getItem(LANGUAGE);
}

export function chooseLanguage(language) {
  localStorage.setItem(LANGUAGE, language);
}
