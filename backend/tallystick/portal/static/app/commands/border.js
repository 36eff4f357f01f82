/** Trade across the border: what a receivable is for, and the rate at which it is paid. */

import {name} from "../components.js";
import {CASH} from "../format.js";
import {fmt, known, t} from "../language.js";
import {rateText} from "../pages/border.js";
import {toReceivable} from "./destinations.js";
import {inFull} from "./fields.js";
import {aboutReceivable, receivableOf} from "./receivables.js";

/** A code of the balance-of-payments classification, with what it stands for where the catalogue knows it. */
export function purposeText(code) {
  return known(`purpose.${code}`) ? t("purpose.named", {code, what: t(`purpose.${code}`)}) : String(code);
}

export const declarePurpose = {
  async begin({api, query}) {
    const receivable = await api.read(`/v1/receivables/${encodeURIComponent(query.receivable)}`);
    return {receivable, rules: await api.read(`/v1/programmes/${receivable.programme}/border`)};
  },
  about: aboutReceivable,
  fields: ({rules}) => [
    {name: "purpose", kind: "choice", hint: t("hint.purpose"), options: rules.purposes.map((code) => ({value: String(code), text: purposeText(code)}))},
  ],
  request: ({receivable}, {purpose}) => ({path: `/v1/receivables/${receivable.id}/purpose`, body: {purpose: Number(purpose)}}),
  consequence: ({receivable}, {purpose}) => [
    t("consequence.declare_purpose", {receivable: receivable.id, amount: inFull(receivable.face, receivable.currency), purpose: purposeText(purpose)}),
    t("consequence.purpose_stays"),
    t("consequence.purpose_accept", {creditor: name(receivable.creditor), by: fmt().date(receivable.accept_by)}),
  ],
  done: ({receivable}, {purpose}) => t("done.declare_purpose", {receivable: receivable.id, purpose: purposeText(purpose)}),
  receipt: ({receivable}, values, answer) => [
    [t("receivable"), answer.receivable],
    [t("field.purpose"), purposeText(answer.purpose)],
    [t("face"), fmt().money(receivable.face, receivable.currency)],
  ],
  next: ({receivable}) => toReceivable(receivable.id),
};

/** Before it is fixed, the rate that was believed last is told: which one applies is found on the ledger, whoever asks. */
export const fixRate = {
  async begin({api, query}) {
    const {receivable, settlement} = await receivableOf({api, query});
    return {receivable, settlement, rate: receivable.currency === CASH ? null : await api.read(`/v1/exchange-rates/${receivable.currency}`)};
  },
  about: (subject) => [
    ...aboutReceivable(subject),
    [t("outstanding"), fmt().money(subject.receivable.outstanding, subject.receivable.currency)],
    [t("border.fixing"), subject.settlement.fixing === null ? t("border.not_fixed") : rateText(subject.settlement.fixing, subject.receivable.currency)],
    subject.rate === null || subject.rate.last === null ? [null, null] : [t("border.now"), rateText(subject.rate.last, subject.receivable.currency)],
  ],
  fields: () => [],
  request: ({receivable}) => ({path: `/v1/receivables/${receivable.id}/fixing`, body: undefined}),
  consequence: ({receivable}) => [
    t("consequence.fix_rate", {receivable: receivable.id, amount: inFull(receivable.outstanding, receivable.currency), due: fmt().date(receivable.due_date)}),
    t("consequence.fix_same"),
    t("consequence.fix_final", {debtor: name(receivable.debtor)}),
  ],
  done: ({receivable}, values, {fixing}) => t("done.fix_rate", {receivable: receivable.id, rate: rateText(fixing, receivable.currency)}),
  receipt: ({receivable}, values, {fixing}) => [
    [t("border.rate"), rateText(fixing, receivable.currency)],
    [t("border.owed_at_it"), fmt().money(fixing.owed, CASH)],
    [t("border.rate_of"), fmt().moment(fixing.updated_at)],
    fixing.fallback ? [t("border.fixing"), t("border.fell_back")] : [null, null],
  ],
  next: ({receivable}) => toReceivable(receivable.id),
};
