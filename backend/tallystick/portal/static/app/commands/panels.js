/** What a command's page shows one after the other: the confirmation, what is not known, the receipt. */

import {link, terms} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";

/** `changed` says what is not any more as it was when it was confirmed before; null where this is the first time. */
export function confirmation(title, told, changed, {onGo, onBack}) {
  const trouble = h("div", {role: "alert"}, changed);
  const heading = h("h2", {tabindex: "-1"}, t("confirm"));
  const go = h("button", {type: "button", class: "primary", onclick: onGo}, title);
  const back = h("button", {type: "button", onclick: onBack}, t("back"));
  const element = h(
    "section",
    {class: "panel confirm"},
    heading,
    changed === null ? null : trouble,
    h("p", {}, t("confirm.text")),
    sentences(told),
    changed === null ? trouble : null,
    h("div", {class: "actions"}, go, back),
  );
  return {element, heading, go, back, trouble};
}

/** That something was sent, and nobody knows yet whether it was done. */
export function uncertainty(told, onAsk) {
  const heading = h("h2", {tabindex: "-1"}, t("unknown"));
  const found = h("div", {role: "alert"});
  const ask = h("button", {type: "button", class: "primary", onclick: onAsk}, t("unknown.ask"));
  const element = h(
    "section",
    {class: "panel confirm"},
    heading,
    h("div", {class: "notice refused"}, h("p", {}, t("unknown.text"))),
    sentences(told),
    found,
    h("div", {class: "actions"}, ask),
  );
  return {element, heading, ask, found};
}

/** `figures` are pairs of a term and what there is; `next` and `home` say where to go from here. */
export function receipt(done, figures, next, home) {
  const heading = h("h2", {tabindex: "-1"}, t("receipt"));
  const element = h(
    "section",
    {class: "panel receipt"},
    heading,
    h("p", {class: "done"}, done),
    terms(figures),
    h(
      "div",
      {class: "actions"},
      link(next.address, next.text),
      next.address === home.address ? null : link(home.address, home.text),
      h("button", {type: "button", class: "quiet", onclick: () => print()}, t("print")),
    ),
  );
  return {element, heading};
}

/** Where it stands: its transaction, its block. `block` is null where it is kept beside the chain, undefined where that is not told. */
export function inTheChain(transaction, block) {
  if (transaction === undefined && block === null) return [[t("transaction"), t("no_transaction")]];
  return [
    [t("transaction"), transaction === undefined ? null : h("code", {class: "hash"}, transaction)],
    [t("block"), block === undefined || block === null ? null : fmt().count(block)],
  ];
}

/** Terms as they are read: pairs of texts. */
export function textsOf(shown) {
  return shown.filter(([, cell]) => cell !== null && cell !== undefined).map(([term, cell]) => [term, h("span", {}, cell).textContent]);
}

/** What is told otherwise now than before, each {about, consequence}; null where nothing is. */
export function changesBetween(before, now) {
  const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  if (isEqual(before, now)) return null;
  const changed = now.about.filter((pair) => !before.about.some((one) => isEqual(one, pair)));
  const earlier = (term) => before.about.find(([one]) => one === term)?.[1] ?? "—";
  return h(
    "div",
    {class: "notice refused changed"},
    h("p", {class: "notice-title"}, t("changed")),
    h("ul", {}, changed.map(([term, text]) => h("li", {}, t("changed.term", {term, before: earlier(term), now: text})))),
    h("p", {}, t("changed.text")),
  );
}

function sentences(told) {
  return h("ul", {class: "consequence"}, told.map((sentence) => h("li", {}, sentence)));
}
