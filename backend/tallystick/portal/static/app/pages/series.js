/** One series of notes: the programme's curve, the book of orders, and its trades. */

import {action, name, section, table, terms} from "../components.js";
import {chart, curveOption} from "../charts.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {openOrders} from "../reading.js";
import {addressOf} from "../router.js";
import {tradesOf} from "./market.js";

export async function seriesPage({api, me, values}) {
  const id = values.receivable;
  const [orders, trades, {notes}] = await Promise.all([
    api.pages("/v1/orders", "orders", {receivable: id}),
    api.read("/v1/trades", {size: 500}).then((told) => told.trades),
    api.read("/v1/notes"),
  ]);
  const [curves, series] = await Promise.all([
    orders.length === 0 ? [] : api.read(`/v1/programmes/${orders[0].programme}/curves`).then((told) => told.curves),
    hasPartIn(me, id, orders, notes) || nothingOf(id, orders, trades) ? api.read(`/v1/receivables/${encodeURIComponent(id)}/notes`) : null,
  ]);
  const ofSeries = trades.filter((trade) => trade.receivable === id);
  return {
    title: t("series.title", {id}),
    live: true,
    content: [
      me.roles.includes("supervisor") ? null : actions(id),
      series === null ? null : about(series),
      curve(curves),
      book(me, "ask", orders),
      book(me, "bid", orders),
      tradesOf(ofSeries),
    ],
  };
}

function actions(id) {
  return h(
    "div",
    {class: "actions"},
    action(addressOf("/commands/place-order", {receivable: id}), t("command.place-order")),
    action(addressOf("/commands/approve-payments", {spender: "market"}), t("command.approve-payments")),
    action(addressOf("/commands/approve-notes", {receivable: id}), t("command.approve-notes")),
  );
}

/** Others see the book and the curve, not the series itself. */
function hasPartIn(me, id, orders, notes) {
  const owes = orders.some((order) => order.debtor.id === me.id);
  return owes || me.roles.includes("supervisor") || notes.some((note) => note.receivable === id);
}

/** Then the ledger is asked whether there is such a series at all. */
function nothingOf(id, orders, trades) {
  return orders.length === 0 && !trades.some((trade) => trade.receivable === id);
}

function about(series) {
  const {money, date, moment, count} = fmt();
  return section(
    "about",
    t("series.about"),
    terms([
      [t("series.supply"), money(series.supply, series.currency)],
      [t("series.holders"), count(series.holders)],
      [t("due"), date(series.due_date)],
      [t("series.closes"), moment(series.closes_at)],
      [t("series.contract"), h("code", {class: "address"}, series.address)],
    ]),
    series.holdings.length === 0
      ? null
      : table(t("series.holdings"), [{title: t("holder"), cell: (row) => name(row.holder)}, {title: t("amount"), figure: true, cell: (row) => money(row.amount, series.currency)}], series.holdings),
  );
}

function curve(curves) {
  const latest = curves.reduce((one, other) => (one === null || other.version > one.version ? other : one), null);
  if (latest === null) return null;
  const {rate, count, moment} = fmt();
  const title = t("series.curve", {version: count(latest.version)});
  const columns = [
    {title: t("days_left"), figure: true, cell: (knot) => count(knot.remaining_days)},
    {title: t("rate_a_year"), figure: true, cell: (knot) => rate(knot.rate_ppm)},
  ];
  const points = latest.knots.map((knot) => [knot.remaining_days, knot.rate_ppm]);
  return section("curve", t("series.curve_title"), chart(title, curveOption(title, points, rate, t("days_left")), table(title, columns, latest.knots)), h("p", {class: "hint"}, t("series.curve_set", {moment: moment(latest.set_at)})));
}

/** Sellers' orders from the lowest price for the buyer, buyers' from the highest for the seller. */
function book(me, side, all) {
  const {money, rate, moment} = fmt();
  const orders = openOrders(all, side);
  const columns = [
    {title: t("order"), cell: (order) => order.id},
    {title: t("market.at"), figure: true, cell: (order) => (order.rate_ppm === null ? t("market.at_curve") : rate(order.rate_ppm))},
    {title: t("left"), figure: true, cell: (order) => money(order.left, order.currency)},
    {title: t("market.minimum"), figure: true, cell: (order) => money(order.minimum, order.currency)},
    {title: t("valid_until"), cell: (order) => moment(order.expires_at)},
    {title: t("act"), cell: (order) => acts(me, order)},
  ];
  const better = side === "ask" ? -1 : 1;
  const sorted = [...orders].sort((one, other) => better * ((one.rate_ppm ?? 0) - (other.rate_ppm ?? 0)));
  return section(`book-${side}`, t(`market.${side}s`), table(t(`market.${side}s`), columns, sorted));
}

function acts(me, order) {
  if (order.yours) return action(addressOf("/commands/cancel-order", {order: order.id}), t("command.cancel-order"));
  if (me.roles.includes("supervisor")) return "—";
  return action(addressOf("/commands/fill-order", {order: order.id}), t(order.side === "ask" ? "market.buy" : "market.sell"));
}
