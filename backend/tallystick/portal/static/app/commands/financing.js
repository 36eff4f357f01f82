/** Holder and financier about a quote and a loan: give, accept, revoke, register the lien, repay. */

import {notFound} from "../api.js";
import {name} from "../components.js";
import {DAY_COUNTS, bankDiscount, daysBetween} from "../discount.js";
import {decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {owedOn} from "../reading.js";
import {toQuotes} from "./destinations.js";
import {endOfDay, inDays, inFull, ledgersToday} from "./fields.js";

const LOAN_DAYS = 60;

async function quoteOf({api, query}) {
  return {quote: await api.read(`/v1/quotes/${encodeURIComponent(query.quote)}`)};
}

function aboutQuote({quote}) {
  const {money, rate, ratio, moment, count} = fmt();
  return [
    [t("claim"), quote.claim],
    [t("holder"), name(quote.holder)],
    [t("financier"), name(quote.financier)],
    [t("kind"), t(`quote.${quote.kind}`)],
    [t("face"), money(quote.value, quote.currency)],
    [t("proceeds"), money(quote.proceeds, quote.currency)],
    [t("discount"), money(quote.discount, quote.currency)],
    [t("days_left"), t("days", {count: count(quote.days)})],
    [t("rate_q"), rate(quote.rate_ppm)],
    [t("rate_s"), ratio(quote.simple_cost)],
    [t("rate_e"), ratio(quote.effective_annual_cost)],
    [t("recourse"), t(quote.recourse ? "yes" : "no")],
    [t("valid_until"), moment(quote.expires_at)],
    [t("lien"), t(quote.lien_recorded ? "lien.recorded" : "lien.missing")],
  ];
}

export const acceptQuote = {
  begin: quoteOf,
  about: aboutQuote,
  fields: () => [],
  request: ({quote}) => ({path: `/v1/quotes/${quote.id}/acceptance`, body: undefined}),
  consequence({quote}) {
    const {ratio, date} = fmt();
    const told = {
      claim: quote.claim,
      face: inFull(quote.value, quote.currency),
      proceeds: inFull(quote.proceeds, quote.currency),
      financier: name(quote.financier),
      cost: ratio(quote.effective_annual_cost),
      repay: quote.repay_date === null ? "" : date(quote.repay_date),
    };
    if (quote.kind === "loan") return [t("consequence.loan", told), t("consequence.loan_repay", told), t("consequence.cost", told)];
    return [t("consequence.sale", told), t("consequence.cost", told), t(quote.recourse ? "consequence.recourse" : "consequence.no_recourse", told)];
  },
  done: ({quote}) => t(quote.kind === "loan" ? "done.loan" : "done.sale", {proceeds: fmt().money(quote.proceeds, quote.currency), financier: name(quote.financier)}),
  receipt: ({quote}, values, answer) => [
    [t("claim"), answer.claim],
    [t("financier"), name(quote.financier)],
    [t("face"), fmt().money(quote.value, quote.currency)],
    [t("proceeds"), fmt().money(quote.proceeds, quote.currency)],
    [t("rate_e"), fmt().ratio(quote.effective_annual_cost)],
  ],
  next: toQuotes,
};

export const revokeQuote = {
  begin: quoteOf,
  about: aboutQuote,
  fields: () => [],
  request: ({quote}) => ({path: `/v1/quotes/${quote.id}/revocation`, body: undefined}),
  consequence: ({quote}) => [t("consequence.revoke", {holder: name(quote.holder), claim: quote.claim})],
  done: ({quote}) => t("done.revoke", {claim: quote.claim}),
  receipt: ({quote}) => [[t("claim"), quote.claim]],
  next: toQuotes,
};

/** The day count of most of them: what a request is under, only its holder and its debtor are told. */
function usual(programmes) {
  const many = (dayCount) => programmes.filter((one) => one.day_count === dayCount).length;
  return DAY_COUNTS.toSorted((one, other) => many(other) - many(one))[0];
}

/** What a sale at this rate would bring its seller today. */
function proceedsOf(request, today, {rate, day_count: dayCount}) {
  const days = daysBetween(today, request.due_date);
  const discount = bankDiscount(request.value, rate, days, dayCount);
  return {
    proceeds: inFull(BigInt(request.value) - discount, request.currency),
    discount: fmt().money(discount, request.currency),
    days: fmt().count(days),
    holder: name(request.holder),
  };
}

export const giveQuote = {
  async begin({api, query}) {
    const [{requests}, today] = await Promise.all([api.read("/v1/quote-requests"), ledgersToday(api)]);
    const request = requests.find((one) => one.id === query.request);
    if (request === undefined) throw notFound("quote_request", query.request, "See who has asked you for a quote.");
    const {programmes} = await api.read("/v1/programmes");
    return {request, today, dayCount: usual(programmes.filter((one) => one.currency === request.currency))};
  },
  about: ({request}) => [
    [t("claim"), request.claim],
    [t("holder"), name(request.holder)],
    [t("debtor"), name(request.debtor)],
    [t("amount"), fmt().money(request.value, request.currency)],
    [t("due"), fmt().date(request.due_date)],
  ],
  fields: ({request, today, dayCount}) => [
    {name: "quote_kind", kind: "choice", options: ["sale", "recourse_sale", "loan"].map((value) => ({value, text: t(`quote.${value}`)}))},
    {name: "rate", kind: "rate", value: "6.00"},
    {name: "day_count", kind: "choice", value: dayCount, options: DAY_COUNTS.map((value) => ({value, text: value}))},
    {name: "valid_until", kind: "date", value: today, min: today},
    {name: "principal", kind: "money", currency: request.currency, value: decimalText(BigInt(request.value) / 2n), when: ["quote_kind", "loan"]},
    {name: "repay_date", kind: "date", value: inDays(today, LOAN_DAYS), min: today, when: ["quote_kind", "loan"]},
    {name: "reserve_rate", kind: "rate", value: "20.00", hint: t("hint.reserve"), when: ["quote_kind", "loan"]},
  ],
  request: ({request}, values) => ({
    path: `/v1/quote-requests/${request.id}/quotes`,
    body: {
      rate_ppm: values.rate,
      day_count: values.day_count,
      recourse: values.quote_kind === "recourse_sale",
      expires_at: endOfDay(values.valid_until),
      ...(values.quote_kind === "loan" ? {loan: {principal: values.principal, repay_date: values.repay_date, reserve_rate_ppm: values.reserve_rate}} : {}),
    },
  }),
  consequence: ({request, today}, values) => [
    t(values.quote_kind === "loan" ? "consequence.quote_loan" : "consequence.quote_sale", {
      amount: inFull(values.quote_kind === "loan" ? values.principal : request.value, request.currency),
      claim: request.claim,
      holder: name(request.holder),
      rate: fmt().rate(values.rate),
    }),
    values.quote_kind === "loan" ? null : t("consequence.quote_proceeds", proceedsOf(request, today, values)),
    t("consequence.quote_binds", {until: fmt().date(values.valid_until)}),
    t("consequence.quote_lien"),
  ],
  done: ({request}) => t("done.quote", {holder: name(request.holder)}),
  receipt: (subject, values, answer) => [
    [t("proceeds"), fmt().money(answer.proceeds, answer.currency)],
    [t("discount"), fmt().money(answer.discount, answer.currency)],
    [t("rate_q"), fmt().rate(answer.rate_ppm)],
    [t("rate_s"), fmt().ratio(answer.simple_cost)],
    [t("rate_e"), fmt().ratio(answer.effective_annual_cost)],
    [t("valid_until"), fmt().moment(answer.expires_at)],
  ],
  next: toQuotes,
};

export const recordLien = {
  async begin({query}) {
    return {claim: query.claim};
  },
  about: ({claim}) => [[t("claim"), claim]],
  fields: () => [{name: "registration", kind: "text", hint: t("hint.registration")}],
  request: ({claim}, {registration}) => ({path: `/v1/claims/${encodeURIComponent(claim)}/liens`, body: {receipt: registration}}),
  consequence: ({claim}, {registration}) => [t("consequence.lien", {claim, registration})],
  done: ({claim}) => t("done.lien", {claim}),
  receipt: (subject, values, answer) => [
    [t("claim"), answer.claim],
    [t("fingerprint"), answer.receipt_hash],
  ],
  next: toQuotes,
};

export const repay = {
  async begin({api, query}) {
    const agreement = await api.read(`/v1/agreements/${encodeURIComponent(query.agreement)}`);
    return {agreement, owed: owedOn(agreement)};
  },
  about: ({agreement, owed}) => [
    [t("creditor"), name(agreement.creditor)],
    [t("claim"), agreement.claim],
    [t("owed_today"), fmt().money(owed, agreement.currency)],
    [t("due"), fmt().date(agreement.due_date)],
    [t("rate_a_year"), fmt().rate(agreement.rate_ppm)],
  ],
  fields: ({agreement, owed}) => [{name: "value", kind: "money", value: decimalText(owed), currency: agreement.currency}],
  request: ({agreement}, {value}) => ({path: `/v1/agreements/${agreement.id}/repayments`, body: {amount: value}}),
  consequence: ({agreement, owed}, {value}) => [
    t("consequence.repay", {amount: inFull(value, agreement.currency), creditor: name(agreement.creditor)}),
    BigInt(value) >= owed ? t("consequence.pledge_free", {claim: agreement.claim}) : t("consequence.pledge_stays", {claim: agreement.claim}),
  ],
  done: ({agreement}, {value}) => t("done.repay", {amount: fmt().money(value, agreement.currency), creditor: name(agreement.creditor)}),
  receipt: (subject, values, answer) => [
    [t("still_owed"), fmt().money(owedOn(answer.agreement), answer.agreement.currency)],
    [t("status"), t(`agreement_state.${answer.agreement.state}`)],
  ],
  next: toQuotes,
};
