/** Signing in: with a party's own API key, or, where the host of a demonstration allows it, as one of its parties. */

import {answerTo} from "../api.js";
import {h} from "../dom.js";
import {languageChoice} from "../frame.js";
import {t} from "../language.js";
import {refusalNotice} from "../refusal.js";
import {isKey, signIn} from "../session.js";

export async function signInPage({error, done}) {
  const {parties} = await answerTo("demo-parties");
  return h(
    "main",
    {class: "alone"},
    h("div", {class: "alone-head"}, h("div", {class: "brand"}, h("img", {src: "icon.svg", alt: "", width: "28", height: "28"}), "Tallystick"), languageChoice()),
    h("h1", {}, t("sign_in")),
    error !== null ? h("div", {role: "alert"}, refusalNotice(error)) : null,
    keyForm(done),
    parties.length > 0 ? partyChoice(parties, done) : null,
  );
}

function keyForm(done) {
  const trouble = h("p", {class: "field-error", id: "key-error", role: "alert"});
  const submitted = (event) => {
    event.preventDefault();
    const key = new FormData(event.target).get("key").trim();
    if (key === "") return;
    if (!isKey(key)) {
      trouble.textContent = t("error.key");
      event.target.elements.key.setAttribute("aria-invalid", "true");
      event.target.elements.key.focus();
      return;
    }
    signIn(key);
    done();
  };
  return h(
    "form",
    {class: "panel", onsubmit: submitted},
    h("label", {for: "key"}, t("sign_in.key")),
    h("p", {class: "hint", id: "key-hint"}, t("sign_in.key_hint")),
    h("div", {class: "row"}, h("input", {id: "key", name: "key", type: "password", autocomplete: "off", required: true, "aria-describedby": "key-hint key-error"}), h("button", {type: "submit", class: "primary"}, t("sign_in"))),
    trouble,
  );
}

/** The order of the file; each role once, with its parties. */
function partyChoice(parties, done) {
  const roles = [...new Set(parties.map((party) => party.role))];
  const trouble = h("div", {role: "alert"});
  const chosen = (party) => async () => {
    try {
      signIn((await answerTo(`demo-parties/${encodeURIComponent(party.key)}`, {method: "POST"})).api_key);
    } catch (error) {
      trouble.replaceChildren(refusalNotice(error));
      return;
    }
    done();
  };
  return h(
    "section",
    {class: "panel", "aria-labelledby": "demo-heading"},
    h("h2", {id: "demo-heading"}, t("sign_in.demo")),
    h("p", {class: "hint"}, t("sign_in.demo_hint")),
    trouble,
    roles.map((role) => [
      h("h3", {}, t(`role.${role}`)),
      h("ul", {class: "choices"}, parties.filter((party) => party.role === role).map((party) => h("li", {}, h("button", {type: "button", onclick: chosen(party)}, party.name)))),
    ]),
  );
}
