/** Addresses of pages: `#/receivables/7?view=tree`. Whoever keeps one comes back to the same page. */

import {withQuery} from "./query.js";

/** Patterns like "/receivables/:receivable", each with its page and its roles, in the order in which they are tried; null for none. */
export function matched(routes, address) {
  const [path, query = ""] = address.replace(/^#/, "").split("?");
  for (const [pattern, page, roles] of routes) {
    const values = parameters(pattern, path || "/");
    if (values !== null) return {page, roles, path: path || "/", values, query: Object.fromEntries(new URLSearchParams(query))};
  }
  return null;
}

function parameters(pattern, path) {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const values = {};
  for (let at = 0; at < wanted.length; at += 1) {
    if (wanted[at].startsWith(":") && given[at] !== "") values[wanted[at].slice(1)] = given[at];
    else if (wanted[at] !== given[at]) return null;
  }
  return values;
}

/** The address of a page. */
export function addressOf(path, query = {}) {
  return `#${withQuery(path, query)}`;
}
