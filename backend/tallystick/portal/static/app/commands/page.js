/**
 * Every command goes the same way: what it is about, what it asks for, the ledger's own answer to a dry run of the very
 * same request, a confirmation that states the consequence, and a receipt.
 *
 * What was confirmed is what is done: when the button is pressed, what it is about is read again, and where anything that
 * was told has changed since, it is told and confirmed anew. What was sent keeps its key until it is known what came of it.
 */

import {Refused} from "../api.js";
import {terms} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {refusalNotice} from "../refusal.js";
import {COMMANDS} from "./all.js";
import {toHome} from "./destinations.js";
import {chosenIsThere, fieldOf, refill, showAskedFor, showErrors, typedIn, valuesOf} from "./fields.js";
import {HTTP_REFUSED, isDecided, isOfAnotherRequest, mayHaveBeenDone} from "./outcomes.js";
import {changesBetween, confirmation, inTheChain, receipt, textsOf, uncertainty} from "./panels.js";
import {forgetSent, forgetTyped, keepSent, keepTyped, sentFrom, typedAt} from "./unfinished.js";

const TYPING_MILLISECONDS = 350;
/** Of one's own commands, how many of the youngest are looked through for one. */
const YOUNGEST = 500;

export async function commandPage({api, me, values, query}) {
  const command = Object.hasOwn(COMMANDS, values.command) ? COMMANDS[values.command] : undefined;
  if (command === undefined) return {title: t("no_page"), content: [h("p", {}, t("no_page_text"))]};
  const title = t(`command.${values.command}`);
  const place = `${me.id} ${location.hash}`;
  const begin = () => command.begin({api, me, query});
  const sent = sentFrom(place);
  const subject = await begin().catch((error) => {
    if (sent === null) throw error;
    return null; // what was sent may have made it somebody else's
  });
  const flow = new Flow(api, command, begin, subject, title, place);
  if (sent === null) flow.fill();
  else flow.unknown(sent);
  return {title, content: [flow.element], refresh: () => flow.renew()};
}

class Flow {
  /** `subject` is null where it cannot be read any more, and only what was sent is left to ask about. */
  constructor(api, command, begin, subject, title, place) {
    Object.assign(this, {api, command, begin, subject, title, place, key: crypto.randomUUID()});
    this.fields = subject === null ? [] : command.fields(subject);
    this.stage = h("div", {class: "stage"});
    this.about = h("section", {class: "panel about", "aria-label": t("about")}, terms(subject === null ? [] : command.about(subject)));
    this.element = h("div", {class: "command"}, this.about, this.stage);
  }

  /** What it is about now. */
  take(subject) {
    this.subject = subject;
    this.fields = this.command.fields(subject);
    this.about.replaceChildren(terms(this.command.about(subject)));
  }

  /** The form, with what was typed in it before; `notice` says why one is back. */
  fill(notice = null) {
    this.step = "fill";
    this.verdict = h("div", {class: "verdict", role: "status", id: "pre-check"});
    this.form = h(
      "form",
      {novalidate: true, class: "panel", onsubmit: (event) => this.submit(event), "aria-label": this.title},
      this.fields.map((field) => fieldOf(field, () => this.typed())),
      this.verdict,
      h("div", {class: "actions"}, h("button", {type: "submit", class: "primary"}, t("go_on"))),
    );
    this.stage.replaceChildren(h("div", {role: "alert"}, notice), this.form);
    refill(this.form, this.fields, typedAt(this.place) ?? []);
    showAskedFor(this.form, this.fields);
    this.check();
  }

  typed() {
    keepTyped(this.place, typedIn(this.form));
    showAskedFor(this.form, this.fields);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), TYPING_MILLISECONDS);
  }

  /** Reads again what it is about, and asks again. */
  async renew() {
    if (this.step !== "fill") return;
    const subject = await this.begin().catch(() => null);
    if (this.step !== "fill") return;
    const {values} = valuesOf(this.form, this.fields);
    if (subject !== null && chosenIsThere(this.command.fields(subject), values)) {
      this.subject = subject;
      this.about.replaceChildren(terms(this.command.about(subject)));
    }
    await this.check();
  }

  /** Whether the ledger would do it; null where it was not asked, because of fields that are empty or cannot be read. */
  async check() {
    if (this.step !== "fill") return false;
    const {values, errors, empty, complete} = valuesOf(this.form, this.fields);
    const asked = (this.asked = Symbol("the youngest of the questions"));
    if (!complete) {
      const unreadable = Object.fromEntries(Object.entries(errors).filter(([name]) => !empty.includes(name)));
      showErrors(this.form, unreadable);
      this.verdict.replaceChildren(h("p", {class: "hint"}, t(Object.keys(unreadable).length === 0 ? "check.waits" : "check.unreadable")));
      return null;
    }
    showErrors(this.form, {});
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
    keepTyped(this.place, typedIn(this.form));
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

  /** The sentences that are confirmed. */
  consequence(subject, values) {
    return this.command.consequence(subject, values).filter(Boolean);
  }

  /** `changed`: what is not any more as it was when it was confirmed before. */
  confirm(values, changed = null) {
    this.step = "confirm";
    const told = this.consequence(this.subject, values);
    const panel = confirmation(this.title, told, changed, {
      onGo: () => this.carryOut(values, told, panel),
      onBack: () => this.fill(),
    });
    this.show(panel);
  }

  show({element, heading}) {
    this.stage.replaceChildren(element);
    heading.focus();
  }

  async carryOut(values, told, {go, back, trouble}) {
    go.disabled = true;
    back.disabled = true;
    go.textContent = t("under_way");
    const refused = (error) => {
      go.disabled = isDecided(error);
      back.disabled = false;
      go.textContent = this.title;
      trouble.replaceChildren(refusalNotice(error));
    };
    let subject;
    try {
      subject = await this.begin();
      if (!chosenIsThere(this.command.fields(subject), values)) {
        this.take(subject);
        this.fill(h("div", {class: "notice refused"}, h("p", {}, t("changed.choice"))));
        return;
      }
      const {path, body} = this.command.request(subject, values);
      await this.api.rehearse(path, body);
    } catch (error) {
      refused(error);
      return;
    }
    const changes = changesBetween(this.toldOf(this.subject, told), this.toldOf(subject, this.consequence(subject, values)));
    if (changes !== null) {
      this.take(subject);
      this.confirm(values, changes);
      return;
    }
    const sent = {...this.command.request(subject, values), key: this.key, values, told};
    keepSent(this.place, sent);
    let done;
    try {
      done = await this.api.command(sent.path, sent.body, sent.key);
    } catch (error) {
      if (!this.element.isConnected) return; // whoever comes back is told that it is not known
      if (mayHaveBeenDone(error)) {
        this.unknown(sent);
        return;
      }
      this.decided(error);
      refused(error);
      return;
    }
    if (this.element.isConnected) this.receipt(values, done);
  }

  /** After a refusal nothing was done; what is sent next is another command, unless it is only sent again. */
  decided(error) {
    forgetSent(this.place);
    if (isDecided(error)) this.key = crypto.randomUUID();
  }

  /** What is told of a subject, and of what is done with it. */
  toldOf(subject, consequence) {
    return {about: textsOf(this.command.about(subject)), consequence};
  }

  /** Something was sent, and whether it was done is not known: it can be asked, and nothing else be done from here meanwhile. */
  unknown(sent) {
    this.step = "unknown";
    this.key = sent.key;
    const panel = uncertainty(sent.told, () => this.ask(sent, panel));
    this.show(panel);
  }

  /**
   * What became of what was sent, by its key. Where the ledger knows nothing of it, the form is there again and keeps the
   * key: should it have been on its way all the time, the ledger does not do it a second time.
   */
  async ask(sent, {ask, found}) {
    ask.disabled = true;
    try {
      const {operations} = await this.api.read("/v1/operations", {size: YOUNGEST});
      const known = operations.find((one) => one.idempotency_key === sent.key);
      if (known !== undefined) {
        this.receipt(sent.values, await this.outcome(sent, known));
        return;
      }
    } catch (error) {
      if (!isDecided(error)) {
        ask.disabled = false;
        found.replaceChildren(refusalNotice(error));
        return;
      }
      this.decided(error);
      await this.again(refusalNotice(error));
      return;
    }
    forgetSent(this.place);
    await this.again(h("div", {class: "notice refused"}, h("p", {}, t("unknown.not_done"))));
  }

  /** Under its key, for which the ledger does nothing twice. Where the key is of something that was sent before, that is told. */
  async outcome({path, body, key}, {answer, answer_status: status, block}) {
    try {
      return await this.api.command(path, body, key);
    } catch (error) {
      if (!isOfAnotherRequest(error) || answer === null) throw error;
      if (status >= HTTP_REFUSED) throw new Refused(answer);
      this.subject = null;
      return {answer, at: null, block};
    }
  }

  /** The form again, about what is so now. */
  async again(notice) {
    const subject = await this.begin().catch(() => this.subject);
    if (subject === null) {
      this.stage.replaceChildren(notice);
      return;
    }
    this.take(subject);
    this.fill(notice);
  }

  receipt(values, {answer, at, block}) {
    this.step = "receipt";
    forgetSent(this.place);
    forgetTyped();
    const {subject, command} = this;
    const home = toHome();
    const next = subject === null ? home : (command.next?.(subject, answer) ?? home);
    const done = subject === null ? t("unknown.done") : command.done(subject, values, answer);
    const told = subject === null ? [] : command.receipt(subject, values, answer);
    this.about.replaceChildren(h("p", {class: "hint"}, t("about.before")), terms(subject === null ? [] : command.about(subject)));
    this.show(receipt(done, [...told, ...inTheChain(answer.transaction, block), [t("when"), at === null ? null : fmt().moment(at)]], next, home));
  }
}
