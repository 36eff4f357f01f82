/** Reads that several pages need. */

import {Refused} from "./api.js";

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

export function isDebtor(me) {
  return me.roles.includes("debtor");
}

/** What an agreement comes to, interest and all. */
export function owedOn(agreement) {
  return agreement.owing.reduce((total, one) => total + BigInt(one.owed), 0n);
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
