/** An operating bank about its customers' wallets: open one, put e-CNY in, take it out, report what it was told to do. */

import {name} from "../components.js";
import {notFound} from "../api.js";
import {CASH} from "../format.js";
import {fmt, t} from "../language.js";
import {isOne, TRADERS} from "../roles.js";
import {toHome} from "./destinations.js";
import {inFull} from "./fields.js";

/** 0 for a firm; 1 to 4 for a person. */
export function kindOfWallet({tier}) {
  return tier === 0 ? t("wallet.firm") : t("wallet.class", {tier});
}

function aboutWallet({wallet}) {
  const {money} = fmt();
  return [
    [t("owner"), name(wallet.owner)],
    [t("wallet.tier"), kindOfWallet(wallet)],
    [t("balance"), money(wallet.balance, CASH)],
    [t("held_aside"), money(wallet.held, CASH)],
    [t("wallet.available"), money(wallet.available, CASH)],
  ];
}

export const openWallet = {
  async begin({api, me}) {
    const [{parties}, {wallets}] = await Promise.all([api.read("/v1/parties"), api.read("/v1/wallets")]);
    const have = new Set(wallets.map((one) => one.owner.id));
    return {me, parties: parties.filter((one) => one.id !== me.id && !have.has(one.id) && isOne(one, TRADERS))};
  },
  about: ({me}) => [[t("wallet.bank"), me.name]],
  fields: ({parties}) => [{name: "party", kind: "party", hint: t(parties.length === 0 ? "hint.all_have_wallets" : "hint.identified"), options: parties.map((one) => ({value: one.id, text: one.name}))}],
  request: (subject, {party}) => ({path: "/v1/wallets", body: {party}}),
  consequence: ({parties}, {party}) => [t("consequence.open_wallet", {party: parties.find((one) => one.id === party).name}), t("consequence.identified")],
  done: (subject, values, {wallet}) => t("done.open_wallet", {party: name(wallet.owner)}),
  receipt: (subject, values, answer) => aboutWallet(answer),
  next: toHome,
};

function moving(step, what) {
  return {
    begin: async ({api, query}) => ({wallet: await api.read(`/v1/wallets/${encodeURIComponent(query.party)}`)}),
    about: aboutWallet,
    fields: () => [{name: "value", kind: "money", currency: CASH, hint: t(`hint.${what}`)}],
    request: ({wallet}, {value}) => ({path: `/v1/wallets/${wallet.owner.id}/${step}`, body: {amount: value}}),
    consequence: ({wallet}, {value}) => [t(`consequence.${what}`, {amount: inFull(value, CASH), owner: name(wallet.owner)}), t(`consequence.${what}_against`)],
    done: ({wallet}, {value}) => t(`done.${what}`, {amount: fmt().money(value, CASH), owner: name(wallet.owner)}),
    receipt: (subject, values, answer) => aboutWallet(answer),
    next: toHome,
  };
}

export const issueMoney = moving("issues", "issue_money");
export const redeemMoney = moving("redemptions", "redeem_money");

export const reportInstruction = {
  async begin({api, query}) {
    const instruction = (await api.pages("/v1/instructions", "instructions")).find((one) => one.id === query.instruction);
    if (instruction === undefined) throw notFound("instruction", query.instruction, "See what you were told to do.");
    return {instruction};
  },
  about: ({instruction}) => [
    [t("numbered"), instruction.id],
    [t("kind"), t(`instruction.${instruction.kind}`)],
    [t("instruction.payer"), name(instruction.payer)],
    [t("instruction.payee"), name(instruction.payee)],
    [t("amount"), fmt().money(instruction.amount, CASH)],
    [t("when"), fmt().moment(instruction.at)],
    [t("status"), t(`instruction_state.${instruction.state}`)],
  ],
  fields: () => [
    {name: "outcome", kind: "choice", options: ["carried_out", "refused"].map((value) => ({value, text: t(`instruction_state.${value}`)}))},
    {name: "reference", kind: "text", hint: t("hint.reference")},
  ],
  request: ({instruction}, {outcome, reference}) => ({path: `/v1/instructions/${instruction.id}/report`, body: {carried_out: outcome === "carried_out", reference}}),
  consequence: ({instruction}, {outcome, reference}) => [
    t(`consequence.instruction_${outcome}`, {number: instruction.id, amount: inFull(instruction.amount, CASH), reference}),
    t("consequence.instruction_ledger"),
  ],
  done: (subject, values, answer) => t("done.instruction", {number: answer.id, state: t(`instruction_state.${answer.state}`)}),
  receipt: (subject, values, answer) => [
    [t("status"), t(`instruction_state.${answer.state}`)],
    [t("field.reference"), answer.reference],
    [t("amount"), fmt().money(answer.amount, CASH)],
  ],
  next: toHome,
};
