/** Where those begin who neither owe nor hold: the operator, an authority, an operating bank. */

import {action, figures, name, section, table} from "../components.js";
import {kindOfWallet} from "../commands/wallets.js";
import {h} from "../dom.js";
import {CASH} from "../format.js";
import {fmt, known, t} from "../language.js";
import {addressOf} from "../router.js";

/** The page of a party's office; null where it has none. */
export function officeOf(me) {
  const office = Object.keys(OFFICES).find((role) => me.roles.includes(role));
  return office === undefined ? null : OFFICES[office];
}

const OFFICES = {operator: operatorHome, authority: authorityHome, bank: bankHome};

function to(command, query = {}) {
  return action(addressOf(`/commands/${command}`, query), t(`command.${command}`));
}

function page(me, ...content) {
  return {title: t("home.title", {name: me.name}), live: true, content};
}

async function operatorHome({api, me}) {
  const [{parties}, {programmes}, {senders}, border, notes] = await Promise.all([
    api.read("/v1/parties"),
    api.read("/v1/programmes"),
    api.read("/v1/senders"),
    api.read("/v1/border-wallets").then((told) => told.wallets),
    api.read("/v1/note-wallets").then((told) => told.wallets),
  ]);
  const {count} = fmt();
  return page(
    me,
    figures([
      [t("register.parties"), count(parties.length)],
      [t("programmes"), count(programmes.length)],
      [t("register.senders"), count(senders.length), senders.some((one) => one.used_elsewhere > 0) ? t("register.used_elsewhere", {count: count(senders.filter((one) => one.used_elsewhere > 0).length)}) : null],
    ]),
    h("div", {class: "actions"}, to("open-party"), to("open-programme"), to("pause-receivable"), to("resume-receivable")),
    partiesOf(parties),
    programmesOf(programmes),
    admitted(border, notes),
  );
}

function partiesOf(parties) {
  const columns = [
    {title: t("field.firm"), cell: (one) => one.name},
    {title: t("register.roles"), cell: (one) => one.roles.map((role) => t(`role.${role}`)).join(t("comma"))},
    {title: t("register.tax_number"), cell: (one) => one.tax_number ?? "—"},
    {title: t("register.address"), cell: (one) => h("code", {class: "address"}, one.address)},
  ];
  return section("parties", t("register.parties"), table(t("register.parties"), columns, parties));
}

function programmesOf(programmes) {
  const {count, rate} = fmt();
  const columns = [
    {title: t("numbered"), cell: (one) => one.id},
    {title: t("programme"), cell: (one) => one.name},
    {title: t("regime"), cell: (one) => t(`regime.${one.regime}`)},
    {title: t("field.currency"), cell: (one) => one.currency},
    {title: t("register.longest"), figure: true, cell: (one) => t("register.months", {count: count(one.longest_term_months)})},
    {title: t("day_count"), cell: (one) => one.day_count},
    {title: t("overdue_rate"), figure: true, cell: (one) => t("a_day", {rate: rate(one.overdue_ppm)})},
    {title: t("register.signed"), cell: (one) => t(one.acceptance_required ? "yes" : "no")},
  ];
  return section("programmes", t("programmes"), table(t("programmes"), columns, programmes));
}

/** Whose wallets were let in beyond the register: to trade across the border, and to notes. */
function admitted(border, notes) {
  const {moment} = fmt();
  const borderColumns = [
    {title: t("owner"), cell: (one) => name(one.party)},
    {title: t("border.group"), cell: (one) => one.group ?? "—"},
    {title: t("register.country"), cell: (one) => (one.country === null ? "—" : countryOf(one))},
  ];
  const noteColumns = [
    {title: t("owner"), cell: (one) => name(one.party)},
    {title: t("register.country"), cell: countryOf},
    {title: t("register.verified_until"), cell: (one) => (one.verified_until === null ? t("register.not_verified") : moment(one.verified_until))},
  ];
  return section(
    "admitted",
    t("register.admitted"),
    h("div", {class: "actions"}, to("admit-abroad"), to("admit-to-notes")),
    h("h3", {}, t("register.border_wallets")),
    table(t("register.border_wallets"), borderColumns, border),
    h("h3", {}, t("register.note_wallets")),
    table(t("register.note_wallets"), noteColumns, notes),
  );
}

function countryOf({country}) {
  return known(`country.${country}`) ? t(`country.${country}`) : country;
}

async function authorityHome({api, me}) {
  const [freezes, {suspensions}, {programmes}] = await Promise.all([api.pages("/v1/freezes", "freezes"), api.read("/v1/suspensions"), api.read("/v1/programmes")]);
  const rules = await Promise.all(programmes.map((one) => api.read(`/v1/programmes/${one.id}/border`)));
  const abroad = programmes.map((programme, position) => ({programme, stops: rules[position].stops, limits: rules[position].limits})).filter((one) => one.limits !== null);
  return page(
    me,
    h("div", {class: "actions"}, to("freeze"), to("suspend")),
    frozen(me, freezes),
    suspended(me, suspensions),
    abroad.length === 0 ? null : stopped(me, abroad),
  );
}

function frozen(me, freezes) {
  const {money} = fmt();
  const columns = [
    {title: t("claim"), cell: (one) => one.claim},
    {title: t("holder"), cell: (one) => name(one.holder)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("field.order"), cell: (one) => one.order ?? h("code", {class: "hash"}, one.order_hash)},
    {title: t("act"), cell: (one) => (one.authority.id === me.id ? to("lift-freeze", {claim: one.claim}) : name(one.authority))},
  ];
  return section("freezes", t("order.freezes"), table(t("order.freezes"), columns, freezes, t("order.no_freezes")));
}

function suspended(me, suspensions) {
  const columns = [
    {title: t("field.party"), cell: (one) => name(one.party)},
    {title: t("field.order"), cell: (one) => one.order ?? h("code", {class: "hash"}, one.order_hash)},
    {title: t("act"), cell: (one) => (one.authority.id === me.id ? to("reinstate", {party: one.party.id}) : name(one.authority))},
  ];
  return section("suspensions", t("order.suspensions"), table(t("order.suspensions"), columns, suspensions, t("order.no_suspensions")));
}

function stopped(me, programmes) {
  const columns = [
    {title: t("programme"), cell: ({programme}) => programme.name},
    {title: t("order.stops"), cell: ({stops}) => stops.map((one) => name(one.authority)).join(t("comma")) || t("nobody")},
    {title: t("act"), cell: ({programme, stops}) => to(stops.some((one) => one.authority.id === me.id) ? "resume-programme" : "stop-programme", {programme: programme.id})},
  ];
  return section("stops", t("order.programmes"), table(t("order.programmes"), columns, programmes));
}

async function bankHome({api, me}) {
  const [{wallets}, open] = await Promise.all([api.read("/v1/wallets"), api.pages("/v1/instructions", "instructions", {state: "open"})]);
  const {money, sum, count} = fmt();
  const total = (amountOf) => money(sum(wallets.map(amountOf)), CASH);
  return page(
    me,
    figures([
      [t("wallet.customers"), count(wallets.length)],
      [t("wallet.circulating"), total((one) => one.balance), wallets.some((one) => one.held > 0) ? t("wallet.of_it_held", {amount: total((one) => one.held)}) : null],
      [t("instruction.open"), count(open.length)],
    ]),
    h("div", {class: "actions"}, to("open-wallet")),
    open.length === 0 ? null : instructed(open),
    customers(wallets),
  );
}

function customers(wallets) {
  const {money} = fmt();
  const columns = [
    {title: t("owner"), cell: (one) => name(one.owner)},
    {title: t("wallet.tier"), cell: kindOfWallet},
    {title: t("balance"), figure: true, cell: (one) => money(one.balance, CASH)},
    {title: t("held_aside"), figure: true, cell: (one) => money(one.held, CASH)},
    {title: t("wallet.available"), figure: true, cell: (one) => money(one.available, CASH)},
    {title: t("act"), cell: (one) => h("div", {class: "actions"}, to("issue-money", {party: one.owner.id}), to("redeem-money", {party: one.owner.id}))},
  ];
  return section("wallets", t("wallet.customers_title"), table(t("wallet.customers_title"), columns, wallets));
}

function instructed(instructions) {
  const {money, moment} = fmt();
  const columns = [
    {title: t("numbered"), cell: (one) => one.id},
    {title: t("when"), cell: (one) => moment(one.at)},
    {title: t("kind"), cell: (one) => t(`instruction.${one.kind}`)},
    {title: t("instruction.payer"), cell: (one) => name(one.payer)},
    {title: t("instruction.payee"), cell: (one) => name(one.payee)},
    {title: t("amount"), figure: true, cell: (one) => money(one.amount, CASH)},
    {title: t("act"), cell: (one) => to("report-instruction", {instruction: one.id})},
  ];
  return section("instructions", t("instruction.title"), table(t("instruction.title"), columns, instructions));
}
