/** Orders in the note market: place, fill, cancel. */

import {Refused} from "../api.js";
import {CASH, decimalText} from "../format.js";
import {fmt, t} from "../language.js";
import {toSeries} from "./destinations.js";
import {endOfDay, inDays, inFull, ledgersToday} from "./fields.js";

const ORDER_DAYS = 7;

async function orderOf({api, query}) {
  return {api, order: await api.read(`/v1/orders/${encodeURIComponent(query.order)}`)};
}

/** Whoever fills an order takes the other side of it. */
function yourSide({side, yours}) {
  if (yours) return side;
  return side === "ask" ? "bid" : "ask";
}

function about({order}) {
  const {money, rate, date, moment} = fmt();
  return [
    [t("order"), order.id],
    [t("kind"), t(`side.${yourSide(order)}`)],
    [t("series"), order.receivable],
    [t("left"), money(order.left, order.currency)],
    [t("market.minimum"), money(order.minimum, order.currency)],
    [t("market.at"), order.rate_ppm === null ? t("market.at_curve") : rate(order.rate_ppm)],
    [t("due"), date(order.due_date)],
    [t("valid_until"), moment(order.expires_at)],
  ];
}

export const fillOrder = {
  begin: orderOf,
  about,
  fields: ({order}) => [{name: "value", kind: "money", value: decimalText(order.left), currency: order.currency}],
  /** The price that is confirmed binds: at a worse one nothing happens. */
  request: ({order}, {value, price}) => ({path: `/v1/orders/${order.id}/fills`, body: {amount: value, ...(price === undefined ? {} : {limit: price})}}),
  async foresee({api, order}, {value}) {
    const told = await api.read(`/v1/orders/${order.id}/fill-check`, {amount: value});
    if (!told.allowed) throw new Refused(told);
    return {price: told.price};
  },
  consequence: ({order}, {value, price}) => [
    t(order.side === "ask" ? "consequence.buy" : "consequence.sell", {amount: inFull(value, order.currency), series: order.receivable}),
    t(order.side === "ask" ? "consequence.buy_price" : "consequence.sell_price", {price: inFull(price, order.currency), discount: fmt().money(value - price, order.currency)}),
    t("consequence.price", {rate: order.rate_ppm === null ? t("market.at_curve") : fmt().rate(order.rate_ppm)}),
    t("consequence.at_once"),
  ],
  done: ({order}, values, {trade}) => t(order.side === "ask" ? "done.buy" : "done.sell", {amount: fmt().money(trade.amount, trade.currency), price: fmt().money(trade.price, trade.currency)}),
  receipt: (subject, values, {trade}) => [
    [t("face"), fmt().money(trade.amount, trade.currency)],
    [t("price"), fmt().money(trade.price, trade.currency)],
    [t("discount"), fmt().money(trade.discount, trade.currency)],
    [t("days_left"), fmt().count(trade.remaining_days)],
  ],
  next: ({order}) => toSeries(order.receivable),
};

export const cancelOrder = {
  begin: orderOf,
  about,
  fields: () => [],
  request: ({order}) => ({path: `/v1/orders/${order.id}/cancellation`, body: undefined}),
  consequence: ({order}) => [t("consequence.cancel_order", {order: order.id, amount: inFull(order.left, order.currency)})],
  done: ({order}) => t("done.cancel_order", {order: order.id}),
  receipt: (subject, values, {order}) => [[t("left"), fmt().money(order.left, order.currency)]],
  next: ({order}) => toSeries(order.receivable),
};

export const placeOrder = {
  async begin({api, query}) {
    const [{notes}, today] = await Promise.all([api.read("/v1/notes"), ledgersToday(api)]);
    return {receivable: query.receivable, notes: notes.filter((note) => note.receivable === query.receivable), today};
  },
  about: ({receivable, notes}) => [
    [t("series"), receivable],
    ...notes.map((note) => [t("market.mine"), fmt().money(note.amount, note.currency)]),
  ],
  fields: ({today}) => [
    {name: "side", kind: "choice", options: ["ask", "bid"].map((value) => ({value, text: t(`side.${value}`)}))},
    {name: "value", kind: "money", currency: CASH},
    {name: "rate", kind: "rate", value: "5.00"},
    {name: "valid_until", kind: "date", value: inDays(today, ORDER_DAYS), min: today},
  ],
  request: ({receivable}, {side, value, rate, valid_until: until}) => ({
    path: `/v1/receivables/${encodeURIComponent(receivable)}/notes/orders`,
    body: {side, amount: value, minimum: 1, rate_ppm: rate, expires_at: endOfDay(until)},
  }),
  consequence: ({receivable}, {side, value, rate, valid_until: until}) => [
    t(`consequence.order_${side}`, {amount: inFull(value, CASH), series: receivable, rate: fmt().rate(rate)}),
    t("consequence.order_open", {until: fmt().date(until)}),
  ],
  done: (subject, values, {order}) => t("done.order", {order: order.id}),
  receipt: (subject, values, {order}) => [
    [t("order"), order.id],
    [t("amount"), fmt().money(order.amount, order.currency)],
    [t("market.at"), fmt().rate(order.rate_ppm)],
    [t("valid_until"), fmt().moment(order.expires_at)],
  ],
  next: ({receivable}) => toSeries(receivable),
};
