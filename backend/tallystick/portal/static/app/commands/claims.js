/** What a holder does with a claim: split, transfer, offer, ask for quotes, pledge, collect. */

import {claimFlags, name} from "../components.js";
import {CASH, decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {TRADERS} from "../roles.js";
import {toClaim, toQuotes, toReceivable, toSeries} from "./destinations.js";
import {endOfDay, inDays, inFull, ledgersToday, partyOptions} from "./fields.js";

const OFFER_DAYS = 7;

/** The claim of the address, and who there is. */
async function claimAndParties({api, me, query}) {
  const [claim, {parties}] = await Promise.all([api.read(`/v1/claims/${encodeURIComponent(query.claim)}`), api.read("/v1/parties")]);
  return {me, claim, parties};
}

async function claimPartiesAndToday(context) {
  const [subject, today] = await Promise.all([claimAndParties(context), ledgersToday(context.api)]);
  return {...subject, today};
}

function about({claim}) {
  const {money, date} = fmt();
  return [
    [t("claim"), claim.id],
    [t("debtor"), name(claim.debtor)],
    [t("face"), money(claim.face, claim.currency)],
    [t("due"), date(claim.due_date)],
    [t("restraint"), claimFlags(claim)],
  ];
}

function partyName({parties}, id) {
  return parties.find((party) => party.id === id).name;
}

/** The parts that are named, and what they leave, which stays in the claim and comes first. */
function partsOf({claim}, {parts}) {
  const rest = BigInt(claim.face) - fmt().sum(parts);
  return rest > 0n ? [Number(rest), ...parts] : parts;
}

export const split = {
  begin: claimAndParties,
  about,
  fields: ({claim}) => [{name: "parts", kind: "moneyList", hint: t("hint.parts"), currency: claim.currency}],
  request: (subject, values) => ({path: `/v1/claims/${subject.claim.id}/splits`, body: {parts: partsOf(subject, values)}}),
  consequence(subject, values) {
    const {claim} = subject;
    const parts = partsOf(subject, values);
    return [
      t("consequence.split", {claim: claim.id, face: inFull(claim.face, claim.currency), count: fmt().count(parts.length)}),
      ...parts.map((part, position) => t("consequence.part", {number: position + 1, amount: inFull(part, claim.currency)})),
      t("consequence.split_kept"),
    ];
  },
  done: ({claim}, values, answer) => t("done.split", {claim: claim.id, count: fmt().count(answer.claims.length)}),
  receipt: (subject, values, answer) => answer.claims.map((claim) => [t("claim.title", {id: claim.id}), fmt().money(claim.face, claim.currency)]),
  next: ({claim}) => toReceivable(claim.receivable),
};

/** It names its amount, the whole face too: whatever becomes of the claim meanwhile, no other amount moves. */
export const transfer = {
  begin: claimAndParties,
  about,
  fields: ({me, claim, parties}) => [
    {name: "to", kind: "party", options: partyOptions(parties, me, TRADERS)},
    {name: "value", kind: "money", value: decimalText(claim.face), currency: claim.currency, hint: t("hint.transfer")},
  ],
  request: ({claim}, {to, value}) => ({path: `/v1/claims/${claim.id}/transfers`, body: {to, value}}),
  consequence(subject, {to, value}) {
    const {claim} = subject;
    const rest = claim.face - value;
    return [
      t("consequence.transfer", {amount: inFull(value, claim.currency), to: partyName(subject, to), claim: claim.id}),
      rest > 0 ? t("consequence.rest", {amount: inFull(rest, claim.currency)}) : t("consequence.no_rest"),
      t("consequence.final"),
      t("consequence.notice", {debtor: name(claim.debtor)}),
    ];
  },
  done: ({claim}, values, {moved, recipient}) => t("done.transfer", {amount: fmt().money(fmt().sum(moved.map((move) => move.value)), claim.currency), to: name(recipient)}),
  receipt: (subject, values, answer) => answer.moved.map((move) => [t("moved", {from: move.from_claim, to: move.to_claim}), fmt().money(move.value, move.currency)]),
  next: ({claim}) => toReceivable(claim.receivable),
};

export const offer = {
  begin: claimPartiesAndToday,
  about,
  fields: ({me, claim, parties, today}) => [
    {name: "to", kind: "party", options: partyOptions(parties, me, TRADERS)},
    {name: "value", kind: "money", value: decimalText(claim.face), currency: claim.currency},
    {name: "valid_until", kind: "date", value: inDays(today, OFFER_DAYS), min: today},
  ],
  request: ({claim}, {to, value, valid_until: until}) => ({path: `/v1/claims/${claim.id}/offers`, body: {to, value, expires_at: endOfDay(until)}}),
  consequence: (subject, {to, value, valid_until: until}) => [
    t("consequence.offer", {amount: inFull(value, subject.claim.currency), to: partyName(subject, to), until: fmt().date(until)}),
    t("consequence.offer_open"),
  ],
  done: (subject, {to}) => t("done.offer", {to: partyName(subject, to)}),
  receipt: (subject, values, answer) => [
    [t("amount"), fmt().money(answer.offer.value, answer.offer.currency)],
    [t("valid_until"), fmt().moment(answer.offer.expires_at)],
  ],
  next: ({claim}) => toClaim(claim.id),
};

/** A lender asks third parties for quotes on a pledge, which is not its own: `agreement` is its loan. */
async function ownOrPledgedClaim({api, me, query}) {
  if (query.agreement === undefined) return claimAndParties({api, me, query});
  const [agreement, {parties}] = await Promise.all([api.read(`/v1/agreements/${encodeURIComponent(query.agreement)}`), api.read("/v1/parties")]);
  const {claim: id, obligor: holder, value: face, currency, creditor} = agreement;
  return {me, claim: {id, holder, face, currency, encumbered_for: creditor}, parties};
}

function aboutFinanced(subject) {
  const {claim} = subject;
  if (claim.debtor !== undefined) return about(subject);
  return [
    [t("claim"), claim.id],
    [t("holder"), name(claim.holder)],
    [t("face"), fmt().money(claim.face, claim.currency)],
    [t("restraint"), t("flag.pledged", {to: name(claim.encumbered_for)})],
  ];
}

export const askQuotes = {
  begin: ownOrPledgedClaim,
  about: aboutFinanced,
  fields: ({me, claim, parties}) => [
    {name: "value", kind: "money", value: decimalText(claim.face), currency: claim.currency},
    {name: "financiers", kind: "choices", options: partyOptions(parties, me, ["financier"])},
  ],
  request: ({claim}, {value, financiers}) => ({path: `/v1/claims/${claim.id}/quote-requests`, body: {value, financiers}}),
  consequence: (subject, {value, financiers}) => [
    t("consequence.ask", {amount: inFull(value, subject.claim.currency), to: financiers.map((id) => partyName(subject, id)).join(t("comma"))}),
    t(subject.claim.debtor === undefined ? "consequence.ask_pledge" : "consequence.ask_open"),
  ],
  done: (subject, {financiers}) => t("done.ask", {to: financiers.map((id) => partyName(subject, id)).join(t("comma"))}),
  receipt: (subject, values, answer) => [[t("amount"), fmt().money(answer.value, answer.currency)]],
  next: toQuotes,
};

export const pledge = {
  begin: claimAndParties,
  about,
  fields: ({me, parties}) => [{name: "beneficiary", kind: "party", options: partyOptions(parties, me, ["financier", "supplier", "debtor"])}],
  request: ({claim}, {beneficiary}) => ({path: `/v1/claims/${claim.id}/encumbrance`, body: {for: beneficiary}}),
  consequence: (subject, {beneficiary}) => [
    t("consequence.pledge", {claim: subject.claim.id, amount: inFull(subject.claim.face, subject.claim.currency), to: partyName(subject, beneficiary)}),
    t("consequence.pledge_until", {to: partyName(subject, beneficiary)}),
  ],
  done: (subject, {beneficiary}) => t("done.pledge", {claim: subject.claim.id, to: partyName(subject, beneficiary)}),
  receipt: (subject, values, answer) => [
    [t("claim"), answer.encumbrance.claim],
    [t("face"), fmt().money(answer.encumbrance.face, answer.encumbrance.currency)],
    [t("beneficiary"), name(answer.encumbrance.beneficiary)],
  ],
  next: ({claim}) => toClaim(claim.id),
};

export const collect = {
  begin: claimAndParties,
  about,
  fields: () => [],
  request: ({claim}) => ({path: "/v1/collections", body: {claims: [claim.id]}}),
  consequence: ({claim}) => [t("consequence.collect", {claim: claim.id, debtor: name(claim.debtor)}), t(claim.currency === CASH ? "consequence.collect_face" : "consequence.collect_abroad")],
  done: ({claim}, values, answer) => t("done.collect", {claim: claim.id, amount: fmt().money(fmt().sum(answer.shares.map((one) => one.share)), CASH)}),
  receipt: (subject, values, answer) => answer.shares.map((share) => [t("share", {round: share.round, claim: share.claim}), fmt().money(share.share, CASH)]),
  next: ({claim}) => toReceivable(claim.receivable),
};

export const wrap = {
  begin: claimAndParties,
  about,
  fields: ({claim}) => [{name: "value", kind: "money", value: decimalText(claim.face), currency: claim.currency}],
  request: ({claim}, {value}) => ({path: `/v1/claims/${claim.id}/notes`, body: {value}}),
  consequence: ({claim}, {value}) => [
    t("consequence.wrap", {claim: claim.id, amount: inFull(value, claim.currency)}),
    t("consequence.wrap_backed"),
  ],
  done: ({claim}, values, answer) => t("done.wrap", {amount: fmt().money(answer.value, claim.currency)}),
  receipt: ({claim}, values, answer) => [
    [t("series"), answer.receivable],
    [t("amount"), fmt().money(answer.value, claim.currency)],
    [t("market.mine"), fmt().money(answer.amount, claim.currency)],
  ],
  next: (subject, answer) => toSeries(answer.receivable),
};
