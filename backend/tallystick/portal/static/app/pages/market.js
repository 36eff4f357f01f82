/** The note market: its series, what one holds of them, and the latest trades. */

import {link, name, section, table, transaction} from "../components.js";
import {fmt, t} from "../language.js";
import {ifAllowed, openOrders} from "../reading.js";

export async function marketPage({api, me}) {
  const [orders, notes, trades] = await Promise.all([
    ifAllowed(api.pages("/v1/orders", "orders"), []),
    ifAllowed(api.read("/v1/notes").then((told) => told.notes), []),
    ifAllowed(api.read("/v1/trades", {size: 50}).then((told) => told.trades), []),
  ]);
  return {title: t("nav.market"), live: true, content: [seriesOf(me, orders, notes), tradesOf(trades)]};
}

function seriesOf(me, orders, notes) {
  const {money, date, count, sum} = fmt();
  const found = new Map();
  for (const one of [...orders, ...notes]) {
    const series = found.get(one.receivable) ?? {receivable: one.receivable, due_date: one.due_date, currency: one.currency, debtor: null, orders: [], notes: []};
    series.debtor ??= one.debtor ?? null;
    (one.side === undefined ? series.notes : series.orders).push(one);
    found.set(one.receivable, series);
  }
  const left = (series, side) => sum(openOrders(series.orders, side).map((order) => order.left));
  const columns = [
    {title: t("series"), cell: (series) => link(`#/market/${series.receivable}`, t("series.number", {id: series.receivable}))},
    {title: t("debtor"), cell: (series) => (series.debtor === null ? "—" : name(series.debtor))},
    {title: t("due"), cell: (series) => date(series.due_date)},
    {title: t("market.asked"), figure: true, cell: (series) => money(left(series, "ask"), series.currency)},
    {title: t("market.bid"), figure: true, cell: (series) => money(left(series, "bid"), series.currency)},
    {title: t(me.roles.includes("supervisor") ? "side.held" : "market.mine"), figure: true, cell: (series) => money(sum(series.notes.map((note) => note.amount)), series.currency)},
    {title: t("market.orders"), figure: true, cell: (series) => count(openOrders(series.orders).length)},
  ];
  return section("series", t("market.series"), table(t("market.series"), columns, [...found.values()].sort((one, other) => Number(one.receivable) - Number(other.receivable))));
}

export function tradesOf(trades) {
  const {money, moment, count} = fmt();
  const columns = [
    {title: t("when"), cell: (trade) => moment(trade.at)},
    {title: t("series"), cell: (trade) => link(`#/market/${trade.receivable}`, trade.receivable)},
    {title: t("seller"), cell: (trade) => name(trade.seller)},
    {title: t("buyer"), cell: (trade) => name(trade.buyer)},
    {title: t("face"), figure: true, cell: (trade) => money(trade.amount, trade.currency)},
    {title: t("price"), figure: true, cell: (trade) => money(trade.price, trade.currency)},
    {title: t("discount"), figure: true, cell: (trade) => money(trade.discount, trade.currency)},
    {title: t("days_left"), figure: true, cell: (trade) => t("days", {count: count(trade.remaining_days)})},
    {title: t("market.where"), cell: (trade) => t(trade.primary ? "market.primary" : "market.secondary")},
    {title: t("transaction"), cell: (trade) => transaction(trade.transaction)},
  ];
  return section("trades", t("market.trades"), table(t("market.trades"), columns, trades));
}
