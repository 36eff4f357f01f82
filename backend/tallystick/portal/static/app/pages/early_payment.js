/** Early payment: the auctions that debtors hold, and one of them with its offers and what came of it. */

import {action, link, name, section, table, terms} from "../components.js";
import {results} from "../commands/early_payment.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {ifAllowed, isDebtor} from "../reading.js";
import {addressOf} from "../router.js";

const SIZE = 100;

export async function auctionsPage({api, me}) {
  const [{auctions}, notes] = await Promise.all([api.read("/v1/auctions", {size: SIZE}), ifAllowed(api.read("/v1/notes").then((told) => told.notes), [])]);
  const {money, moment, count} = fmt();
  const columns = [
    {title: t("auction"), cell: (one) => link(`#/early-payment/${one.id}`, t("auction.title", {id: one.id}))},
    {title: t("debtor"), cell: (one) => name(one.debtor)},
    {title: t("status"), cell: (one) => stage(one)},
    {title: t("auction.closes"), cell: (one) => moment(one.closes_at)},
    {title: t("auction.pricing"), cell: (one) => t(`pricing.${one.pricing}`)},
    {title: t("auction.offers"), figure: true, cell: (one) => count(one.offers)},
    {title: t("auction.budget"), figure: true, cell: (one) => money(one.budget, one.currency)},
    {title: t("auction.paid"), figure: true, cell: (one) => (one.paid === null ? "—" : money(one.paid, one.currency))},
  ];
  return {
    title: t("nav.early"),
    live: true,
    ages: true,
    content: [
      h("p", {class: "hint"}, t("auction.explained")),
      isDebtor(me) ? h("div", {class: "actions"}, action("#/commands/open-auction", t("command.open-auction"))) : null,
      section("auctions", t("auction.all"), table(t("auction.all"), columns, auctions, t("auction.none"))),
      me.roles.includes("supervisor") ? null : mine(me, notes),
    ],
  };
}

function stage(auction) {
  return h("span", {class: `status status-${auction.stage === "open" ? "active" : auction.stage}`}, t(`auction_stage.${auction.stage}`));
}

/** What one could offer, and leave to let move it. */
function mine(me, notes) {
  const held = notes.filter((note) => note.holder.id === me.id && note.amount > 0);
  if (held.length === 0) return null;
  const {money, date} = fmt();
  const columns = [
    {title: t("series"), cell: (note) => link(`#/market/${note.receivable}`, t("series.number", {id: note.receivable}))},
    {title: t("due"), cell: (note) => date(note.due_date)},
    {title: t("amount"), figure: true, cell: (note) => money(note.amount, note.currency)},
    {title: t("act"), cell: (note) => action(addressOf("/commands/approve-early", {receivable: note.receivable}), t("command.approve-early"))},
  ];
  return section("mine", t("auction.mine"), h("p", {class: "hint"}, t("auction.approve_text")), table(t("auction.mine"), columns, held));
}

export async function auctionPage({api, me, values}) {
  const auction = await api.read(`/v1/auctions/${encodeURIComponent(values.auction)}`);
  const programme = await api.read(`/v1/programmes/${auction.programme}`);
  const {money, moment, count} = fmt();
  return {
    title: t("auction.title", {id: auction.id}),
    live: true,
    ages: true,
    content: [
      actions(me, auction),
      section(
        "terms",
        t("receivable.terms"),
        terms([
          [t("debtor"), name(auction.debtor)],
          [t("programme"), programme.name],
          [t("status"), stage(auction)],
          [t("auction.budget"), money(auction.budget, auction.currency)],
          [t("auction.pricing"), t(`pricing.${auction.pricing}`)],
          [t("auction.closes"), moment(auction.closes_at)],
          auction.expires_at === null ? [null, null] : [t("auction.expires"), moment(auction.expires_at)],
          [t("auction.offers"), count(auction.offers)],
        ]),
      ),
      auction.stage === "cleared" ? section("results", t("auction.results"), terms(results(auction))) : null,
      standing(me, auction),
    ],
  };
}

function actions(me, auction) {
  const to = (command) => action(addressOf(`/commands/${command}`, {auction: auction.id}), t(`command.${command}`));
  const owes = auction.debtor.id === me.id;
  const found = [];
  if (auction.stage === "open" && !owes && !me.roles.includes("supervisor")) found.push(to("offer-early"));
  if (auction.stage === "open" && owes && auction.offers === 0) found.push(to("cancel-auction"));
  if (auction.stage === "closed" && !me.roles.includes("supervisor")) found.push(to("clear-auction"));
  return found.length === 0 ? null : h("div", {class: "actions"}, found);
}

function standing(me, auction) {
  const {money, rate} = fmt();
  const all = auction.debtor.id === me.id || me.roles.includes("supervisor");
  const columns = [
    {title: t("numbered"), cell: (offer) => offer.id},
    {title: t("seller"), cell: (offer) => name(offer.seller)},
    {title: t("series"), cell: (offer) => link(`#/market/${offer.receivable}`, offer.receivable)},
    {title: t("face"), figure: true, cell: (offer) => money(offer.amount, auction.currency)},
    {title: t("auction.asked"), figure: true, cell: (offer) => rate(offer.rate_ppm)},
    {title: t("auction.paid_face"), figure: true, cell: (offer) => (offer.paid_amount === null ? "—" : money(offer.paid_amount, auction.currency))},
    {title: t("price"), figure: true, cell: (offer) => (offer.price === null ? "—" : money(offer.price, auction.currency))},
    {title: t("auction.paid_at"), figure: true, cell: (offer) => (offer.paid_ppm === null ? "—" : rate(offer.paid_ppm))},
    {title: t("status"), cell: (offer) => [t(`early_stage.${offer.stage}`), canBeWithdrawn(me, auction, offer) ? withdrawal(auction, offer) : null]},
  ];
  const title = t(all ? "auction.standing" : "auction.my_offers");
  return section("standing", title, table(title, columns, auction.standing, t("auction.no_offers")));
}

function canBeWithdrawn(me, auction, offer) {
  return offer.stage === "made" && auction.stage === "open" && offer.seller.id === me.id;
}

function withdrawal(auction, offer) {
  return h("div", {class: "actions"}, action(addressOf("/commands/withdraw-early-offer", {auction: auction.id, offer: offer.id}), t("command.withdraw-early-offer")));
}
