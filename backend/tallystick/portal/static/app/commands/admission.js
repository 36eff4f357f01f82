/** Whom each command is for, as the ledger lets them in, and what its address has to name. */

import {action} from "../components.js";
import {h} from "../dom.js";
import {t} from "../language.js";
import {isOne, TRADERS} from "../roles.js";
import {commandPage} from "./page.js";

/** By command: [roles that the ledger lets do it, what its address names; a list of which one is enough]. */
export const ADMITTED = {
  "accept-offer": [TRADERS, "offer"],
  "accept-quote": [TRADERS, "quote"],
  "accept-receivable": [TRADERS, "receivable"],
  "admit-abroad": [["operator"]],
  "admit-to-notes": [["operator"]],
  "approve-early": [TRADERS, "receivable"],
  "approve-notes": [TRADERS, "receivable"],
  "approve-payments": [TRADERS],
  "ask-quotes": [TRADERS, ["claim", "agreement"]],
  "cancel-auction": [["debtor"], "auction"],
  "cancel-order": [TRADERS, "order"],
  "clear-auction": [TRADERS, "auction"],
  collect: [TRADERS, "claim"],
  "declare-purpose": [["debtor"], "receivable"],
  "decline-offer": [TRADERS, "offer"],
  "decline-receivable": [TRADERS, "receivable"],
  "demand-recourse": [TRADERS, "claim"],
  "enforce-pledge": [["financier"], "agreement"],
  "fill-order": [TRADERS, "order"],
  "fix-rate": [TRADERS, "receivable"],
  freeze: [["authority"]],
  fund: [["debtor"], "receivable"],
  "give-quote": [["financier"], "request"],
  issue: [["debtor"]],
  "issue-money": [["bank"], "party"],
  "lift-freeze": [["authority"], "claim"],
  offer: [TRADERS, "claim"],
  "offer-early": [TRADERS, "auction"],
  "open-auction": [["debtor"]],
  "open-party": [["operator"]],
  "open-programme": [["operator"]],
  "open-wallet": [["bank"]],
  "pause-receivable": [["operator"]],
  "place-order": [TRADERS, "receivable"],
  pledge: [TRADERS, "claim"],
  "raise-dispute": [["debtor"], "claim"],
  "record-lien": [["financier"], "claim"],
  "redeem-money": [["bank"], "party"],
  "register-document": [TRADERS],
  reinstate: [["authority"], "party"],
  "release-pledge": [TRADERS, "claim"],
  repay: [TRADERS, "agreement"],
  "report-instruction": [["bank"], "instruction"],
  repurchase: [TRADERS, "claim"],
  "resume-programme": [["authority"], "programme"],
  "resume-receivable": [["operator"]],
  "revoke-quote": [["financier"], "quote"],
  split: [TRADERS, "claim"],
  "stop-programme": [["authority"], "programme"],
  suspend: [["authority"]],
  transfer: [TRADERS, "claim"],
  "waive-recourse": [TRADERS, "claim"],
  "withdraw-dispute": [["debtor"], "claim"],
  "withdraw-early-offer": [TRADERS, "offer"],
  "withdraw-offer": [TRADERS, "offer"],
  "withdraw-receivable": [TRADERS, "receivable"],
  wrap: [TRADERS, "claim"],
};

/** The page of a command, for whoever may do it and has said what with. */
export async function admittedPage({me, values, query, ...rest}) {
  const [roles, named = []] = Object.hasOwn(ADMITTED, values.command) ? ADMITTED[values.command] : [me.roles];
  const title = () => t(`command.${values.command}`);
  if (!isOne(me, roles)) return {title: title(), content: [notForYou(roles)]};
  const wanted = [named].flat();
  if (wanted.length > 0 && !wanted.some((name) => query[name])) return {title: title(), content: [h("p", {}, t("command_names_nothing")), home()]};
  return commandPage({me, values, query, ...rest});
}

/** Says at once what the ledger would say in the end. */
export function notForYou(roles) {
  return h("div", {class: "notice refused"}, h("p", {}, t("not_for_you", {roles: roles.map((role) => t(`role.${role}`)).join(t("comma"))})), home());
}

function home() {
  return h("div", {class: "actions"}, action("#/", t("nav.home")));
}
