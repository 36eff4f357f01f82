/**
 * Every command goes the same way: what it is about, what it asks for, the ledger's own answer to a dry run of the very
 * same request, a confirmation that states the consequence, and a receipt.
 */

import {link, terms} from "../components.js";
import {Refused} from "../api.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {refusalNotice} from "../refusal.js";
import {COMMANDS} from "./all.js";
import {fieldOf, showAskedFor, showErrors, valuesOf} from "./fields.js";

const TYPING_MILLISECONDS = 350;

export async function commandPage({api, me, values, query}) {
  const command = Object.hasOwn(COMMANDS, values.command) ? COMMANDS[values.command] : undefined;
  if (command === undefined) return {title: t("no_page"), content: [h("p", {}, t("no_page_text"))]};
  const begin = () => command.begin({api, me, query});
  const flow = new Flow(api, command, begin, await begin(), t(`command.${values.command}`));
  return {title: t(`command.${values.command}`), content: [flow.element], refresh: () => flow.renew()};
}

class Flow {
  constructor(api, command, begin, subject, title) {
    Object.assign(this, {api, command, begin, subject, title});
    this.fields = command.fields(subject);
    this.stage = h("div", {class: "stage"});
    this.about = h("section", {class: "panel about", "aria-label": t("about")}, terms(command.about(subject)));
    this.element = h("div", {class: "command"}, this.about, this.stage);
    this.fill();
  }

  fill() {
    this.step = "fill";
    this.verdict = h("div", {class: "verdict", role: "status", id: "pre-check"});
    this.form = h(
      "form",
      {novalidate: true, class: "panel", onsubmit: (event) => this.submit(event), "aria-label": this.title},
      this.fields.map((field) => fieldOf(field, () => this.typed())),
      this.verdict,
      h("div", {class: "actions"}, h("button", {type: "submit", class: "primary"}, t("go_on"))),
    );
    this.stage.replaceChildren(this.form);
    showAskedFor(this.form, this.fields);
    this.check();
  }

  typed() {
    showAskedFor(this.form, this.fields);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), TYPING_MILLISECONDS);
  }

  /** Asks again, and reads again what it is about: not where the ledger would refuse it, for then it may be somebody else's. */
  async renew() {
    if ((await this.check()) === false) return;
    const subject = await this.begin().catch(() => this.subject);
    if (this.step !== "fill") return;
    this.subject = subject;
    this.about.replaceChildren(terms(this.command.about(subject)));
  }

  /** Whether the ledger would do it; null where it was not asked, because of fields that are still empty. */
  async check() {
    if (this.step !== "fill") return false;
    const {values, complete} = valuesOf(this.form, this.fields);
    if (!complete) {
      this.verdict.replaceChildren(h("p", {class: "hint"}, t("check.waits")));
      return null;
    }
    const asked = (this.asked = Symbol("the youngest of the questions"));
    const {path, body} = this.command.request(this.subject, values);
    try {
      await this.api.rehearse(path, body);
      if (asked === this.asked) this.verdict.replaceChildren(h("div", {class: "notice fine"}, h("p", {}, t("check.fine"))));
      return true;
    } catch (error) {
      if (asked === this.asked) this.verdict.replaceChildren(refusalNotice(error, t("check.refused")));
      return false;
    }
  }

  async submit(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    const {values, errors, complete} = valuesOf(this.form, this.fields);
    showErrors(this.form, errors);
    if (!complete) {
      this.form.querySelector("[aria-invalid]")?.focus();
      return;
    }
    const foreseen = (await this.check()) ? await this.foreseen(values) : null;
    if (foreseen !== null) this.confirm(foreseen);
    else this.form.querySelector("input, select, textarea, button")?.focus();
  }

  /** What was typed, and what the ledger tells beforehand of what comes of it; null where it tells that nothing would. */
  async foreseen(values) {
    try {
      return {...values, ...(await this.command.foresee?.(this.subject, values))};
    } catch (error) {
      this.verdict.replaceChildren(refusalNotice(error, t("check.refused")));
      return null;
    }
  }

  confirm(values) {
    this.step = "confirm";
    const key = crypto.randomUUID();
    const trouble = h("div", {role: "alert"});
    const heading = h("h2", {tabindex: "-1"}, t("confirm"));
    const go = h("button", {type: "button", class: "primary", onclick: () => this.carryOut(values, key, go, trouble)}, this.title);
    this.stage.replaceChildren(
      h(
        "section",
        {class: "panel confirm"},
        heading,
        h("p", {}, t("confirm.text")),
        h("ul", {class: "consequence"}, this.command.consequence(this.subject, values).filter(Boolean).map((sentence) => h("li", {}, sentence))),
        trouble,
        h("div", {class: "actions"}, go, h("button", {type: "button", onclick: () => this.fill()}, t("back"))),
      ),
    );
    heading.focus();
  }

  async carryOut(values, key, button, trouble) {
    const {path, body} = this.command.request(this.subject, values);
    button.disabled = true;
    button.textContent = t("under_way");
    let done;
    try {
      done = await this.api.command(path, body, key);
    } catch (error) {
      button.disabled = error instanceof Refused;
      button.textContent = this.title;
      trouble.replaceChildren(refusalNotice(error));
      return;
    }
    this.receipt(values, done);
  }

  receipt(values, {answer, at}) {
    this.step = "receipt";
    const heading = h("h2", {tabindex: "-1"}, t("receipt"));
    const next = this.command.next?.(this.subject, answer) ?? {address: "#/", text: t("nav.home")};
    this.stage.replaceChildren(
      h(
        "section",
        {class: "panel receipt"},
        heading,
        h("p", {class: "done"}, this.command.done(this.subject, values, answer)),
        terms([
          ...this.command.receipt(this.subject, values, answer),
          [t("transaction"), answer.transaction === undefined ? t("no_transaction") : h("code", {class: "hash"}, answer.transaction)],
          [t("when"), at === null ? null : fmt().moment(at)],
        ]),
        h("div", {class: "actions"}, link(next.address, next.text), link("#/", t("nav.home")), h("button", {type: "button", class: "quiet", onclick: () => print()}, t("print"))),
      ),
    );
    heading.focus();
  }
}
