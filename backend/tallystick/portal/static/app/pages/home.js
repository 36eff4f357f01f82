/** What is mine, when it is due, what is in my wallet, and what waits for me. */

import {action, figures, link, name, perCurrency, section, status, table} from "../components.js";
import {chart, ladderOption} from "../charts.js";
import {h} from "../dom.js";
import {CASH, ledgersDay} from "../format.js";
import {fmt, t} from "../language.js";
import {LIVE, byDueDate, holdings, ifAllowed, isDebtor, toAnswer, toBid, toDeclare} from "../reading.js";
import {officeOf} from "./offices.js";
import {agreed} from "./quotes.js";
import {waitingFor} from "../waiting.js";

export async function homePage({api, me}) {
  const office = officeOf(me);
  if (office !== null) return office({api, me});
  const read = await everything(api, me);
  const waiting = waitingFor(me, read.figures?.as_of ?? ledgersDay(), read);
  const running = read.agreements.filter((agreement) => agreement.state !== "ended");
  const supervises = me.roles.includes("supervisor");
  const mine = supervises ? read.claims : read.claims.filter((claim) => claim.holder.id === me.id);
  return {
    title: t("home.title", {name: me.name}),
    live: true,
    content: [
      totals(me, {...read, claims: mine}),
      supervises ? null : waits(waiting),
      ladders(read.figures?.portfolios ?? [], read.notes),
      isDebtor(me) || supervises ? owes(read.receivables, supervises) : null,
      mine.length > 0 || me.roles.includes("supplier") ? holds(mine, supervises) : null,
      read.notes.length > 0 ? notes(read.notes) : null,
      running.length > 0 ? agreed(me, running) : null,
      supervises ? wallets(read.wallets) : null,
    ],
  };
}

async function everything(api, me) {
  const none = [];
  const list = (path, rows) => ifAllowed(api.read(path).then((told) => told[rows]), none);
  const pages = (path, rows, query = {}) => ifAllowed(api.pages(path, rows, query), none);
  const [figuresTold, walletsTold, claims, receivables, offers, quotes, requests, agreements, notesTold, holdsTold, disputes] =
    await Promise.all([
      ifAllowed(api.read("/v1/figures")),
      list("/v1/wallets", "wallets"),
      pages("/v1/claims", "claims"),
      pages("/v1/receivables", "receivables"),
      pages("/v1/offers", "offers", {state: "open"}),
      list("/v1/quotes", "quotes"),
      list("/v1/quote-requests", "requests"),
      list("/v1/agreements", "agreements"),
      list("/v1/notes", "notes"),
      isDebtor(me) ? pages("/v1/holds", "holds", {only_open: true}) : none,
      list("/v1/disputes", "disputes"),
    ]);
  return {
    figures: figuresTold,
    wallets: walletsTold,
    claims,
    receivables,
    offers,
    quotes,
    requests: await toAnswer(api, me, requests, quotes),
    agreements,
    notes: notesTold,
    holds: holdsTold,
    disputes,
    undeclared: await toDeclare(api, me, receivables),
    auctions: await toBid(api, me, notesTold, receivables),
  };
}

function totals(me, {wallets: all, claims, receivables, notes: held}) {
  const {money} = fmt();
  const owed = receivables.filter((one) => (one.debtor.id === me.id || me.roles.includes("supervisor")) && LIVE.has(one.status));
  const wallet = all.find((one) => one.owner.id === me.id);
  const told = (lines) => (lines.length === 0 ? "—" : lines.join(" · "));
  const pairs = [];
  if (claims.length > 0 || ["supplier", "financier"].some((role) => me.roles.includes(role))) pairs.push([t("home.held"), told(perCurrency(claims, (claim) => claim.face))]);
  if (owed.length > 0) pairs.push([t("home.owed"), told(perCurrency(owed, (one) => one.outstanding))]);
  if (held.length > 0) pairs.push([t("home.notes"), told(perCurrency(held, (note) => note.amount))]);
  if (wallet !== undefined) {
    pairs.push([t("home.cash"), money(wallet.available, CASH), wallet.held > 0 ? t("home.cash_held", {amount: money(wallet.held, CASH)}) : null]);
  }
  return figures(pairs);
}

function waits(waiting) {
  const {date} = fmt();
  return section(
    "waits",
    t("home.waits"),
    waiting.length === 0
      ? h("p", {class: "empty"}, t("home.nothing_waits"))
      : h("ul", {class: "waits"}, waiting.map((one) => h("li", {}, h("div", {}, h("p", {}, one.what), one.by === null ? null : h("p", {class: "hint"}, t("by", {date: date(one.by)}))), action(one.address, one.act)))),
  );
}

/** One ladder for each currency: what is held beside what is owed, and notes, which the ledger keeps apart. */
function ladders(portfolios, held) {
  const currencies = [...new Set([...portfolios, ...held].map((one) => one.currency))].sort();
  const charts = currencies.flatMap((currency) => {
    const positions = portfolios.find((one) => one.currency === currency)?.positions ?? [];
    const sides = positions.map(({side, maturity_ladder: rungs}) => ({side, rungs}));
    sides.push({side: "notes", rungs: rungsOf(held.filter((note) => note.currency === currency))});
    return ladder(currency, sides.filter(({rungs}) => rungs.length > 0));
  });
  return charts.length === 0 ? null : section("ladder", t("home.ladder_title"), ...charts);
}

function rungsOf(held) {
  return held.map((note) => ({month: note.due_date.slice(0, "2027-05".length), face: note.amount}));
}

function ladder(currency, sides) {
  if (sides.length === 0) return [];
  const {roundedMoney, money, month, sum} = fmt();
  const months = [...new Set(sides.flatMap(({rungs}) => rungs.map((rung) => rung.month)))].sort();
  const rows = months.map((at) => ({at, faces: sides.map(({rungs}) => sum(rungs.filter((rung) => rung.month === at).map((rung) => rung.face)))}));
  const series = sides.map(({side}, position) => ({name: t(`side.${side}`), values: rows.map(({faces}) => Number(faces[position]))}));
  const columns = [
    {title: t("month"), cell: (row) => month(row.at)},
    ...sides.map(({side}, position) => ({title: t(`side.${side}`), figure: true, cell: (row) => money(row.faces[position], currency)})),
  ];
  const title = t("home.ladder", {currency});
  return [chart(title, ladderOption(months.map(month), series, roundedMoney), table(title, columns, rows))];
}

function owes(receivables, all) {
  const {money, date} = fmt();
  const open = receivables.filter((one) => LIVE.has(one.status) || one.status === "offered").sort(byDueDate);
  const columns = [
    {title: t("receivable"), cell: (one) => link(`#/receivables/${one.id}`, one.id)},
    {title: t("due"), cell: (one) => date(one.due_date)},
    all ? {title: t("debtor"), cell: (one) => name(one.debtor)} : null,
    {title: t("creditor"), cell: (one) => name(one.creditor)},
    {title: t("status"), cell: (one) => status(one.status)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("outstanding"), figure: true, cell: (one) => money(one.outstanding, one.currency)},
  ].filter(Boolean);
  const title = t(all ? "home.all_owed" : "home.i_owe");
  return section("owes", title, table(title, columns, open));
}

function holds(claims, all) {
  if (claims.length === 0 && all) return null;
  const {money, date, count} = fmt();
  const kept = (group) =>
    [
      group.encumbered > 0n && t("flag.pledged_amount", {amount: money(group.encumbered, group.currency)}),
      group.frozenTotal > 0n && t("flag.frozen_amount", {amount: money(group.frozenTotal, group.currency)}),
    ].filter(Boolean);
  const columns = [
    {title: t("due"), cell: (group) => date(group.due_date)},
    {title: t("debtor"), cell: (group) => name(group.debtor)},
    {title: t("receivable"), cell: (group) => link(`#/receivables/${group.receivable}`, group.receivable)},
    {title: t("claims"), figure: true, cell: (group) => (group.claims.length === 1 ? link(`#/claims/${group.claims[0].id}`, group.claims[0].id) : count(group.claims.length))},
    {title: t("face"), figure: true, cell: (group) => money(group.total, group.currency)},
    {title: t("restraint"), cell: (group) => kept(group).join(t("comma")) || t("flag.free")},
  ];
  const title = t(all ? "home.all_held" : "home.i_hold");
  return section("holds", title, table(title, columns, holdings(claims)));
}

function notes(held) {
  const {money, date} = fmt();
  const columns = [
    {title: t("series"), cell: (note) => link(`#/market/${note.receivable}`, note.receivable)},
    {title: t("holder"), cell: (note) => name(note.holder)},
    {title: t("due"), cell: (note) => date(note.due_date)},
    {title: t("amount"), figure: true, cell: (note) => money(note.amount, note.currency)},
    {title: t("restraint"), cell: (note) => (note.wallet_frozen || note.frozen !== "0" ? t("flag.frozen") : t("flag.free"))},
  ];
  return section("notes", t("home.notes_title"), table(t("home.notes_title"), columns, held));
}

function wallets(all) {
  const {money} = fmt();
  const columns = [
    {title: t("owner"), cell: (wallet) => name(wallet.owner)},
    {title: t("balance"), figure: true, cell: (wallet) => money(wallet.balance, CASH)},
    {title: t("held_aside"), figure: true, cell: (wallet) => money(wallet.held, CASH)},
  ];
  return section("wallets", t("home.wallets"), table(t("home.wallets"), columns, all));
}
