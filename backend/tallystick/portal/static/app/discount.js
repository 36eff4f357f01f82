/** What it costs to be paid early. Amounts are minor units, rates parts per million a year. */

const MILLION = 1_000_000n;
const BASES = {"ACT/360": 360n, "ACT/365F": 365n};
export const DAY_COUNTS = Object.keys(BASES);
const DAY_MILLISECONDS = 86_400_000;

/** F · q · d / B, rounded half up to the minor unit: one division, last. As the ledger and its contract compute it. */
export function bankDiscount(face, ppm, days, dayCount) {
  const divisor = BASES[dayCount] * MILLION;
  return (BigInt(face) * BigInt(ppm) * BigInt(days) + divisor / 2n) / divisor;
}

/** Calendar days from one day to another, both as "2027-05-30". */
export function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS;
}
