/** Early payment: a debtor sets a budget aside and holders bid for it with the discount that they accept. */

import {name} from "../components.js";
import {CASH, decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {endOfDay, inDays, inFull, ledgersToday} from "./fields.js";

const OPEN_DAYS = 3;

export function toAuction(auction) {
  return {address: `#/early-payment/${auction.id}`, text: t("auction.title", {id: auction.id})};
}

async function auctionOf({api, me, query}) {
  return {me, auction: await api.read(`/v1/auctions/${encodeURIComponent(query.auction)}`)};
}

function about({auction}) {
  const {money, moment, count} = fmt();
  return [
    [t("debtor"), name(auction.debtor)],
    [t("auction.budget"), money(auction.budget, auction.currency)],
    [t("auction.pricing"), t(`pricing.${auction.pricing}`)],
    [t("auction.closes"), moment(auction.closes_at)],
    [t("auction.offers"), count(auction.offers)],
    [t("status"), t(`auction_stage.${auction.stage}`)],
  ];
}

export const openAuction = {
  async begin({api, me}) {
    const [{programmes}, {wallets}, today] = await Promise.all([api.read("/v1/programmes"), api.read("/v1/wallets"), ledgersToday(api)]);
    return {me, today, programmes: programmes.filter((one) => one.token_offering && one.currency === CASH), wallet: wallets.find((one) => one.owner.id === me.id) ?? null};
  },
  about: ({me, wallet}) => [
    [t("debtor"), me.name],
    wallet === null ? [null, null] : [t("home.cash"), fmt().money(wallet.available, CASH)],
  ],
  fields: ({programmes, today}) => [
    {name: "programme", kind: "choice", options: programmes.map((one) => ({value: one.id, text: one.name}))},
    {name: "value", kind: "money", currency: CASH, hint: t("hint.budget")},
    {name: "pricing", kind: "choice", hint: t("hint.pricing"), options: ["uniform", "as_bid"].map((value) => ({value, text: t(`pricing.${value}`)}))},
    {name: "closes", kind: "date", value: inDays(today, OPEN_DAYS), min: today},
  ],
  request: (subject, {programme, value, pricing, closes}) => ({path: "/v1/auctions", body: {programme, budget: value, pricing, closes_at: endOfDay(closes)}}),
  consequence: ({programmes}, {programme, value, pricing, closes}) => [
    t("consequence.auction", {amount: inFull(value, CASH), closes: fmt().date(closes)}),
    t("consequence.auction_who", {programme: programmes.find((one) => one.id === programme).name}),
    t(`consequence.auction_${pricing}`),
    t("consequence.auction_back"),
  ],
  done: (subject, values, {auction}) => t("done.auction", {auction: auction.id, amount: fmt().money(auction.budget, CASH)}),
  receipt: (subject, values, {auction}) => about({auction}),
  next: (subject, {auction}) => toAuction(auction),
};

/** What one has of notes, as choices; the ledger says which of them this debtor owes. */
export const offerEarly = {
  async begin({api, me, query}) {
    const [{auction}, {notes}] = await Promise.all([auctionOf({api, me, query}), api.read("/v1/notes")]);
    return {auction, notes: notes.filter((note) => note.holder.id === me.id && note.amount > 0)};
  },
  about,
  fields: ({auction, notes}) => [
    {name: "receivable", kind: "choice", options: notes.map((note) => ({value: note.receivable, text: t("auction.note_option", {series: note.receivable, amount: fmt().money(note.amount, note.currency), due: fmt().date(note.due_date)})}))},
    {name: "value", kind: "money", currency: auction.currency, value: notes.length === 0 ? "" : decimalText(notes[0].amount), hint: t("hint.early")},
    {name: "early_rate", kind: "rate", value: "8.00", hint: t("hint.early_rate")},
  ],
  request: ({auction}, {receivable, value, early_rate: rate}) => ({path: `/v1/auctions/${auction.id}/offers`, body: {receivable, amount: value, rate_ppm: rate}}),
  consequence: ({auction}, {receivable, value, early_rate: rate}) => [
    t("consequence.early", {amount: inFull(value, auction.currency), series: receivable, debtor: name(auction.debtor), rate: fmt().rate(rate)}),
    t("consequence.early_paid"),
    t("consequence.early_moved"),
    t("consequence.early_stays", {closes: fmt().moment(auction.closes_at)}),
  ],
  done: (subject, values, {offer}) => t("done.early", {offer: offer.id, amount: fmt().money(offer.amount, CASH), rate: fmt().rate(offer.rate_ppm)}),
  receipt: ({auction}, values, {offer}) => [
    [t("numbered"), offer.id],
    [t("series"), offer.receivable],
    [t("face"), fmt().money(offer.amount, auction.currency)],
    [t("rate_a_year"), fmt().rate(offer.rate_ppm)],
    [t("auction.closes"), fmt().moment(auction.closes_at)],
  ],
  next: ({auction}) => toAuction(auction),
};

export const withdrawEarlyOffer = {
  async begin({api, me, query}) {
    const {auction} = await auctionOf({api, me, query});
    return {auction, number: query.offer, offer: auction.standing.find((one) => one.id === query.offer) ?? null};
  },
  about: (subject) => [
    ...about(subject),
    ...(subject.offer === null
      ? []
      : [
          [t("series"), subject.offer.receivable],
          [t("amount"), fmt().money(subject.offer.amount, subject.auction.currency)],
          [t("rate_a_year"), fmt().rate(subject.offer.rate_ppm)],
        ]),
  ],
  fields: () => [],
  request: ({number}) => ({path: `/v1/early-offers/${encodeURIComponent(number)}/withdrawal`, body: undefined}),
  consequence: ({auction, offer}) => [t("consequence.withdraw_early", {amount: inFull(offer.amount, auction.currency), debtor: name(auction.debtor)}), t("consequence.withdraw_early_again", {closes: fmt().moment(auction.closes_at)})],
  done: ({number}) => t("done.withdraw_early", {offer: number}),
  receipt: ({auction}, values, {offer}) => [
    [t("numbered"), offer.id],
    [t("amount"), fmt().money(offer.amount, auction.currency)],
    [t("status"), t(`early_stage.${offer.stage}`)],
  ],
  next: ({auction}) => toAuction(auction),
};

export const cancelAuction = {
  begin: auctionOf,
  about,
  fields: () => [],
  request: ({auction}) => ({path: `/v1/auctions/${auction.id}/cancellation`, body: undefined}),
  consequence: ({auction}) => [t("consequence.cancel_auction", {auction: auction.id}), t("consequence.cancel_auction_money", {amount: inFull(auction.budget, auction.currency)})],
  done: ({auction}) => t("done.cancel_auction", {auction: auction.id}),
  receipt: (subject, values, {auction}) => about({auction}),
  next: ({auction}) => toAuction(auction),
};

export const clearAuction = {
  begin: auctionOf,
  about,
  fields: () => [],
  request: ({auction}) => ({path: `/v1/auctions/${auction.id}/clearing`, body: undefined}),
  consequence: ({auction}) => [
    t("consequence.clear", {auction: auction.id, count: fmt().count(auction.offers), budget: inFull(auction.budget, auction.currency)}),
    t(`consequence.auction_${auction.pricing}`),
    t("consequence.clear_rest", {debtor: name(auction.debtor)}),
  ],
  done: (subject, values, {auction}) => t("done.clear", {auction: auction.id, face: fmt().money(auction.face, auction.currency), paid: fmt().money(auction.paid, auction.currency)}),
  receipt: (subject, values, {auction}) => results(auction),
  next: ({auction}) => toAuction(auction),
};

/** What came of an auction: pairs for a list of terms. */
export function results(auction) {
  const {money, rate} = fmt();
  return [
    [t("auction.bought"), money(auction.face, auction.currency)],
    [t("auction.paid"), money(auction.paid, auction.currency)],
    [t("auction.saved"), money(BigInt(auction.face) - BigInt(auction.paid), auction.currency)],
    [t("auction.marginal"), auction.marginal_ppm === null ? "—" : rate(auction.marginal_ppm)],
    [t("auction.returned"), money(auction.returned, auction.currency)],
  ];
}
