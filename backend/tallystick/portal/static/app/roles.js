/** For whom things are: the roles that the ledger knows, in the groups that are meant together. */

/** Those who may own something and deal in it. */
export const TRADERS = ["debtor", "supplier", "financier", "investor"];
/** Those who read figures of their own, or of all. */
export const READERS = [...TRADERS, "supervisor"];

/** Whether a party has one of some roles. */
export function isOne(party, roles) {
  return party.roles.some((role) => roles.includes(role));
}
