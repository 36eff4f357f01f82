/** When money does not come: calling on a seller, taking a claim back, selling a pledge, letting go. */

import {name} from "../components.js";
import {fmt, t} from "../language.js";
import {isContingent, owedOn} from "../reading.js";
import {toClaim, toQuotes} from "./destinations.js";
import {inFull} from "./fields.js";

/** The recourse that a claim carries and what is owed on it; none where the party has no part in one. */
async function recourseOf({api, query}) {
  const {agreements} = await api.read("/v1/agreements");
  const agreement = agreements.find((one) => one.kind === "recourse" && one.owing.some((owing) => owing.claim === query.claim)) ?? null;
  return {claim: query.claim, agreement, owing: agreement?.owing.find((owing) => owing.claim === query.claim) ?? null};
}

function aboutRecourse({claim, agreement, owing}) {
  const {money, date, rate} = fmt();
  const told = [[t("claim"), claim]];
  if (agreement === null) return told;
  return [
    ...told,
    [t("holder"), name(owing.holder)],
    [t("recourse.seller"), name(agreement.obligor)],
    [t("due"), date(agreement.due_date)],
    [t("face"), money(owing.principal, agreement.currency)],
    [t("interest"), money(owing.interest, agreement.currency)],
    [t(isContingent(agreement) ? "answers_for" : "owed_today"), money(owing.owed, agreement.currency)],
    [t("rate_a_year"), rate(agreement.rate_ppm)],
  ];
}

function toldOf({claim, agreement, owing}) {
  return {
    claim,
    amount: inFull(owing.owed, agreement.currency),
    face: inFull(owing.principal, agreement.currency),
    seller: name(agreement.obligor),
    holder: name(owing.holder),
  };
}

function onClaim(step, what, sentences, receipt) {
  return {
    begin: recourseOf,
    about: aboutRecourse,
    fields: () => [],
    request: ({claim}) => ({path: `/v1/claims/${encodeURIComponent(claim)}/recourse/${step}`, body: undefined}),
    consequence: (subject) => sentences.map((sentence) => t(`consequence.${sentence}`, toldOf(subject))),
    done: (subject) => t(`done.${what}`, {...toldOf(subject), amount: fmt().money(subject.owing.owed, subject.agreement.currency)}),
    receipt,
    next: ({claim}) => toClaim(claim),
  };
}

export const demandRecourse = onClaim("demand", "demand_recourse", ["demand_recourse", "demand_kept", "demand_stays"], ({claim, agreement}, values, answer) => {
  const demand = answer.agreement.demands.findLast((one) => one.claim === claim);
  return [
    [t("claim"), claim],
    [t("recourse.seller"), name(agreement.obligor)],
    [t("recourse.called_for"), fmt().money(demand.owed, agreement.currency)],
  ];
});

export const repurchase = onClaim("repurchase", "repurchase", ["repurchase", "repurchase_back"], ({claim, agreement}, values, answer) => {
  const payment = answer.agreement.payments.findLast((one) => one.claim === claim);
  return [
    [t("claim"), claim],
    [t("amount"), fmt().money(payment.amount, agreement.currency)],
    [t("interest"), fmt().money(payment.interest, agreement.currency)],
    [t("status"), t(`agreement_state.${answer.agreement.state}`)],
  ];
});

export const waiveRecourse = onClaim("waiver", "waive_recourse", ["waive_recourse", "waive_alone"], ({claim, agreement, owing}) => [
  [t("claim"), claim],
  [t("recourse.seller"), name(agreement.obligor)],
  [t("face"), fmt().money(owing.principal, agreement.currency)],
]);

/** The pledge of an overdue loan goes to a third party that has quoted for it. */
export const enforcePledge = {
  async begin({api, me, query}) {
    const [agreement, {quotes}] = await Promise.all([api.read(`/v1/agreements/${encodeURIComponent(query.agreement)}`), api.read("/v1/quotes")]);
    const offered = quotes.filter((quote) => quote.claim === agreement.claim && quote.state === "open" && quote.kind === "sale" && quote.financier.id !== me.id);
    return {agreement, offered, owed: owedOn(agreement)};
  },
  about: ({agreement, owed}) => [
    [t("claim"), agreement.claim],
    [t("obligor"), name(agreement.obligor)],
    [t("face"), fmt().money(agreement.value, agreement.currency)],
    [t("owed_today"), fmt().money(owed, agreement.currency)],
    [t("due"), fmt().date(agreement.due_date)],
    agreement.reserve_rate_ppm === null ? [null, null] : [t("field.reserve_rate"), fmt().rate(agreement.reserve_rate_ppm)],
    [t("status"), t(`agreement_state.${agreement.state}`)],
  ],
  fields: ({offered}) => [
    {
      name: "quote",
      kind: "party",
      hint: t(offered.length === 0 ? "hint.no_quote" : "hint.enforce"),
      options: offered.map((quote) => ({value: quote.id, text: t("enforce.option", {buyer: name(quote.financier), proceeds: fmt().money(quote.proceeds, quote.currency), rate: fmt().rate(quote.rate_ppm)})})),
    },
  ],
  request: ({agreement}, {quote}) => ({path: `/v1/agreements/${agreement.id}/enforcement`, body: {quote}}),
  consequence({agreement, offered, owed}, values) {
    const quote = offered.find((one) => one.id === values.quote);
    const surplus = BigInt(quote.proceeds) - owed;
    const told = {
      claim: agreement.claim,
      buyer: name(quote.financier),
      obligor: name(agreement.obligor),
      proceeds: inFull(quote.proceeds, quote.currency),
      owed: inFull(surplus >= 0n ? owed : quote.proceeds, agreement.currency),
      left: inFull(surplus >= 0n ? surplus : -surplus, agreement.currency),
    };
    return [t("consequence.enforce", told), t("consequence.enforce_owed", told), t(surplus >= 0n ? "consequence.enforce_surplus" : "consequence.enforce_short", told), t("consequence.enforce_final", told)];
  },
  done: ({agreement}, values, answer) =>
    t("done.enforce", {claim: agreement.claim, buyer: name(answer.agreement.enforcement.buyer), proceeds: fmt().money(answer.agreement.enforcement.proceeds, agreement.currency)}),
  receipt: ({agreement}, values, answer) => [
    [t("buyer"), name(answer.agreement.enforcement.buyer)],
    [t("proceeds"), fmt().money(answer.agreement.enforcement.proceeds, agreement.currency)],
    [t("enforce.surplus"), fmt().money(answer.agreement.enforcement.surplus, agreement.currency)],
    [t("still_owed"), fmt().money(owedOn(answer.agreement), agreement.currency)],
    [t("status"), t(`agreement_state.${answer.agreement.state}`)],
  ],
  next: toQuotes,
};

/** Whoever a claim is pledged to gives it free. It is told its holder and its face, not the claim itself. */
export const releasePledge = {
  begin: async ({api, query}) => ({claim: query.claim, pledge: (await api.pages("/v1/encumbrances", "encumbrances")).find((one) => one.claim === query.claim) ?? null}),
  about: ({claim, pledge}) => [
    [t("claim"), claim],
    ...(pledge === null
      ? []
      : [
          [t("holder"), name(pledge.holder)],
          [t("face"), fmt().money(pledge.face, pledge.currency)],
          [t("beneficiary"), name(pledge.beneficiary)],
        ]),
  ],
  fields: () => [],
  request: ({claim}) => ({path: `/v1/claims/${encodeURIComponent(claim)}/encumbrance/release`, body: undefined}),
  consequence: ({claim, pledge}) => [
    t("consequence.release", {claim, amount: inFull(pledge.face, pledge.currency), holder: name(pledge.holder)}),
    t("consequence.release_priority"),
  ],
  done: ({claim}) => t("done.release", {claim}),
  receipt: ({pledge}, values, answer) => [
    [t("claim"), answer.claim],
    [t("face"), fmt().money(pledge.face, pledge.currency)],
    [t("holder"), name(pledge.holder)],
  ],
};
