/** What stands in a claim's way: what its debtor objects, and what an authority has ordered. */

import {action, link, name, section, table} from "../components.js";
import {h} from "../dom.js";
import {reasonOf} from "../commands/disputes.js";
import {fmt, t} from "../language.js";
import {addressOf} from "../router.js";

export function disputesOf(me, disputes) {
  if (disputes.length === 0) return null;
  const {money} = fmt();
  const columns = [
    {title: t("claim"), cell: (one) => link(`#/claims/${one.claim}`, one.claim)},
    {title: t("holder"), cell: (one) => name(one.holder)},
    {title: t("amount"), figure: true, cell: (one) => money(one.value, one.currency)},
    {title: t("field.reason"), cell: reasonOf},
    {
      title: t("act"),
      cell: (one) => (one.debtor.id === me.id ? action(addressOf("/commands/withdraw-dispute", {claim: one.claim}), t("command.withdraw-dispute")) : "—"),
    },
  ];
  return section("disputes", t("dispute.title"), h("p", {class: "hint"}, t("dispute.text")), table(t("dispute.title"), columns, disputes));
}

/** What is tied to this party: only it gives that free. */
export function pledgedTo(me, encumbrances) {
  const mine = encumbrances.filter((one) => one.beneficiary.id === me.id);
  if (mine.length === 0) return null;
  const {money} = fmt();
  const columns = [
    {title: t("claim"), cell: (one) => one.claim},
    {title: t("holder"), cell: (one) => name(one.holder)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("act"), cell: (one) => action(addressOf("/commands/release-pledge", {claim: one.claim}), t("command.release-pledge"))},
  ];
  return section("pledged", t("pledge.to_you"), table(t("pledge.to_you"), columns, mine));
}

export function freezesOf(freezes) {
  if (freezes.length === 0) return null;
  const {money} = fmt();
  const columns = [
    {title: t("claim"), cell: (one) => link(`#/claims/${one.claim}`, one.claim)},
    {title: t("order.authority"), cell: (one) => name(one.authority)},
    {title: t("field.order"), cell: (one) => one.order ?? one.order_hash},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
  ];
  return section("freezes", t("order.freezes"), table(t("order.freezes"), columns, freezes));
}
