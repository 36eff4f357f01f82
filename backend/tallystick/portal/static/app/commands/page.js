/**
 * Every command goes the same way: what it is about, what it asks for, the ledger's own answer to a dry run of the very
 * same request, a confirmation that states the consequence, and a receipt.
 *
 * What was confirmed is what is done: when the button is pressed, what it is about is read again, and where anything that
 * was told has changed since, it is told and confirmed anew. What was sent keeps its key until it is known what came of it.
 */

import {Refused, Unreachable} from "../api.js";
import {link, terms} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {refusalNotice} from "../refusal.js";
import {COMMANDS} from "./all.js";
import {chosenIsThere, fieldOf, refill, showAskedFor, showErrors, typedIn, valuesOf} from "./fields.js";
import {forgetSent, forgetTyped, keepSent, keepTyped, sentFrom, typedAt} from "./unfinished.js";

const TYPING_MILLISECONDS = 350;
/** From this status on the ledger may have done it all the same, unless it says that it is away. */
const SERVERS_FAULT = 500;
const AWAY = 503;
const TOO_MANY = 429;
const HTTP_REFUSED = 400;
/** What is refused because of a key that was sent before: what came of that is another question. */
const IN_PROGRESS = "operation_in_progress";
const KEY_REUSED = "idempotency_key_reused";
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

function isOfTheKey(error) {
  return error instanceof Refused && (error.problem.code === IN_PROGRESS || error.problem.code === KEY_REUSED);
}

/** Whether it is certain that nothing was done, and nothing will be under the same key. */
function isDecided(error) {
  return error instanceof Refused && !isOfTheKey(error) && !(error.problem.status >= SERVERS_FAULT) && error.problem.status !== TOO_MANY;
}

/** Whether it may have been done although no answer tells so. */
function mayHaveBeenDone(error) {
  if (error instanceof Unreachable || isOfTheKey(error)) return true;
  return error instanceof Refused && error.problem.status >= SERVERS_FAULT && error.problem.status !== AWAY;
}

/** What is told of a subject, as it is read: pairs of texts. */
function toldOf(command, subject) {
  return command
    .about(subject)
    .filter(([, cell]) => cell !== null && cell !== undefined)
    .map(([term, cell]) => [term, h("span", {}, cell).textContent]);
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
    if (await this.check()) this.confirm(values);
    else this.form.querySelector("input, select, textarea, button")?.focus();
  }

  /** The sentences that are confirmed. */
  consequence(subject, values) {
    return this.command.consequence(subject, values).filter(Boolean);
  }

  /** `changed`: what is not any more as it was when it was confirmed before. */
  confirm(values, changed = null) {
    this.step = "confirm";
    const told = this.consequence(this.subject, values);
    const trouble = h("div", {role: "alert"}, changed);
    const heading = h("h2", {tabindex: "-1"}, t("confirm"));
    const go = h("button", {type: "button", class: "primary", onclick: () => this.carryOut(values, told, {go, back, trouble})}, this.title);
    const back = h("button", {type: "button", onclick: () => this.fill()}, t("back"));
    this.stage.replaceChildren(
      h(
        "section",
        {class: "panel confirm"},
        heading,
        changed === null ? null : trouble,
        h("p", {}, t("confirm.text")),
        h("ul", {class: "consequence"}, told.map((sentence) => h("li", {}, sentence))),
        changed === null ? trouble : null,
        h("div", {class: "actions"}, go, back),
      ),
    );
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
    const changes = this.changes(subject, values, told);
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

  /** What is told otherwise of `subject` than was confirmed; null where nothing is. */
  changes(subject, values, told) {
    const [before, now] = [this.subject, subject].map((one) => toldOf(this.command, one));
    const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    if (isEqual(before, now) && isEqual(this.consequence(subject, values), told)) return null;
    const changed = now.filter((pair) => !before.some((one) => isEqual(one, pair)));
    const earlier = (term) => before.find(([one]) => one === term)?.[1] ?? "—";
    return h(
      "div",
      {class: "notice refused changed"},
      h("p", {class: "notice-title"}, t("changed")),
      h("ul", {}, changed.map(([term, text]) => h("li", {}, t("changed.term", {term, before: earlier(term), now: text})))),
      h("p", {}, t("changed.text")),
    );
  }

  /** Something was sent, and whether it was done is not known: it can be asked, and nothing else be done from here meanwhile. */
  unknown(sent) {
    this.step = "unknown";
    this.key = sent.key;
    const heading = h("h2", {tabindex: "-1"}, t("unknown"));
    const found = h("div", {role: "alert"});
    const ask = h("button", {type: "button", class: "primary", onclick: () => this.ask(sent, ask, found)}, t("unknown.ask"));
    this.stage.replaceChildren(
      h(
        "section",
        {class: "panel confirm"},
        heading,
        h("div", {class: "notice refused"}, h("p", {}, t("unknown.text"))),
        h("ul", {class: "consequence"}, sent.told.map((sentence) => h("li", {}, sentence))),
        found,
        h("div", {class: "actions"}, ask),
      ),
    );
    heading.focus();
  }

  /**
   * What became of what was sent, by its key. Where the ledger knows nothing of it, the form is there again and keeps the
   * key: should it have been on its way all the time, the ledger does not do it a second time.
   */
  async ask(sent, ask, found) {
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
      if (error.problem?.code !== KEY_REUSED || answer === null) throw error;
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
    const heading = h("h2", {tabindex: "-1"}, t("receipt"));
    const home = {address: "#/", text: t("nav.home")};
    const next = subject === null ? home : (command.next?.(subject, answer) ?? home);
    this.about.replaceChildren(h("p", {class: "hint"}, t("about.before")), terms(subject === null ? [] : command.about(subject)));
    this.stage.replaceChildren(
      h(
        "section",
        {class: "panel receipt"},
        heading,
        h("p", {class: "done"}, subject === null ? t("unknown.done") : command.done(subject, values, answer)),
        terms([
          ...(subject === null ? [] : command.receipt(subject, values, answer)),
          ...inTheChain(answer.transaction, block),
          [t("when"), at === null ? null : fmt().moment(at)],
        ]),
        h(
          "div",
          {class: "actions"},
          link(next.address, next.text),
          next.address === home.address ? null : link(home.address, home.text),
          h("button", {type: "button", class: "quiet", onclick: () => print()}, t("print")),
        ),
      ),
    );
    heading.focus();
  }
}

/** Where it stands: its transaction, its block. `block` is null where it is kept beside the chain, undefined where that is not told. */
function inTheChain(transaction, block) {
  if (transaction === undefined && block === null) return [[t("transaction"), t("no_transaction")]];
  return [
    [t("transaction"), transaction === undefined ? null : h("code", {class: "hash"}, transaction)],
    [t("block"), block === undefined || block === null ? null : fmt().count(block)],
  ];
}
