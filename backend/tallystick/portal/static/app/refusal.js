/** How a refusal is told: in the reader's language by its code, and in the ledger's own words, which say the figures. */

import {h, inEnglish} from "./dom.js";
import {language, t} from "./language.js";
import {Refused, Unreachable} from "./api.js";

/** By code, in the chosen language alone: whoever chooses another has the page loaded again. */
const {default: TEXTS} = await import(`./languages/refusals/${language()}.js`);

/** What a code means, in the reader's language; null for one that the portal does not meet. */
export function meaning(code) {
  return TEXTS[code] ?? null;
}

/** Why something is as it is, where a code says it: first in the reader's language, then in the ledger's own words. */
export function reason(code, detail) {
  const told = meaning(code);
  return told === null ? [inEnglish(detail)] : [h("span", {}, told), " ", h("small", {lang: "en"}, detail)];
}

/** What has gone wrong, whatever it is: a refusal, no answer, or a mistake of the portal's own. */
export function refusalNotice(error, refusedTitle = t("refused")) {
  const title = titleOf(error, refusedTitle);
  if (error instanceof Refused) return refused(error.problem, title);
  if (error instanceof Unreachable) return notice(title, h("p", {}, t("unreachable")));
  console.error(error);
  return notice(
    title,
    h("p", {}, t("unexpected")),
    h("p", {class: "aside"}, h("code", {lang: "en"}, String(error))),
    h("div", {class: "actions"}, h("button", {type: "button", onclick: () => location.reload()}, t("load_again"))),
  );
}

/** What that is called. */
export function titleOf(error, refusedTitle = t("refused")) {
  if (error instanceof Refused) return refusedTitle;
  return t(error instanceof Unreachable ? "unreachable_title" : "unexpected_title");
}

function refused({code, detail, way_out: wayOut}, title) {
  const told = meaning(code);
  const aside = told === null ? null : "aside";
  return notice(
    title,
    told === null ? null : h("p", {}, told),
    h("p", {class: aside}, inEnglish(detail)),
    h("p", {class: aside}, h("strong", {}, t("way_out"), language() === "en" ? ": " : "："), inEnglish(wayOut)),
    h("p", {class: "aside"}, t("code"), " ", h("code", {}, code)),
  );
}

function notice(title, ...content) {
  return h("div", {class: "notice refused"}, h("p", {class: "notice-title"}, title), ...content);
}
