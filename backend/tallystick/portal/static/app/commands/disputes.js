/** What a debtor objects to in a claim: raised, and let fall. */

import {claimFlags, name} from "../components.js";
import {decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {toClaim} from "./destinations.js";
import {inFull} from "./fields.js";

async function claimAndDispute({api, query}) {
  const [claim, {disputes}] = await Promise.all([api.read(`/v1/claims/${encodeURIComponent(query.claim)}`), api.read("/v1/disputes")]);
  return {claim, dispute: disputes.find((one) => one.claim === claim.id) ?? null};
}

function about({claim, dispute}) {
  const {money, date} = fmt();
  return [
    [t("claim"), claim.id],
    [t("holder"), name(claim.holder)],
    [t("face"), money(claim.face, claim.currency)],
    [t("due"), date(claim.due_date)],
    [t("restraint"), claimFlags(claim)],
    dispute === null ? [null, null] : [t("field.reason"), reasonOf(dispute)],
  ];
}

/** What is objected, as far as this ledger knows the text. */
export function reasonOf({reason, by_credit_note: byCreditNote}) {
  return reason ?? t(byCreditNote ? "dispute.credit_note" : "dispute.elsewhere");
}

export const raiseDispute = {
  begin: claimAndDispute,
  about,
  fields: ({claim}) => [
    {name: "value", kind: "money", value: decimalText(claim.face), currency: claim.currency, hint: t("hint.dispute")},
    {name: "reason", kind: "text", hint: t("hint.reason")},
  ],
  request: ({claim}, {value, reason}) => ({path: `/v1/claims/${claim.id}/disputes`, body: {value, reason}}),
  consequence: ({claim}, {value, reason}) => [
    t("consequence.dispute", {amount: inFull(value, claim.currency), claim: claim.id, holder: name(claim.holder)}),
    value < claim.face ? t("consequence.dispute_part", {claim: claim.id, rest: inFull(claim.face - value, claim.currency)}) : null,
    t("consequence.dispute_owed", {due: fmt().date(claim.due_date)}),
    t("consequence.dispute_read", {holder: name(claim.holder), reason}),
  ],
  done: ({claim}, values, {dispute}) => t("done.dispute", {amount: fmt().money(dispute.value, dispute.currency), claim: claim.id}),
  receipt: (subject, values, {dispute}) => [
    [t("claim"), dispute.claim],
    [t("holder"), name(dispute.holder)],
    [t("amount"), fmt().money(dispute.value, dispute.currency)],
    [t("field.reason"), reasonOf(dispute)],
    [t("fingerprint"), dispute.reason_hash],
  ],
  next: (subject, {dispute}) => toClaim(dispute.claim),
};

export const withdrawDispute = {
  begin: claimAndDispute,
  about,
  fields: () => [],
  request: ({claim}) => ({path: `/v1/claims/${claim.id}/disputes/withdrawal`, body: undefined}),
  consequence: ({claim}) => [
    t("consequence.withdraw_dispute", {claim: claim.id, amount: inFull(claim.face, claim.currency)}),
    t("consequence.financed_again", {holder: name(claim.holder)}),
  ],
  done: ({claim}) => t("done.withdraw_dispute", {claim: claim.id}),
  receipt: ({claim}, values, answer) => [
    [t("claim"), answer.claim],
    [t("face"), fmt().money(claim.face, claim.currency)],
  ],
  next: ({claim}) => toClaim(claim.id),
};
