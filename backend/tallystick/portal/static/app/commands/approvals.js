/** What lets a desk or the market move one's own: payments out of one's wallet, notes out of one's holding. */

import {fmt, t} from "../language.js";
import {inFull} from "./fields.js";

const CASH = "CNY";
const EARLY = "early-payment";

export const approvePayments = {
  begin: async ({me, query}) => ({me, spender: query.spender ?? "desk"}),
  about: ({me}) => [[t("owner"), me.name]],
  fields: ({spender}) => [
    {name: "spender", kind: "choice", value: spender, options: ["desk", "market"].map((value) => ({value, text: t(`spender.${value}`)}))},
    {name: "value", kind: "money", currency: CASH, hint: t("hint.approval")},
  ],
  request: (subject, {spender, value}) => ({path: "/v1/payment-approvals", body: {spender, amount: value}}),
  consequence: (subject, {spender, value}) => [
    t("consequence.approve_payments", {spender: t(`spender.${spender}`), amount: inFull(value, CASH)}),
    t("consequence.approve_only_then"),
  ],
  done: (subject, {spender, value}) => t("done.approve", {spender: t(`spender.${spender}`), amount: fmt().money(value, CASH)}),
  receipt: (subject, values, answer) => [[t("amount"), fmt().money(answer.amount, CASH)]],
};

export const approveNotes = {
  begin: async ({me, query}) => ({me, receivable: query.receivable, spender: query.spender === EARLY ? EARLY : "market"}),
  about: ({me, receivable, spender}) => [
    [t("owner"), me.name],
    [t("series"), receivable],
    [t("field.spender"), t(`spender.${spender}`)],
  ],
  fields: () => [{name: "value", kind: "money", currency: CASH, hint: t("hint.approval")}],
  request: ({receivable, spender}, {value}) => ({path: `/v1/receivables/${encodeURIComponent(receivable)}/notes/approvals`, body: {spender, amount: value}}),
  consequence: ({receivable, spender}, {value}) => [
    t(spender === EARLY ? "consequence.approve_early" : "consequence.approve_notes", {series: receivable, amount: inFull(value, CASH)}),
    t("consequence.approve_only_then"),
  ],
  done: ({spender}, {value}) => t("done.approve", {spender: t(`spender.${spender}`), amount: fmt().money(value, CASH)}),
  receipt: (subject, values, answer) => [
    [t("series"), answer.receivable],
    [t("amount"), fmt().money(answer.approved, CASH)],
  ],
  next: ({receivable, spender}) => (spender === EARLY ? {address: "#/early-payment", text: t("nav.early")} : {address: `#/market/${receivable}`, text: t("series.title", {id: receivable})}),
};
