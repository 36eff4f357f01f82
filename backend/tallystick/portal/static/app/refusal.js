/** How a refusal is told: in the reader's language where the catalogue knows its code, and in the ledger's own words. */

import {h, inEnglish} from "./dom.js";
import {known, language, t} from "./language.js";
import {Refused} from "./api.js";

/** Why something is as it is, where a code says it: first in the reader's language, then in the ledger's own words. */
export function reason(code, detail) {
  return known(`refusal.${code}`) ? [h("span", {}, t(`refusal.${code}`)), " ", h("small", {lang: "en"}, detail)] : [inEnglish(detail)];
}

export function refusalNotice(error, title) {
  if (!(error instanceof Refused)) {
    return h("div", {class: "notice refused"}, h("p", {class: "notice-title"}, title), h("p", {}, t("unreachable")));
  }
  const {code, detail, way_out: wayOut} = error.problem;
  const told = known(`refusal.${code}`) ? t(`refusal.${code}`) : null;
  return h(
    "div",
    {class: "notice refused"},
    h("p", {class: "notice-title"}, title),
    told !== null ? h("p", {}, told) : null,
    h("p", {class: told === null ? null : "aside"}, inEnglish(detail)),
    h("p", {class: told === null ? null : "aside"}, h("strong", {}, t("way_out"), language() === "en" ? ": " : "："), inEnglish(wayOut)),
    h("p", {class: "aside"}, t("code"), " ", h("code", {}, code)),
  );
}
