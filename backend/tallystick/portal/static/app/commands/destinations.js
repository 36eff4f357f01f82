/** Where a receipt leads on to: the page of what a command was about. */

import {t} from "../language.js";
import {addressOf} from "../router.js";

export function toHome() {
  return {address: addressOf("/"), text: t("nav.home")};
}

export function toReceivable(id) {
  return {address: addressOf(`/receivables/${id}`), text: t("receivable.title", {id})};
}

export function toClaim(id) {
  return {address: addressOf(`/claims/${id}`), text: t("claim.title", {id})};
}

export function toSeries(receivable) {
  return {address: addressOf(`/market/${receivable}`), text: t("series.title", {id: receivable})};
}

export function toQuotes() {
  return {address: addressOf("/quotes"), text: t("nav.quotes")};
}
