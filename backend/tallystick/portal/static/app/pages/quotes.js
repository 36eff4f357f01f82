/** Offers and quotes: what was asked for and what is offered, the quotes for a claim side by side. */

import {action, link, name, section, table} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {ifAllowed, isContingent, owedOn, toAnswer} from "../reading.js";
import {addressOf} from "../router.js";
import {agreementActs} from "./agreement_acts.js";
import {pledgedTo} from "./restraints.js";

export async function quotesPage({api, me, query}) {
  const [quotes, requests, offers, agreements, encumbrances] = await Promise.all([
    api.read("/v1/quotes").then((told) => told.quotes),
    api.read("/v1/quote-requests").then((told) => told.requests),
    ifAllowed(api.pages("/v1/offers", "offers"), []),
    ifAllowed(api.read("/v1/agreements").then((told) => told.agreements), []),
    ifAllowed(api.pages("/v1/encumbrances", "encumbrances"), []),
  ]);
  const open = query.claim === undefined ? await toAnswer(api, me, requests, quotes) : [];
  const shown = query.claim === undefined ? quotes : quotes.filter((quote) => quote.claim === query.claim);
  const claims = [...new Set(shown.map((quote) => quote.claim))];
  return {
    title: query.claim === undefined ? t("nav.quotes") : t("quotes.for_claim", {claim: query.claim}),
    live: true,
    content: [
      query.claim === undefined
        ? h("div", {class: "actions"}, action(addressOf("/commands/approve-payments", {spender: "desk"}), t("command.approve-payments")))
        : h("p", {}, link("#/quotes", t("quotes.all"))),
      claims.length === 0 ? section("quotes", t("quotes.title"), h("p", {class: "empty"}, t("quotes.none"))) : null,
      ...claims.map((claim) => compared(me, claim, shown.filter((quote) => quote.claim === claim))),
      query.claim === undefined ? requested(me, requests, quotes, open) : null,
      query.claim === undefined ? offered(me, offers) : null,
      query.claim === undefined && agreements.length > 0 ? agreed(me, agreements) : null,
      query.claim === undefined ? pledgedTo(me, encumbrances) : null,
    ],
  };
}

/** The cheapest of the open ones first: what the seller pays a year, then what it receives. */
function compared(me, claim, quotes) {
  const {money, rate, ratio, date, moment, count} = fmt();
  const open = quotes.filter((quote) => quote.state === "open" && quote.kind === "sale");
  const best = open.length > 1 ? open.reduce((one, other) => (other.proceeds > one.proceeds ? other : one)) : null;
  const columns = [
    {title: t("financier"), cell: (quote) => [name(quote.financier), quote === best ? h("span", {class: "best"}, t("quotes.best")) : null]},
    {title: t("kind"), cell: (quote) => [t(`quote.${quote.kind}`), quote.recourse ? h("small", {}, t("flag.recourse")) : null, quote.repay_date === null ? null : h("small", {}, t("quote.repay", {date: date(quote.repay_date)}))]},
    {title: t("face"), figure: true, cell: (quote) => [money(quote.value, quote.currency), h("small", {}, t("days", {count: count(quote.days)}))]},
    {title: t("proceeds"), figure: true, cell: (quote) => h("strong", {}, money(quote.proceeds, quote.currency))},
    {title: t("discount"), figure: true, cell: (quote) => money(quote.discount, quote.currency)},
    {title: "q", explained: t("rate_q"), figure: true, cell: (quote) => rate(quote.rate_ppm)},
    {title: "s", explained: t("rate_s"), figure: true, cell: (quote) => ratio(quote.simple_cost)},
    {title: "e", explained: t("rate_e"), figure: true, cell: (quote) => ratio(quote.effective_annual_cost)},
    {title: t("valid_until"), cell: (quote) => [moment(quote.expires_at), h("small", {}, t(quote.lien_recorded ? "lien.recorded" : "lien.missing"))]},
    {title: t("act"), cell: (quote) => acts(me, quote)},
  ];
  return section(
    `claim-${claim}`,
    t("quotes.for_claim", {claim}),
    h("p", {class: "hint"}, t("quotes.explained")),
    table(t("quotes.for_claim", {claim}), columns, [...quotes].sort((one, other) => other.proceeds - one.proceeds)),
  );
}

function acts(me, quote) {
  if (quote.state !== "open") return t(`quote_state.${quote.state}`);
  if (quote.holder.id === me.id) return action(addressOf("/commands/accept-quote", {quote: quote.id}), t("command.accept-quote"));
  if (quote.financier.id === me.id) {
    return h("div", {class: "actions"}, quote.lien_recorded ? null : action(addressOf("/commands/record-lien", {claim: quote.claim}), t("command.record-lien")), action(addressOf("/commands/revoke-quote", {quote: quote.id}), t("command.revoke-quote")));
  }
  return t("quote_state.open");
}

function requested(me, requests, quotes, open) {
  const {money, date, moment} = fmt();
  const answered = (request) => quotes.filter((quote) => quote.request === request.id).length;
  const columns = [
    {title: t("when"), cell: (request) => moment(request.asked_at)},
    {title: t("claim"), cell: (request) => request.claim},
    {title: t("holder"), cell: (request) => name(request.holder)},
    {title: t("debtor"), cell: (request) => name(request.debtor)},
    {title: t("due"), cell: (request) => date(request.due_date)},
    {title: t("amount"), figure: true, cell: (request) => money(request.value, request.currency)},
    {title: t("asked"), cell: (request) => request.financiers.map(name).join(t("comma"))},
    {
      title: t("act"),
      cell(request) {
        if (open.includes(request)) return action(addressOf("/commands/give-quote", {request: request.id}), t("command.give-quote"));
        const over = answered(request) === 0 && request.holder.id !== me.id;
        return over ? t("quotes.over") : t("quotes.answers", {count: fmt().count(answered(request))});
      },
    },
  ];
  return section("requests", t("quotes.requests"), table(t("quotes.requests"), columns, requests));
}

function offered(me, offers) {
  const {money, moment} = fmt();
  const columns = [
    {title: t("when"), cell: (offer) => moment(offer.made_at)},
    {title: t("claim"), cell: (offer) => offer.claim},
    {title: t("from"), cell: (offer) => name(offer.holder)},
    {title: t("to"), cell: (offer) => name(offer.recipient)},
    {title: t("amount"), figure: true, cell: (offer) => money(offer.value, offer.currency)},
    {title: t("valid_until"), cell: (offer) => moment(offer.expires_at)},
    {title: t("act"), cell: (offer) => offerActs(me, offer)},
  ];
  return section("offers", t("quotes.offers"), table(t("quotes.offers"), columns, offers));
}

function offerActs(me, offer) {
  if (offer.state !== "open") return t(`offer_state.${offer.state}`);
  const to = (command) => action(addressOf(`/commands/${command}`, {offer: offer.id}), t(`command.${command}`));
  if (offer.recipient.id === me.id) return h("div", {class: "actions"}, to("accept-offer"), to("decline-offer"));
  if (offer.holder.id === me.id) return to("withdraw-offer");
  return t("offer_state.open");
}

/** Of a recourse nothing is owed before its debtor is late: until then its seller answers for it. */
export function owedToday(agreement) {
  const amount = fmt().money(owedOn(agreement), agreement.currency);
  return isContingent(agreement) ? t("recourse.answers_for", {amount}) : amount;
}

/** What there is to do about them is told of one claim only where `claim` is given. */
export function agreed(me, agreements, claim = null) {
  const {money, rate, date, moment} = fmt();
  const called = (agreement) => agreement.demands.map((demand) => h("small", {}, t("recourse.called", {claim: demand.claim, moment: moment(demand.at)})));
  const columns = [
    {title: t("kind"), cell: (agreement) => t(`agreement.${agreement.kind}`)},
    {title: t("claim"), cell: (agreement) => agreement.claim},
    {title: t("creditor"), cell: (agreement) => name(agreement.creditor)},
    {title: t("obligor"), cell: (agreement) => name(agreement.obligor)},
    {title: t("paid_out"), figure: true, cell: (agreement) => money(agreement.paid_out, agreement.currency)},
    {title: t("owed_today"), figure: true, cell: (agreement) => [owedToday(agreement), called(agreement)]},
    {title: "q", explained: t("rate_q"), figure: true, cell: (agreement) => rate(agreement.rate_ppm)},
    {title: t("due"), cell: (agreement) => date(agreement.due_date)},
    {
      title: t("act"),
      cell(agreement) {
        const acts = agreementActs(me, agreement, claim);
        return [acts.length === 0 ? null : h("div", {class: "actions"}, acts), acts.length === 0 || agreement.state === "overdue" ? t(`agreement_state.${agreement.state}`) : null];
      },
    },
  ];
  return section("agreements", t("quotes.agreements"), table(t("quotes.agreements"), columns, agreements));
}
