/** Debtor and creditor about a receivable: register a document, issue, accept, decline, withdraw, fund. */

import {name} from "../components.js";
import {CASH, CURRENCIES, decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {toClaim, toReceivable} from "./destinations.js";
import {inDays, inFull, ledgersToday, partyOptions} from "./fields.js";

const NUMBERS_END = 6;
const DUE_DAYS = 150;
const ACCEPT_DAYS = 14;
const SELLERS_KINDS = ["invoice", "delivery"];

/** The receivable of the address, and how far it is paid. */
export async function receivableOf({api, query}) {
  const path = `/v1/receivables/${encodeURIComponent(query.receivable)}`;
  const [receivable, settlement] = await Promise.all([api.read(path), api.read(`${path}/settlement`)]);
  return {receivable, settlement};
}

export function aboutReceivable({receivable}) {
  const {money, date} = fmt();
  return [
    [t("receivable"), receivable.id],
    [t("debtor"), name(receivable.debtor)],
    [t("creditor"), name(receivable.creditor)],
    [t("face"), money(receivable.face, receivable.currency)],
    [t("due"), date(receivable.due_date)],
  ];
}

function deciding(step, what) {
  return {
    begin: receivableOf,
    about: aboutReceivable,
    fields: () => [],
    request: ({receivable}) => ({path: `/v1/receivables/${receivable.id}/${step}`, body: undefined}),
    consequence: ({receivable}) => [
      t(`consequence.${what}`, {
        receivable: receivable.id,
        amount: inFull(receivable.face, receivable.currency),
        debtor: name(receivable.debtor),
        due: fmt().date(receivable.due_date),
      }),
      what === "accept_receivable" ? t("consequence.signature") : t("consequence.evidence_free"),
    ],
    done: (subject, values, {receivable}) => t(`done.${what}`, {receivable: receivable.id, amount: fmt().money(receivable.face, receivable.currency)}),
    receipt: (subject, values, answer) => [
      [t("status"), t(`status.${answer.receivable.status}`)],
      [t("face"), fmt().money(answer.receivable.face, answer.receivable.currency)],
      [t("claim"), answer.claim?.id],
      [t("due"), fmt().date(answer.receivable.due_date)],
    ],
    next: ({receivable}, answer) => (answer.claim === undefined ? toReceivable(receivable.id) : toClaim(answer.claim.id)),
  };
}

export const acceptReceivable = deciding("acceptance", "accept_receivable");
export const declineReceivable = deciding("decline", "decline_receivable");
export const withdrawReceivable = deciding("withdrawal", "withdraw_receivable");

/** What all documents are in; none where they differ, and each says its own. */
function currencyOf(documents) {
  const currencies = new Set(documents.map((document) => document.currency));
  return currencies.size === 1 ? [...currencies][0] : undefined;
}

/** On a document that still has something left; its seller is the creditor. */
export const issue = {
  async begin({api, me}) {
    const [{programmes}, {documents}, today] = await Promise.all([api.read("/v1/programmes"), api.read("/v1/documents"), ledgersToday(api)]);
    return {me, today, programmes, documents: documents.filter((document) => document.buyer.id === me.id && document.left > 0)};
  },
  about: ({documents, programmes}) => [
    [t("debtor"), t("you")],
    [t("documents_left"), fmt().count(documents.length)],
    [t("programmes"), fmt().count(programmes.length)],
  ],
  fields({programmes, documents, today}) {
    const {money} = fmt();
    return [
      {name: "programme", kind: "choice", options: programmes.map((programme) => ({value: programme.id, text: programme.name}))},
      {
        name: "document",
        kind: "choice",
        hint: t("hint.document"),
        options: documents.map((document) => ({
          value: document.fingerprint,
          text: t("document.option", {kind: t(`document.${document.kind}`), number: (document.number ?? "—").slice(-NUMBERS_END), seller: name(document.seller), left: money(document.left, document.currency)}),
        })),
      },
      {name: "value", kind: "money", value: documents.length === 0 ? "" : decimalText(documents[0].left), currency: currencyOf(documents)},
      {name: "due_date", kind: "date", min: today, value: inDays(today, DUE_DAYS)},
      {name: "accept_by", kind: "date", min: today, value: inDays(today, ACCEPT_DAYS), optional: true},
    ];
  },
  request({documents}, values) {
    const document = documents.find((one) => one.fingerprint === values.document);
    return {
      path: "/v1/receivables",
      body: {
        programme: values.programme,
        creditor: document.seller.id,
        face: values.value,
        due_date: values.due_date,
        accept_by: values.accept_by,
        evidence: [{document: document.fingerprint, amount: values.value}],
      },
    };
  },
  consequence({documents}, values) {
    const document = documents.find((one) => one.fingerprint === values.document);
    const amount = inFull(values.value, document.currency);
    return [
      t("consequence.issue", {amount, creditor: name(document.seller), due: fmt().date(values.due_date)}),
      t("consequence.issue_evidence", {number: document.number ?? "—", left: fmt().money(document.left - values.value, document.currency)}),
      t("consequence.issue_open"),
    ];
  },
  done: (subject, values, answer) => t("done.issue", {receivable: answer.receivable.id, creditor: name(answer.receivable.creditor)}),
  receipt: (subject, values, answer) => [
    [t("receivable"), answer.receivable.id],
    [t("creditor"), name(answer.receivable.creditor)],
    [t("face"), fmt().money(answer.receivable.face, answer.receivable.currency)],
    [t("due"), fmt().date(answer.receivable.due_date)],
    [t("accept_by"), fmt().date(answer.receivable.accept_by)],
  ],
  next: (subject, {receivable}) => toReceivable(receivable.id),
};

export const registerDocument = {
  async begin({api, me}) {
    const [{parties}, today] = await Promise.all([api.read("/v1/parties"), ledgersToday(api)]);
    return {me, parties, today};
  },
  about: ({me}) => [[t("seller"), me.name]],
  fields: ({me, parties, today}) => [
    {name: "kind", kind: "choice", options: SELLERS_KINDS.map((kind) => ({value: kind, text: t(`document.${kind}`)}))},
    {name: "number", kind: "text"},
    {name: "buyer", kind: "party", options: partyOptions(parties, me, ["debtor", "supplier"])},
    {name: "value", kind: "money"},
    {name: "currency", kind: "choice", options: CURRENCIES.map((value) => ({value, text: value}))},
    {name: "issued_on", kind: "date", value: today},
  ],
  request: ({me}, {kind, number, buyer, value, currency, issued_on: on}) => ({path: "/v1/documents", body: {kind, number, buyer, seller: me.id, amount: value, currency, issued_on: on}}),
  consequence: ({parties}, {number, buyer, value, currency}) => [
    t("consequence.document", {number, buyer: parties.find((party) => party.id === buyer).name, amount: inFull(value, currency)}),
    t("consequence.document_once"),
  ],
  done: (subject, {number}) => t("done.document", {number}),
  receipt: (subject, values, answer) => [
    [t("number"), answer.number],
    [t("amount"), fmt().money(answer.amount, answer.currency)],
    [t("left"), fmt().money(answer.left, answer.currency)],
    [t("fingerprint"), answer.fingerprint],
  ],
};

/** Where the debt is in a foreign currency, what is owed is known, in e-CNY, once its rate is fixed. */
export const fund = {
  begin: receivableOf,
  about: (subject) => [...aboutReceivable(subject), [t("owed_today"), subject.settlement.owed === null ? t("border.not_fixed") : fmt().money(subject.settlement.owed.total, CASH)]],
  fields: ({settlement}) => [{name: "value", kind: "money", value: settlement.owed === null ? "" : decimalText(settlement.owed.total), currency: CASH, hint: t("hint.fund")}],
  request: ({receivable}, {value}) => ({path: `/v1/receivables/${receivable.id}/fundings`, body: {amount: value}}),
  consequence: ({receivable}, {value}) => [
    t("consequence.fund", {amount: inFull(value, CASH), receivable: receivable.id}),
    t("consequence.fund_paid", {due: fmt().date(receivable.due_date)}),
    t("consequence.fund_bound"),
  ],
  done: ({receivable}, values, {hold}) => t("done.fund", {amount: fmt().money(hold.amount, CASH), receivable: receivable.id}),
  receipt: (subject, values, answer) => [
    [t("hold"), answer.hold.id],
    [t("held_aside"), fmt().money(answer.hold.amount, CASH)],
    [t("still_owed"), answer.settlement.owed === null ? "—" : fmt().money(answer.settlement.owed.total, CASH)],
  ],
  next: ({receivable}) => toReceivable(receivable.id),
};
