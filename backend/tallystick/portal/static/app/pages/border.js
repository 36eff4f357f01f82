/** Trade across the border: what a dollar is worth and whether that can be believed, limits and how full they are, what
 * moved, how far the goods are beside the money, and signs of structuring. */

import {action, link, name, section, table, terms, transaction} from "../components.js";
import {barOption, chart} from "../charts.js";
import {h, inEnglish} from "../dom.js";
import {CASH, decimalText, ledgersDay} from "../format.js";
import {fmt, t} from "../language.js";
import {LIVE, ifAllowed, toDeclare} from "../reading.js";
import {meaning, reason} from "../refusal.js";
import {addressOf} from "../router.js";

/** So many receivables, those due first, are asked for what they are worth; how many more there are is told. */
const MOST_VALUES = 40;
const SHARE_DIGITS = 1;
/** In the order in which goods reach them. */
const MILESTONES = ["none", "shipped", "customs", "delivered"];

export async function borderPage({api, me}) {
  const supervises = me.roles.includes("supervisor");
  const {programmes, as_of: now} = await api.read("/v1/monitoring");
  const currencies = [...new Set(programmes.map((programme) => programme.currency))];
  const receivables = programmes.length === 0 ? [] : await api.pages("/v1/receivables", "receivables");
  const abroad = receivables.filter((one) => currencies.includes(one.currency) && LIVE.has(one.status));
  const open = abroad.sort((one, other) => one.due_date.localeCompare(other.due_date)).slice(0, MOST_VALUES);
  const due = open.filter((one) => one.due_date < ledgersDay(now));
  const [rates, rules, values, settlements, feeds] = await Promise.all([
    Promise.all(currencies.map((currency) => api.read(`/v1/exchange-rates/${currency}`))),
    Promise.all(programmes.map((one) => api.read(`/v1/programmes/${one.programme}/border`))),
    Promise.all(open.map((one) => api.read(`/v1/receivables/${one.id}/value`))),
    Promise.all(due.map((one) => ifAllowed(api.read(`/v1/receivables/${one.id}/settlement`)))),
    supervises ? api.read("/v1/local-feeds").then((told) => told.feeds) : [],
  ]);
  const undeclared = await toDeclare(api, me, receivables.filter((one) => currencies.includes(one.currency)));
  const sections = programmes.flatMap((programme, position) => aboutProgramme(programme, rules[position], supervises));
  return {
    title: t("nav.border"),
    live: true,
    ages: true,
    content: programmes.length === 0 ? [h("p", {class: "empty"}, t("border.none"))] : [ratesNow(rates, feeds), purposesWait(undeclared), worth(open, values, abroad.length - open.length), waits(me, settlements.filter(Boolean), values, due, programmes, rules), ...sections],
  };
}

export function rateText({answer, decimals, quotes}, currency) {
  return t(`border.${quotes}`, {rate: decimalText(answer, decimals), currency});
}

function ratesNow(rates, feeds) {
  const {moment} = fmt();
  const told = rates.map(({currency, good, code, detail, last}) =>
    h(
      "div",
      {class: good ? "notice fine" : "notice refused"},
      h("p", {class: "notice-title"}, t(good ? "border.rate_good" : "border.rate_not_good", {currency})),
      good ? null : h("p", {}, reason(code, detail)),
      good ? null : feedsNamed(detail, feeds).map((feed) => h("p", {}, t("border.feed_named", {feed: feed.description}))),
      last === null ? null : h("p", {}, good ? rateText(last, currency) : t("border.believed_last", {rate: rateText(last, currency)}), " · ", t("border.said_at", {moment: moment(last.updated_at)})),
    ),
  );
  const columns = [
    {title: t("border.feed"), cell: (feed) => feed.description},
    {title: t("border.answer"), figure: true, cell: (feed) => (feed.answer === null ? "—" : decimalText(feed.answer, feed.decimals))},
    {title: t("when"), cell: (feed) => (feed.updated_at === null ? "—" : moment(feed.updated_at))},
    {title: t("border.source"), cell: (feed) => (feed.source?.problem ? reason(feed.source.problem_code, feed.source.problem) : t("border.source_fine"))},
  ];
  return section("rates", t("border.rates"), ...told, feeds.length === 0 ? null : table(t("border.feeds"), columns, feeds));
}

/** The ledger names a feed by its address. */
function feedsNamed(detail, feeds) {
  return feeds.filter((feed) => detail.includes(feed.address));
}

function worth(receivables, values, further) {
  const {money, rate} = fmt();
  const rows = values.map((one, position) => ({...one, face: one.now?.face ?? receivables[position].face}));
  const why = ({code, detail}) => meaning(code) ?? inEnglish(detail);
  const columns = [
    {title: t("receivable"), cell: (one) => link(addressOf(`/receivables/${one.receivable}`), one.receivable)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("border.rate"), cell: (one) => (one.now === null ? why(one) : rateText(one.now, one.currency))},
    {title: t("border.fixing"), cell: (one) => (one.now === null ? "—" : t(one.now.fixed ? "border.fixed" : "border.not_fixed"))},
    {title: t("border.goods"), cell: (one) => (one.now === null ? "—" : t(`milestone.${one.now.milestone}`))},
    {title: t("border.factor"), figure: true, cell: (one) => (one.now === null ? "—" : rate(one.now.factor_ppm))},
    {title: t("border.value"), figure: true, cell: (one) => (one.now === null ? "—" : money(one.now.value, CASH))},
  ];
  return section("worth", t("border.worth"), h("p", {class: "hint"}, t("border.worth_text")), table(t("border.worth"), columns, rows), further === 0 ? null : h("p", {class: "hint"}, t("border.further", {count: fmt().count(further)})));
}

/** What is due and not paid yet: how much money is set aside for it, and what its payment waits for. */
function waits(me, settlements, values, due, programmes, rules) {
  const {money, date} = fmt();
  const rows = settlements.map((settlement) => {
    const {programme} = due.find((one) => one.id === settlement.receivable);
    const place = programmes.findIndex((one) => one.programme === programme);
    const goods = values.find((one) => one.receivable === settlement.receivable)?.now?.milestone;
    return {settlement, aside: aside(settlement), why: waitsFor(settlement, goods, programmes[place].limits, rules[place].stops)};
  });
  const columns = [
    {title: t("receivable"), cell: ({settlement}) => link(addressOf(`/receivables/${settlement.receivable}`), settlement.receivable)},
    {title: t("due"), cell: ({settlement}) => date(settlement.due_date)},
    {title: t("outstanding"), figure: true, cell: ({settlement}) => money(settlement.outstanding, settlement.currency)},
    {title: t("held_aside"), figure: true, cell: (row) => money(row.aside, CASH)},
    {title: t("border.waits_for"), cell: ({why}) => t(`border.waits_for.${why}`)},
    me.roles.includes("supervisor") ? null : {title: t("act"), cell: ({settlement, why}) => waitingAct(me, settlement, why, due)},
  ].filter(Boolean);
  return section("waits", t("border.waits"), table(t("border.waits"), columns, rows, t("border.nothing_waits")));
}

/** Where it is in this party's hands. */
function waitingAct(me, {receivable}, why, due) {
  const named = {receivable};
  if (why === "rate") return action(addressOf("/commands/fix-rate", named), t("command.fix-rate"));
  const owes = due.find((one) => one.id === receivable).debtor.id === me.id;
  return why === "debtor" && owes ? action(addressOf("/commands/fund", named), t("command.fund")) : "—";
}

/** What was offered and cannot be accepted, since its debtor has not said what it is for. */
function purposesWait(receivables) {
  if (receivables.length === 0) return null;
  const {money, date} = fmt();
  const columns = [
    {title: t("receivable"), cell: (one) => link(addressOf(`/receivables/${one.id}`), one.id)},
    {title: t("creditor"), cell: (one) => name(one.creditor)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("accept_by"), cell: (one) => date(one.accept_by)},
    {title: t("act"), cell: (one) => action(addressOf("/commands/declare-purpose", {receivable: one.id}), t("command.declare-purpose"))},
  ];
  return section("purposes", t("border.purposes_wait"), h("p", {class: "hint"}, t("border.purposes_wait_text")), table(t("border.purposes_wait"), columns, receivables));
}

function aside({rounds}) {
  return fmt().sum(rounds.map((round) => round.amount - round.paid));
}

function waitsFor(settlement, goods, limits, stops) {
  if (settlement.fixing === null) return "rate";
  if (Number(aside(settlement)) === 0) return "debtor";
  if (stops.length > 0) return "authority";
  return MILESTONES.indexOf(goods) < MILESTONES.indexOf(limits.released_at) ? "goods" : "limits";
}

function aboutProgramme(programme, rules, supervises) {
  return [
    limits(programme, rules),
    supervises ? alerts(programme) : null,
    supervises ? attempts(programme) : null,
    movements(programme),
    programme.goods_and_money.length === 0 ? null : goods(programme),
  ].filter(Boolean);
}

function limits({programme, name: title, currency, limits: set, limit_use: used}, {purposes, fallback_days: fallback, stops}) {
  const {money, ratio, count, moment} = fmt();
  const columns = [
    {title: t("border.group"), cell: (row) => row.group},
    {title: t("border.used"), figure: true, cell: (row) => money(row.used, currency)},
    {title: t("border.share"), figure: true, cell: (row) => ratio(row.cap_share, SHARE_DIGITS)},
    {title: t("border.peak"), figure: true, cell: (row) => money(row.peak, currency)},
    {title: t("border.peak_at"), cell: (row) => (row.peak_at === null ? "—" : moment(row.peak_at))},
  ];
  const figuresAsTable = table(t("border.used_title"), columns, used);
  const bars = barOption(used.map((row) => row.group), used.map((row) => Number(row.used)), set.window_cap, t("border.cap"), fmt().roundedMoney);
  return section(
    `limits-${programme}`,
    t("border.limits", {name: title}),
    stops.map((stop) => h("div", {class: "notice refused"}, h("p", {}, t("border.stopped", {authority: name(stop.authority)})))),
    terms([
      [t("border.transaction_cap"), money(set.transaction_cap, currency)],
      [t("border.window_cap"), t("border.per_window", {amount: money(set.window_cap, currency), hours: count(set.window_seconds / 3600)})],
      [t("border.released_at"), t(`milestone.${set.released_at}`)],
      [t("border.purposes"), purposes.join(t("comma"))],
      fallback === null ? [null, null] : [t("border.fallback"), t("days", {count: count(fallback)})],
    ]),
    h("h3", {}, t("border.used_title")),
    used.length === 0 ? h("p", {class: "empty"}, t("nothing")) : chart(t("border.used_text"), bars, figuresAsTable),
  );
}

function alerts({programme, name: title, currency, alerts: found}) {
  const {money, ratio, moment, count} = fmt();
  const columns = [
    {title: t("border.rule"), cell: (alert) => t(`alert.${alert.rule}`)},
    {title: t("border.group"), cell: (alert) => alert.group},
    {title: t("border.wallets"), cell: (alert) => alert.wallets.map(name).join(t("comma"))},
    {title: t("border.movement_count"), figure: true, cell: (alert) => count(alert.movements.length)},
    {title: t("amount"), figure: true, cell: (alert) => money(alert.amount, currency)},
    {title: t("border.share_of_cap"), figure: true, cell: (alert) => ratio(alert.cap_share, SHARE_DIGITS)},
    {title: t("when"), cell: (alert) => t("border.from_to", {from: moment(alert.first_at), to: moment(alert.last_at)})},
  ];
  return section(`alerts-${programme}`, t("border.alerts", {name: title}), table(t("border.alerts", {name: title}), columns, found ?? [], t("border.no_alerts")));
}

function attempts({programme, name: title, currency, attempts: stopped}) {
  const {money, moment} = fmt();
  const columns = [
    {title: t("when"), cell: (one) => moment(one.at)},
    {title: t("border.who"), cell: (one) => name(one.party)},
    {title: t("border.rule"), cell: (one) => meaning(one.rule) ?? h("code", {}, one.rule)},
    {title: t("amount"), figure: true, cell: (one) => (one.amount === null ? "—" : money(one.amount, currency))},
    {title: t("what"), cell: (one) => [h("code", {}, one.command), h("small", {lang: "en"}, one.detail)]},
  ];
  return section(`attempts-${programme}`, t("border.attempts", {name: title}), table(t("border.attempts", {name: title}), columns, stopped ?? [], t("border.no_attempts")));
}

function movements({programme, name: title, currency, movements: all}) {
  const {money, moment} = fmt();
  const columns = [
    {title: t("when"), cell: (one) => moment(one.at)},
    {title: t("kind"), cell: (one) => t(`movement.${one.kind}`)},
    {title: t("receivable"), cell: (one) => link(addressOf(`/receivables/${one.receivable}`), one.receivable)},
    {title: t("from"), cell: (one) => name(one.sender)},
    {title: t("to"), cell: (one) => name(one.recipient)},
    {title: t("amount"), figure: true, cell: (one) => money(one.amount, currency)},
    {title: t("border.paid"), figure: true, cell: (one) => (one.money === null ? "—" : money(one.money, CASH))},
    {title: t("border.rate"), cell: (one) => (one.fixing === null ? "—" : rateText(one.fixing, currency))},
    {title: t("transaction"), cell: (one) => transaction(one.transaction)},
  ];
  return section(`movements-${programme}`, t("border.movements", {name: title}), table(t("border.movements", {name: title}), columns, all));
}

function goods({programme, name: title, currency, goods_and_money: all}) {
  const {money, date, count} = fmt();
  const difference = (one) => t(`difference.${one.name}`, {amount: money(one.amount, currency), days: count(one.days ?? 0)});
  const columns = [
    {title: t("receivable"), cell: (one) => link(addressOf(`/receivables/${one.receivable}`), one.receivable)},
    {title: t("due"), cell: (one) => date(one.due_date)},
    {title: t("creditor"), cell: (one) => name(one.creditor)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, currency)},
    {title: t("border.documents"), figure: true, cell: (one) => money(one.documents, currency)},
    {title: t("border.goods"), cell: (one) => t(`milestone.${one.milestone}`)},
    {title: t("border.paid"), figure: true, cell: (one) => money(one.money, CASH)},
    {title: t("border.differences"), cell: (one) => one.differences.map(difference).join(t("comma")) || "—"},
  ];
  return section(`goods-${programme}`, t("border.goods_and_money", {name: title}), table(t("border.goods_and_money", {name: title}), columns, all));
}
