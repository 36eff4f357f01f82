/** Pieces that every page is made of: headings, tables that become cards on a phone, lists of terms, notices, states. */

import {h} from "./dom.js";
import {fmt, t} from "./language.js";

export function section(id, title, ...content) {
  return h("section", {"aria-labelledby": `${id}-heading`, class: "panel"}, h("h2", {id: `${id}-heading`}, title), ...content);
}

/**
 * `columns`: [{title, explained, cell(row), figure: true where it stands to the right}]. The roles are said again because styles
 * that make cards of rows take them from a table.
 */
export function table(caption, columns, rows, empty) {
  if (rows.length === 0) return h("p", {class: "empty"}, empty ?? t("nothing"));
  const heading = (column) => h("th", {scope: "col", role: "columnheader", class: column.figure ? "figure" : null}, column.explained === undefined ? column.title : h("abbr", {title: column.explained}, column.title));
  const cell = (column, row) =>
    h("td", {role: "cell", class: column.figure ? "figure" : null}, h("span", {class: "cell-title", "aria-hidden": "true"}, column.title), h("span", {class: "cell-value"}, column.cell(row)));
  const region = h(
    "div",
    {class: "table-region", role: "group", "aria-label": caption, tabindex: "0", onscroll: (event) => markScrolling(event.target)},
    h(
      "table",
      {role: "table"},
      h("caption", {class: "visually-hidden"}, caption),
      h("thead", {role: "rowgroup"}, h("tr", {role: "row"}, columns.map(heading))),
      h("tbody", {role: "rowgroup"}, rows.map((row) => h("tr", {role: "row"}, columns.map((column) => cell(column, row))))),
    ),
  );
  fitted.observe(region);
  return region;
}

/** A region that has left the page has no size any more. */
const fitted = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    if (target.isConnected) markScrolling(target);
    else fitted.unobserve(target);
  }
});

/** Where more of a table is below what is seen of it, that is to be seen. */
function markScrolling(region) {
  region.classList.toggle("scrolls", region.scrollTop + region.clientHeight < region.scrollHeight - 1);
}

/** Pairs of a word and what it is here. */
export function terms(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined);
  return h("dl", {class: "terms"}, told.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

/** The figures that a page begins with. */
export function figures(pairs) {
  return h("dl", {class: "figures"}, pairs.map(([term, value, note]) => h("div", {}, h("dt", {}, term), h("dd", {}, value, note ? h("small", {}, note) : null))));
}

export function link(address, ...text) {
  return h("a", {href: address}, ...text);
}

export function action(address, text) {
  return h("a", {href: address, class: "button"}, text);
}

export function name(party) {
  return party === null ? t("nobody") : party.name;
}

/** A transaction's hash: its beginning and end to look at, the whole for a screen reader and to copy. */
export function transaction(hash) {
  return h("code", {class: "hash", title: hash}, h("span", {"aria-hidden": "true"}, `${hash.slice(0, 10)}…${hash.slice(-6)}`), h("span", {class: "visually-hidden"}, hash));
}

export function status(word) {
  return h("span", {class: `status status-${word}`}, t(`status.${word}`));
}

/** What keeps a claim where it is. */
export function claimFlags(claim) {
  const flags = [
    claim.frozen && t("flag.frozen"),
    claim.encumbered_for !== null && t("flag.pledged", {to: name(claim.encumbered_for)}),
    claim.recourse && t("flag.recourse"),
    claim.disputed && t("flag.disputed"),
  ].filter(Boolean);
  return flags.length === 0 ? t("flag.free") : flags.join(t("comma"));
}

/** One line for each currency. */
export function perCurrency(rows, amountOf) {
  const totals = new Map();
  for (const row of rows) totals.set(row.currency, [...(totals.get(row.currency) ?? []), amountOf(row)]);
  const {money, sum} = fmt();
  return [...totals].map(([currency, amounts]) => money(sum(amounts), currency));
}
