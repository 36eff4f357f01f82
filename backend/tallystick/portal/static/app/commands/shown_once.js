/** What the ledger tells only once: it stays in sight, on whatever page, until whoever was told it has kept it. */

import {h} from "../dom.js";
import {t} from "../language.js";

/** What was told and not kept yet: {text, title, file}; null for nothing. In this tab only, and nowhere but in memory. */
let unkept = null;

addEventListener("beforeunload", (event) => {
  if (unkept !== null) event.preventDefault();
});

/** The text with the ways to keep it. `file` is what it is called when it is saved, `title` what it is. */
export function shownOnce(text, title, file) {
  unkept = {text, title, file};
  return waysToKeep();
}

/** A reminder on another page than the one on which it was told; null where there is nothing to keep. */
export function reminder() {
  if (unkept === null || document.querySelector("main .shown-once") !== null) return null;
  return h("div", {class: "notice refused", id: "unkept", role: "status"}, h("p", {class: "notice-title"}, unkept.title), waysToKeep());
}

/** Somebody else signs in. */
export function forgetUnkept() {
  unkept = null;
}

function waysToKeep() {
  const {text, file} = unkept;
  const told = h("p", {class: "hint", role: "status"});
  const code = h("code", {class: "address"}, text);
  const kept = (how) => {
    unkept = null;
    told.textContent = how;
    document.getElementById("unkept")?.classList.replace("refused", "fine");
  };
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(text);
      kept(t("kept.copied"));
    } catch {
      getSelection().selectAllChildren(code);
      told.textContent = t("kept.select");
    }
  };
  const saved = () => {
    const address = URL.createObjectURL(new Blob([`${text}\n`], {type: "text/plain"}));
    h("a", {href: address, download: file}).click();
    URL.revokeObjectURL(address);
    kept(t("kept.saved"));
  };
  return h(
    "div",
    {class: "shown-once"},
    code,
    h("button", {type: "button", onclick: copied}, t("keep.copy")),
    h("button", {type: "button", onclick: saved}, t("keep.save")),
    h("button", {type: "button", onclick: () => kept(t("kept.noted"))}, t("keep.noted")),
    told,
  );
}
