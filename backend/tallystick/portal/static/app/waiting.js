/** What waits for a party: each with the page on which it is dealt with, what is late already and then the most urgent first. */

import {daysBetween} from "./discount.js";
import {ledgersDay} from "./format.js";
import {fmt, t} from "./language.js";
import {LIVE, owedOn} from "./reading.js";
import {addressOf} from "./router.js";

const SOON_DAYS = 30;

/** `today` is the ledger's day; a list is empty where the party has no part in it. */
export function waitingFor(me, today, {receivables, offers, requests, quotes, agreements, holds, disputes, undeclared, auctions}) {
  return [
    ...receivables.flatMap((receivable) => toAccept(me, receivable)),
    ...receivables.flatMap((receivable) => toPay(me, today, receivable, holds)),
    ...offers.flatMap((offer) => offered(me, offer)),
    ...quotesToCompare(me, quotes),
    ...requests.flatMap((request) => toQuote(request)),
    ...agreements.flatMap((agreement) => toRepay(me, agreement)),
    ...agreements.flatMap((agreement) => toEnforce(me, agreement)),
    ...agreements.flatMap((agreement) => toRecover(me, agreement)),
    ...undeclared.flatMap((receivable) => toSayWhatFor(receivable)),
    ...receivables.flatMap((receivable) => toFix(receivable)),
    ...auctions.flatMap((auction) => toOffer(auction)),
    ...disputes.flatMap((dispute) => objected(me, dispute)),
  ].sort((one, other) => (one.by ?? "").localeCompare(other.by ?? ""));
}

function toAccept(me, receivable) {
  if (receivable.status !== "offered" || receivable.creditor.id !== me.id) return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.accept", {debtor: receivable.debtor.name, amount: money(receivable.face, receivable.currency)}),
      by: receivable.accept_by,
      address: addressOf("/commands/accept-receivable", {receivable: receivable.id}),
      act: t("command.accept-receivable"),
    },
  ];
}

function toPay(me, today, receivable, holds) {
  if (receivable.debtor.id !== me.id || !LIVE.has(receivable.status) || receivable.outstanding === 0) return [];
  if (daysBetween(today, receivable.due_date) > SOON_DAYS) return [];
  if (holds.some((hold) => hold.receivable === receivable.id && hold.left > 0)) return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.pay", {receivable: receivable.id, amount: money(receivable.outstanding, receivable.currency)}),
      by: receivable.due_date,
      address: addressOf("/commands/fund", {receivable: receivable.id}),
      act: t("command.fund"),
    },
  ];
}

function offered(me, offer) {
  if (offer.state !== "open" || offer.recipient.id !== me.id) return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.offer", {holder: offer.holder.name, amount: money(offer.value, offer.currency), debtor: offer.debtor.name}),
      by: ledgersDay(offer.expires_at),
      address: addressOf("/commands/accept-offer", {offer: offer.id}),
      act: t("command.accept-offer"),
    },
  ];
}

function quotesToCompare(me, quotes) {
  const open = quotes.filter((quote) => quote.state === "open" && quote.holder.id === me.id);
  return [...new Set(open.map((quote) => quote.claim))].map((claim) => {
    const some = open.filter((quote) => quote.claim === claim);
    return {
      what: t("waits.quotes", {count: fmt().count(some.length), claim}),
      by: ledgersDay(lastMoment(some)),
      address: addressOf("/quotes", {claim}),
      act: t("compare"),
    };
  });
}

/** Just before the first of them ends, so that a quote that ends at midnight is for the day before. */
function lastMoment(quotes) {
  return Date.parse(quotes.map((quote) => quote.expires_at).sort()[0]) - 1;
}

function toQuote(request) {
  const {money, date} = fmt();
  return [
    {
      what: t("waits.request", {holder: request.holder.name, amount: money(request.value, request.currency), debtor: request.debtor.name, due: date(request.due_date)}),
      by: null,
      address: addressOf("/commands/give-quote", {request: request.id}),
      act: t("command.give-quote"),
    },
  ];
}

function toRepay(me, agreement) {
  if (agreement.kind !== "loan" || agreement.state === "ended" || agreement.obligor.id !== me.id) return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.repay", {creditor: agreement.creditor.name, amount: money(owedOn(agreement), agreement.currency)}),
      by: agreement.due_date,
      address: addressOf("/commands/repay", {agreement: agreement.id}),
      act: t("command.repay"),
    },
  ];
}

function toEnforce(me, agreement) {
  if (agreement.kind !== "loan" || agreement.state !== "overdue" || agreement.creditor.id !== me.id) return [];
  const {money} = fmt();
  const owed = owedOn(agreement);
  return [
    {
      what: t("waits.enforce", {obligor: agreement.obligor.name, amount: money(owed, agreement.currency), claim: agreement.claim}),
      by: null,
      address: addressOf("/commands/enforce-pledge", {agreement: agreement.id}),
      act: t("command.enforce-pledge"),
    },
  ];
}

/** Of a sale with recourse whose debtor is late: its holder calls on the seller, who pays and takes the claim back. */
function toRecover(me, agreement) {
  if (agreement.kind !== "recourse" || agreement.state !== "overdue") return [];
  const {money} = fmt();
  return agreement.owing.flatMap((owing) => {
    const called = agreement.demands.some((demand) => demand.claim === owing.claim);
    const told = {amount: money(owing.owed, agreement.currency), claim: owing.claim, seller: agreement.obligor.name};
    const command = owing.holder?.id === me.id ? "demand-recourse" : "repurchase";
    if (command === "demand-recourse" ? called : !called || agreement.obligor.id !== me.id) return [];
    return [{what: t(`waits.${command}`, told), by: null, address: addressOf(`/commands/${command}`, {claim: owing.claim}), act: t(`command.${command}`)}];
  });
}

function toSayWhatFor(receivable) {
  const {money} = fmt();
  return [
    {
      what: t("waits.purpose", {receivable: receivable.id, creditor: receivable.creditor.name, amount: money(receivable.face, receivable.currency)}),
      by: receivable.accept_by,
      address: addressOf("/commands/declare-purpose", {receivable: receivable.id}),
      act: t("command.declare-purpose"),
    },
  ];
}

function toFix(receivable) {
  if (receivable.status !== "awaiting_fixing") return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.fix", {receivable: receivable.id, amount: money(receivable.outstanding, receivable.currency)}),
      by: null,
      address: addressOf("/commands/fix-rate", {receivable: receivable.id}),
      act: t("command.fix-rate"),
    },
  ];
}

function toOffer(auction) {
  const {money} = fmt();
  return [
    {
      what: t("waits.early", {debtor: auction.debtor.name, amount: money(auction.budget, auction.currency)}),
      by: ledgersDay(Date.parse(auction.closes_at) - 1),
      address: addressOf(`/early-payment/${auction.id}`),
      act: t("auction.look"),
    },
  ];
}

/** Nothing can be done about it here: its holder is told, and reads why. */
function objected(me, dispute) {
  if (dispute.holder.id !== me.id) return [];
  const {money} = fmt();
  return [
    {
      what: t("waits.dispute", {debtor: dispute.debtor.name, claim: dispute.claim, amount: money(dispute.value, dispute.currency)}),
      by: null,
      address: addressOf(`/claims/${dispute.claim}`),
      act: t("dispute.read"),
    },
  ];
}
