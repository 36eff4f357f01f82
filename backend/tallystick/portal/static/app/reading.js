/** Reads that several pages need. */

import {Refused} from "./api.js";
import {CASH} from "./format.js";

/** What the ledger tells, or `otherwise` where it is not for this party's eyes. */
export async function ifAllowed(reading, otherwise = null) {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refused && [403, 404].includes(error.problem.status)) return otherwise;
    throw error;
  }
}

/** The states of a receivable in which something is still owed. */
export const LIVE = new Set(["active", "matured", "awaiting_fixing", "part_paid", "overdue", "defaulted", "recovering"]);

/**
 * Of the receivables that are offered in a foreign currency, those whose debtor has yet to say what they are for: the ledger
 * would take it. It is asked, since whoever declared it is told of it only where something has moved.
 */
export async function toDeclare(api, me, receivables) {
  const offered = receivables.filter((one) => one.status === "offered" && one.debtor.id === me.id && one.currency !== CASH);
  const takes = await Promise.all(offered.map((one) => takesPurpose(api, one)));
  return offered.filter((_, position) => takes[position]);
}

async function takesPurpose(api, {id, programme}) {
  const {purposes} = await api.read(`/v1/programmes/${programme}/border`);
  if (purposes.length === 0) return false;
  const asked = api.rehearse(`/v1/receivables/${id}/purpose`, {purpose: purposes[0]});
  return asked.then(
    () => true,
    (error) => {
      if (error instanceof Refused) return false;
      throw error;
    },
  );
}

const OVER = new Set(["request_void", "claim_due"]);

/**
 * Of the requests that this party was asked with and has not answered, those that can still be answered: the ledger would
 * take a quote, or refuse this one for another reason than that the claim has gone elsewhere or is due.
 */
export async function toAnswer(api, me, requests, quotes) {
  const asked = requests.filter((one) => one.financiers.some((financier) => financier.id === me.id) && !quotes.some((quote) => quote.request === one.id && quote.financier.id === me.id));
  const stand = await Promise.all(asked.map((one) => stands(api, one)));
  return asked.filter((_, position) => stand[position]);
}

async function stands(api, {id}) {
  try {
    await api.rehearse(`/v1/quote-requests/${id}/quotes`, {rate_ppm: 0, expires_at: new Date().toISOString()});
    return true;
  } catch (error) {
    if (error instanceof Refused) return !OVER.has(error.problem.code);
    throw error;
  }
}

/** Open auctions of early payment in which the party has notes to offer and has offered none. */
export async function toBid(api, me, notes, receivables) {
  const held = new Set(notes.filter((note) => note.holder.id === me.id && note.amount > 0).map((note) => note.receivable));
  const owed = receivables.filter((one) => held.has(one.id) && one.debtor.id !== me.id);
  if (owed.length === 0) return [];
  const {auctions} = await api.read("/v1/auctions");
  const open = auctions.filter((one) => one.stage === "open" && owed.some((other) => other.debtor.id === one.debtor.id && other.programme === one.programme));
  const told = await Promise.all(open.map((one) => api.read(`/v1/auctions/${one.id}`)));
  return told.filter(({standing}) => !standing.some((offer) => offer.seller.id === me.id && offer.stage === "made"));
}

export function isDebtor(me) {
  return me.roles.includes("debtor");
}

/** What an agreement comes to, interest and all. */
export function owedOn(agreement) {
  return agreement.owing.reduce((total, one) => total + BigInt(one.owed), 0n);
}

/** Whether an agreement is a recourse on which nobody can call yet: its debtor is not late. */
export function isContingent(agreement) {
  return agreement.kind === "recourse" && agreement.state === "running";
}

/** Those that can still be filled; of one side, where one is named. */
export function openOrders(orders, side = null) {
  return orders.filter((order) => order.stage === "open" && (side === null || order.side === side));
}

/** By due date, then by debtor: what the claims of each receivable come to. */
export function holdings(claims) {
  const groups = new Map();
  for (const claim of claims) {
    const group = groups.get(claim.receivable) ?? {...claim, claims: [], total: 0n, encumbered: 0n, frozenTotal: 0n};
    group.claims.push(claim);
    group.total += BigInt(claim.face);
    if (claim.encumbered_for !== null) group.encumbered += BigInt(claim.face);
    if (claim.frozen) group.frozenTotal += BigInt(claim.face);
    groups.set(claim.receivable, group);
  }
  return [...groups.values()].sort(byDueDate);
}

export function byDueDate(one, other) {
  return one.due_date.localeCompare(other.due_date) || one.debtor.name.localeCompare(other.debtor.name);
}
