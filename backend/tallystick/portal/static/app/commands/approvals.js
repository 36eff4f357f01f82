/** What lets a desk or the market move one's own: payments out of one's wallet, notes out of one's holding. */

import {CASH} from "../format.js";
import {fmt, t} from "../language.js";
import {toSeries} from "./destinations.js";
import {inFull} from "./fields.js";

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
  done: (subject, {spender}, answer) => t("done.approve", {spender: t(`spender.${spender}`), amount: fmt().money(answer.amount, CASH)}),
  receipt: (subject, values, answer) => [[t("amount"), fmt().money(answer.amount, CASH)]],
};

function approving(spender, consequence, next) {
  return {
    begin: async ({me, query}) => ({me, receivable: query.receivable}),
    about: ({me, receivable}) => [
      [t("owner"), me.name],
      [t("series"), receivable],
    ],
    fields: () => [{name: "value", kind: "money", currency: CASH, hint: t("hint.approval")}],
    request: ({receivable}, {value}) => ({path: `/v1/receivables/${encodeURIComponent(receivable)}/notes/approvals`, body: {spender, amount: value}}),
    consequence: ({receivable}, {value}) => [t(consequence, {series: receivable, amount: inFull(value, CASH)}), t("consequence.approve_only_then")],
    done: (subject, values, answer) => t("done.approve", {spender: t(`spender.${spender}`), amount: fmt().money(answer.approved, CASH)}),
    receipt: (subject, values, answer) => [
      [t("series"), answer.receivable],
      [t("amount"), fmt().money(answer.approved, CASH)],
    ],
    next,
  };
}

export const approveNotes = approving("market", "consequence.approve_notes", ({receivable}) => toSeries(receivable));
export const approveEarly = approving("early-payment", "consequence.approve_early", () => ({address: "#/early-payment", text: t("nav.early")}));
