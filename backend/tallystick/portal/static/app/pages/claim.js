/** One claim: what it is worth, what can be done with it, and the way it came. */

import {action, claimFlags, link, name, section, table, terms, transaction} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {ifAllowed} from "../reading.js";
import {addressOf} from "../router.js";

const WITH_A_CLAIM = ["split", "transfer", "offer", "ask-quotes", "pledge", "wrap", "collect"];

export async function claimPage({api, me, values}) {
  const path = `/v1/claims/${encodeURIComponent(values.claim)}`;
  const claim = await api.read(path);
  const lineage = await ifAllowed(api.read(`${path}/lineage`), {lots: []});
  const {money, date, words, count} = fmt();
  return {
    title: t("claim.title", {id: claim.id}),
    live: true,
    content: [
      claim.holder.id === me.id ? h("div", {class: "actions"}, WITH_A_CLAIM.map((command) => action(addressOf(`/commands/${command}`, {claim: claim.id}), t(`command.${command}`)))) : null,
      section(
        "terms",
        t("claim.terms"),
        terms([
          [t("receivable"), link(`#/receivables/${claim.receivable}`, claim.receivable)],
          [t("debtor"), name(claim.debtor)],
          [t("holder"), name(claim.holder)],
          [t("face"), money(claim.face, claim.currency)],
          [t("face_in_words"), words(claim.face, claim.currency)],
          [t("due"), date(claim.due_date)],
          [t("tier"), claim.tiers.map((tier) => count(tier)).join(t("comma"))],
          [t("restraint"), claimFlags(claim)],
        ]),
      ),
      history(lineage.lots, claim.currency),
    ],
  };
}

function history(lots, currency) {
  const {money, moment} = fmt();
  const columns = [
    {title: t("when"), cell: (lot) => moment(lot.at)},
    {title: t("what"), cell: (lot) => t(`step.${lot.kind}`, {holder: name(lot.holder)})},
    {title: t("claim"), cell: (lot) => lot.claim},
    {title: t("amount"), figure: true, cell: (lot) => money(lot.flow, currency)},
    {title: t("transaction"), cell: (lot) => transaction(lot.transaction)},
  ];
  return section("history", t("claim.history"), table(t("claim.history"), columns, lots));
}
