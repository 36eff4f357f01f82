/** One receivable: its terms, its evidence, who holds it, and its way from the issue to today. */

import {action, claimFlags, link, name, section, status, table, terms, transaction} from "../components.js";
import {chart, sankeyOption} from "../charts.js";
import {h} from "../dom.js";
import {steps, streams} from "../flow.js";
import {CASH} from "../format.js";
import {fmt, t} from "../language.js";
import {LIVE, ifAllowed} from "../reading.js";
import {addressOf} from "../router.js";
import {disputesOf} from "./restraints.js";

export async function receivablePage({api, me, values}) {
  const path = `/v1/receivables/${encodeURIComponent(values.receivable)}`;
  const receivable = await api.read(path);
  const [programme, lineage, distribution, settlement, claims, documents, disputes] = await Promise.all([
    api.read(`/v1/programmes/${receivable.programme}`),
    ifAllowed(api.read(`${path}/lineage`), {lots: []}),
    seesHolders(me, receivable) ? api.read(`${path}/distribution`) : null,
    ifAllowed(api.read(`${path}/settlement`)),
    ifAllowed(api.pages("/v1/claims", "claims", {receivable: receivable.id}), []),
    ifAllowed(api.read("/v1/documents").then((told) => told.documents), []),
    ifAllowed(api.read("/v1/disputes").then((told) => told.disputes), []),
  ]);
  return {
    title: t("receivable.title", {id: receivable.id}),
    live: true,
    content: [
      actions(me, receivable, programme, settlement),
      termsOf(receivable, programme, settlement),
      distribution === null ? null : holders(distribution),
      flow(receivable, lineage.lots),
      tree(receivable, lineage.lots),
      claimsOf(claims),
      disputesOf(me, disputes.filter((one) => one.claim.split("-")[0] === receivable.id)),
      evidence(receivable, documents),
    ],
  };
}

/** Holders see their own claims and the way these came, not their siblings'. */
function seesHolders(me, receivable) {
  return me.roles.includes("supervisor") || receivable.debtor.id === me.id;
}

function actions(me, receivable, programme, settlement) {
  const named = {receivable: receivable.id};
  const found = [];
  if (receivable.status === "offered" && receivable.creditor.id === me.id) {
    found.push(action(addressOf("/commands/accept-receivable", named), t("command.accept-receivable")));
    found.push(action(addressOf("/commands/decline-receivable", named), t("command.decline-receivable")));
  }
  if (receivable.debtor.id === me.id && LIVE.has(receivable.status)) found.push(action(addressOf("/commands/fund", named), t("command.fund")));
  if (receivable.debtor.id === me.id && receivable.status === "offered") found.push(action(addressOf("/commands/withdraw-receivable", named), t("command.withdraw-receivable")));
  if (receivable.debtor.id === me.id && receivable.status === "offered" && programme.policy !== null) found.push(action(addressOf("/commands/declare-purpose", named), t("command.declare-purpose")));
  if (awaitsRate(receivable, settlement) && !me.roles.includes("supervisor")) found.push(action(addressOf("/commands/fix-rate", named), t("command.fix-rate")));
  return found.length === 0 ? null : h("div", {class: "actions"}, found);
}

function awaitsRate({currency, status: stage, due_date: due}, settlement) {
  return currency !== CASH && LIVE.has(stage) && settlement !== null && settlement.fixing === null && settlement.as_of >= due;
}

function termsOf(receivable, programme, settlement) {
  const {money, date, rate, count} = fmt();
  const {currency} = receivable;
  return section(
    "terms",
    t("receivable.terms"),
    terms([
      [t("debtor"), name(receivable.debtor)],
      [t("creditor"), name(receivable.creditor)],
      [t("status"), status(receivable.status)],
      [t("face"), money(receivable.face, currency)],
      [t("face_in_words"), fmt().words(receivable.face, currency)],
      [t("outstanding"), money(receivable.outstanding, currency)],
      [t("issued_on"), date(receivable.issued_on)],
      receivable.status === "offered" ? [t("accept_by"), date(receivable.accept_by)] : [null, null],
      [t("due"), date(receivable.due_date)],
      [t("programme"), programme.name],
      [t("regime"), t(`regime.${programme.regime}`)],
      [t("day_count"), programme.day_count],
      [t("grace"), t("days", {count: count(programme.grace_days)})],
      [t("overdue_rate"), t("a_day", {rate: rate(programme.overdue_ppm)})],
      settlement !== null && settlement.days_overdue > 0 ? [t("days_overdue"), count(settlement.days_overdue)] : [null, null],
      settlement !== null && settlement.owed !== null && settlement.days_overdue > 0 ? [t("owed_today"), money(settlement.owed.total, settlement.fixing === null ? currency : CASH)] : [null, null],
    ]),
  );
}

function holders(told) {
  const {money, count} = fmt();
  return section(
    "holders",
    t("receivable.holders"),
    terms([
      [t("hhi"), told.hhi],
      [t("mean_depth"), told.mean_depth],
    ]),
    h("h3", {}, t("receivable.by_holder")),
    table(
      t("receivable.by_holder"),
      [
        {title: t("holder"), cell: (row) => name(row.holder)},
        {title: t("claims"), figure: true, cell: (row) => count(row.claims)},
        {title: t("face"), figure: true, cell: (row) => money(row.face, told.currency)},
      ],
      told.holdings,
    ),
    h("h3", {}, t("receivable.by_tier")),
    table(
      t("receivable.by_tier"),
      [
        {title: t("tier"), cell: (row) => t("tier_number", {tier: count(row.tier)})},
        {title: t("face"), figure: true, cell: (row) => money(row.face, told.currency)},
      ],
      told.tiers,
    ),
  );
}

function flow(receivable, lots) {
  if (lots.length === 0) return null;
  const {money} = fmt();
  const {nodes, links} = streams(receivable.debtor, lots);
  const labels = new Map(nodes.map((node) => [node.name, node.tier === undefined ? node.label : t("flow.node", {name: node.label, tier: node.tier})]));
  const drawnNodes = nodes.map((node) => ({...node, label: labels.get(node.name)}));
  const drawnLinks = links.map((one) => ({
    ...one,
    value: Number(one.value),
    label: `${labels.get(one.source)} → ${labels.get(one.target)}\n${money(one.value, receivable.currency)}`,
  }));
  const option = (narrow) => sankeyOption(drawnNodes, drawnLinks, narrow);
  const columns = [
    {title: t("from"), cell: (row) => labels.get(row.source)},
    {title: t("to"), cell: (row) => labels.get(row.target)},
    {title: t("amount"), figure: true, cell: (row) => money(row.value, receivable.currency)},
  ];
  const title = t("receivable.flow");
  return section("flow", title, chart(t("receivable.flow_caption"), option, table(title, columns, links), 320));
}

function tree(receivable, lots) {
  if (lots.length === 0) return null;
  return section("tree", t("receivable.tree"), h("p", {class: "hint"}, t("receivable.tree_hint")), h("ul", {class: "tree"}, steps(lots).map((step) => branch(step, receivable.currency, 0))));
}

const OPEN_LEVELS = 3;
const FEW = 12;

function branch(step, currency, level) {
  const {money, moment, count} = fmt();
  const told = [
    h("strong", {}, t(`step.${step.kind}`, {holder: step.holder.name})),
    " ",
    h("span", {class: "figure"}, money(step.amount, currency)),
    h("span", {class: "hint"}, step.claims.length === 1 ? t("step.claim", {claim: step.claims[0]}) : t("step.claims", {count: count(step.claims.length)}), t("comma"), t("tier_number", {tier: step.tier})),
    h("span", {class: "hint"}, moment(step.at), " ", transaction(step.transaction)),
  ];
  if (step.next.length === 0) return h("li", {}, h("div", {class: "leaf"}, ...told));
  return h("li", {}, h("details", {open: level < OPEN_LEVELS}, h("summary", {}, ...told), h("ul", {}, step.next.map((next) => branch(next, currency, level + 1)))));
}

function claimsOf(claims) {
  if (claims.length === 0) return null;
  const {money, count} = fmt();
  const columns = [
    {title: t("claim"), cell: (claim) => link(`#/claims/${claim.id}`, claim.id)},
    {title: t("holder"), cell: (claim) => name(claim.holder)},
    {title: t("tier"), cell: (claim) => claim.tiers.map((tier) => count(tier)).join(t("comma"))},
    {title: t("face"), figure: true, cell: (claim) => money(claim.face, claim.currency)},
    {title: t("restraint"), cell: claimFlags},
  ];
  const all = table(t("receivable.claims"), columns, claims);
  const shown = claims.length <= FEW ? all : h("details", {}, h("summary", {}, t("receivable.all_claims", {count: count(claims.length)})), all);
  return section("claims", t("receivable.claims"), shown);
}

function evidence(receivable, documents) {
  const {money, date} = fmt();
  const rows = documents.flatMap((document) =>
    document.drawings.filter((drawing) => drawing.receivable === receivable.id).map((drawing) => ({document, drawing})),
  );
  const columns = [
    {title: t("document"), cell: ({document}) => t(`document.${document.kind}`)},
    {title: t("number"), cell: ({document}) => document.number ?? "—"},
    {title: t("issued_on"), cell: ({document}) => (document.issued_on === null ? "—" : date(document.issued_on))},
    {title: t("amount"), figure: true, cell: ({document}) => money(document.amount, document.currency)},
    {title: t("drawn_here"), figure: true, cell: ({document, drawing}) => money(drawing.amount, document.currency)},
    {title: t("left"), figure: true, cell: ({document}) => money(document.left, document.currency)},
  ];
  return section("evidence", t("receivable.evidence"), table(t("receivable.evidence"), columns, rows, t("receivable.no_evidence")));
}
