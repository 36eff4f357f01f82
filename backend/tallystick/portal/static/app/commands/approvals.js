/** What lets a desk, the market or a bank move one's own: payments out of one's wallet, notes out of one's holding. */

import {name} from "../components.js";
import {CASH} from "../format.js";
import {fmt, t} from "../language.js";
import {toSeries} from "./destinations.js";
import {inFull} from "./fields.js";

/** Contracts of the ledger's, as it calls them where they stand beside parties. */
const HOUSE = {"Financing desk (the ledger's)": "desk", "Market for notes (the ledger's)": "market", "Early payment (the ledger's)": "early-payment"};

/** Whom payments can be approved for, with what is left of each approval: the ledger's own, and the bank that has the wallet. */
async function paymentsOf({api, me, query}) {
  const [{approvals}, {wallets}] = await Promise.all([api.read("/v1/payment-approvals"), api.read("/v1/wallets")]);
  const bank = wallets.find((one) => one.owner.id === me.id)?.bank ?? null;
  const spenders = new Map(["desk", "market"].map((spender) => [spender, t(`spender.${spender}`)]));
  if (bank !== null) spenders.set(bank.id, t("spender.bank", {bank: name(bank)}));
  const given = approvals.filter((one) => one.owner.id === me.id && one.remaining !== "0");
  return {me, spenders, chosen: query.spender ?? "desk", given: given.map(({spender, remaining}) => ({spender: spender.id ?? HOUSE[spender.name], name: spender.name, remaining}))};
}

export const approvePayments = {
  begin: paymentsOf,
  about: ({me, given, spenders}) => [
    [t("owner"), me.name],
    ...given.map((one) => [t("approval.now", {spender: spenders.get(one.spender) ?? one.name}), fmt().money(one.remaining, CASH)]),
    given.length === 0 ? [t("approval.all"), t("nobody")] : [null, null],
  ],
  fields: ({spenders, chosen}) => [
    {name: "spender", kind: "choice", value: chosen, options: [...spenders].map(([value, text]) => ({value, text}))},
    {name: "value", kind: "money", zero: true, currency: CASH, hint: t("hint.approval")},
  ],
  request: (subject, {spender, value}) => ({path: "/v1/payment-approvals", body: {spender, amount: value}}),
  consequence({spenders, given}, {spender, value}) {
    const before = given.find((one) => one.spender === spender);
    return [
      value === 0 ? t("consequence.approve_nothing", {spender: spenders.get(spender)}) : t("consequence.approve_payments", {spender: spenders.get(spender), amount: inFull(value, CASH)}),
      before === undefined ? null : t("consequence.approve_instead", {amount: inFull(before.remaining, CASH)}),
      value === 0 ? null : t(["desk", "market"].includes(spender) ? "consequence.approve_only_then" : "consequence.approve_bank"),
    ];
  },
  done: ({spenders}, {spender}, answer) => approved(spenders.get(spender), answer.amount),
  receipt: (subject, values, answer) => [[t("amount"), fmt().money(answer.amount, CASH)]],
};

function approved(spender, value) {
  return BigInt(value) === 0n ? t("done.approve_nothing", {spender}) : t("done.approve", {spender, amount: fmt().money(value, CASH)});
}

function approving(spender, consequence, next) {
  return {
    begin: async ({me, query}) => ({me, receivable: query.receivable}),
    about: ({me, receivable}) => [
      [t("owner"), me.name],
      [t("series"), receivable],
    ],
    fields: () => [{name: "value", kind: "money", zero: true, currency: CASH, hint: t("hint.approval")}],
    request: ({receivable}, {value}) => ({path: `/v1/receivables/${encodeURIComponent(receivable)}/notes/approvals`, body: {spender, amount: value}}),
    consequence: ({receivable}, {value}) =>
      value === 0 ? [t("consequence.approve_nothing", {spender: t(`spender.${spender}`)})] : [t(consequence, {series: receivable, amount: inFull(value, CASH)}), t("consequence.approve_only_then")],
    done: (subject, values, answer) => approved(t(`spender.${spender}`), answer.approved),
    receipt: (subject, values, answer) => [
      [t("series"), answer.receivable],
      [t("amount"), fmt().money(answer.approved, CASH)],
    ],
    next,
  };
}

export const approveNotes = approving("market", "consequence.approve_notes", ({receivable}) => toSeries(receivable));
export const approveEarly = approving("early-payment", "consequence.approve_early", () => ({address: "#/early-payment", text: t("nav.early")}));
