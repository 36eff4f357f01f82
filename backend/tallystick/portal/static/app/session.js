/** Who is signed in, in this tab only: the API key never goes into an address, a cookie or another tab. */

const KEY = "tallystick.api-key";
const LANGUAGE = "tallystick.language";

export function apiKey() {
  return sessionStorage.getItem(KEY);
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
