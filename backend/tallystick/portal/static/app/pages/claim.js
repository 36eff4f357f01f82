/** One claim: what it is worth, what can be done with it, and the way it came. */

import {action, claimFlags, link, name, section, table, terms, transaction} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {ifAllowed} from "../reading.js";
import {addressOf} from "../router.js";
import {agreed} from "./quotes.js";
import {disputesOf, freezesOf} from "./restraints.js";

const WITH_A_CLAIM = ["split", "transfer", "offer", "ask-quotes", "pledge", "wrap", "collect"];

export async function claimPage({api, me, values}) {
  const path = `/v1/claims/${encodeURIComponent(values.claim)}`;
  const claim = await api.read(path);
  const [lineage, agreements, disputes, freezes] = await Promise.all([
    ifAllowed(api.read(`${path}/lineage`), {lots: []}),
    ifAllowed(api.read("/v1/agreements").then((told) => told.agreements), []),
    ifAllowed(api.read("/v1/disputes").then((told) => told.disputes), []),
    claim.frozen ? ifAllowed(api.pages("/v1/freezes", "freezes"), []) : [],
  ]);
  const about = agreements.filter((one) => one.state !== "ended" && (one.claim === claim.id || one.owing.some((owing) => owing.claim === claim.id)));
  const {money, date, words, count} = fmt();
  return {
    title: t("claim.title", {id: claim.id}),
    live: true,
    content: [
      actions(me, claim),
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
      about.length === 0 ? null : agreed(me, about, claim.id),
      disputesOf(me, disputes.filter((one) => one.claim === claim.id)),
      freezesOf(freezes.filter((one) => one.claim === claim.id)),
      history(lineage.lots, claim.currency),
    ],
  };
}

/** What its holder can do with it, what its debtor can object, what whoever it is pledged to can let go. */
function actions(me, claim) {
  const to = (command) => action(addressOf(`/commands/${command}`, {claim: claim.id}), t(`command.${command}`));
  const found = [
    claim.holder.id === me.id ? WITH_A_CLAIM.map(to) : null,
    claim.debtor.id === me.id && !claim.disputed ? to("raise-dispute") : null,
    claim.encumbered_for?.id === me.id ? to("release-pledge") : null,
  ];
  return found.flat().filter(Boolean).length === 0 ? null : h("div", {class: "actions"}, found);
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
