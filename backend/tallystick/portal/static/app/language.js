/** The language of the page: its catalogue, and how it writes amounts and days. */

import {formatter} from "./format.js";
import en from "./languages/en.js";
import zhCN from "./languages/zh-CN.js";
import zhTW from "./languages/zh-TW.js";
import {chooseLanguage, chosenLanguage} from "./session.js";

const CATALOGUES = {"zh-CN": zhCN, "zh-TW": zhTW, en};
export const LANGUAGES = {"zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English"};

let current = null;

export function language() {
  current ??= chosenLanguage() in CATALOGUES ? chosenLanguage() : preferred(navigator.languages);
  return current;
}

export function setLanguage(chosen) {
  chooseLanguage(chosen);
  current = chosen;
}

/** What the browser asks for: Chinese of Taiwan, Hong Kong and Macau in traditional characters. */
function preferred(asked) {
  for (const tag of asked) {
    if (/^zh\b/i.test(tag)) return /tw|hk|mo|hant/i.test(tag) ? "zh-TW" : "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "zh-CN";
}

/** The text under a key, with `{name}` filled in. */
export function t(key, values = {}) {
  const text = CATALOGUES[language()][key];
  if (text === undefined) throw new Error(`No text for ${key}.`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export function known(key) {
  return key in CATALOGUES[language()];
}

/** How the language writes figures. */
export function fmt() {
  return formatter(language());
}
