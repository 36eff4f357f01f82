/** What the two sides do with an offer: accept, decline, withdraw. */

import {name} from "../components.js";
import {fmt, t} from "../language.js";
import {toClaim, toQuotes} from "./destinations.js";
import {inFull} from "./fields.js";

async function offerOf({api, query}) {
  return {offer: await api.read(`/v1/offers/${encodeURIComponent(query.offer)}`)};
}

function about({offer}) {
  const {money, date, moment} = fmt();
  return [
    [t("from"), name(offer.holder)],
    [t("to"), name(offer.recipient)],
    [t("debtor"), name(offer.debtor)],
    [t("amount"), money(offer.value, offer.currency)],
    [t("due"), date(offer.due_date)],
    [t("valid_until"), moment(offer.expires_at)],
  ];
}

function answering(step, what) {
  return {
    begin: offerOf,
    about,
    fields: () => [],
    request: ({offer}) => ({path: `/v1/offers/${offer.id}/${step}`, body: undefined}),
    consequence: ({offer}) => [
      t(`consequence.${what}`, {amount: inFull(offer.value, offer.currency), holder: name(offer.holder), recipient: name(offer.recipient), debtor: name(offer.debtor), due: fmt().date(offer.due_date)}),
      what === "accept_offer" ? t("consequence.signature") : null,
    ],
    done: (subject, values, {offer}) => t(`done.${what}`, {amount: fmt().money(offer.value, offer.currency), holder: name(offer.holder), recipient: name(offer.recipient)}),
    receipt: (subject, values, answer) => [
      [t("amount"), fmt().money(answer.offer.value, answer.offer.currency)],
      [t("status"), t(`offer_state.${answer.offer.state}`)],
      [t("claim"), answer.offer.into],
    ],
    next: (subject, answer) => (answer.offer.into === null ? toQuotes() : toClaim(answer.offer.into)),
  };
}

export const acceptOffer = answering("acceptance", "accept_offer");
export const declineOffer = answering("decline", "decline_offer");
export const withdrawOffer = answering("withdrawal", "withdraw_offer");
