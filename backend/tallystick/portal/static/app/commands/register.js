/** What the operator of the ledger does: lets firms in, opens programmes, stops a receivable's claims for the time being. */

import {h} from "../dom.js";
import {DAY_COUNTS} from "../discount.js";
import {CURRENCIES} from "../format.js";
import {fmt, t} from "../language.js";
import {isOne, READERS, TRADERS} from "../roles.js";
import {toHome} from "./destinations.js";
import {shownOnce} from "./shown_once.js";

const REGIMES = ["plain_claim_register", "approved_infrastructure", "offshore"];
const MONTHS = [3, 6, 12];

export const openParty = {
  begin: async ({me}) => ({me}),
  about: ({me}) => [[t("role.operator"), me.name]],
  fields: () => [
    {name: "firm", kind: "text", hint: t("hint.firm")},
    {name: "tax_number", kind: "text", hint: t("hint.tax_number")},
    {name: "roles", kind: "choices", options: READERS.map((value) => ({value, text: t(`role.${value}`)}))},
  ],
  request: (subject, {firm, tax_number: number, roles}) => ({path: "/v1/parties", body: {name: firm, tax_number: number, roles}}),
  consequence: (subject, {firm, tax_number: number, roles}) => [
    t("consequence.open_party", {firm, number, roles: roles.map((role) => t(`role.${role}`)).join(t("comma"))}),
    t("consequence.open_party_key"),
    t("consequence.open_party_once"),
  ],
  done: (subject, values, {party}) => t("done.open_party", {firm: party.name}),
  receipt: (subject, values, {party, api_key: key}) => [
    [t("numbered"), party.id],
    [t("register.tax_number"), party.tax_number],
    [t("register.roles"), party.roles.map((role) => t(`role.${role}`)).join(t("comma"))],
    [t("register.address"), h("code", {class: "address"}, party.address)],
    [t("register.key"), shownOnce(key, t("register.key_of", {firm: party.name}), `tallystick-${party.tax_number}.txt`)],
  ],
  next: toHome,
};

/** In the plain register no approval is asked for; elsewhere the ledger demands one. */
export const openProgramme = {
  begin: async ({me}) => ({me}),
  about: ({me}) => [[t("role.operator"), me.name]],
  fields: () => [
    {name: "programme_name", kind: "text"},
    {name: "currency", kind: "choice", options: CURRENCIES.map((value) => ({value, text: value}))},
    {name: "regime", kind: "choice", options: REGIMES.map((value) => ({value, text: t(`regime.${value}`)}))},
    {name: "approval", kind: "text", optional: true, hint: t("hint.approval_number")},
    {name: "day_count", kind: "choice", options: DAY_COUNTS.map((value) => ({value, text: value}))},
    {name: "longest", kind: "choice", value: "6", options: MONTHS.map((months) => ({value: String(months), text: t("register.months", {count: fmt().count(months)})}))},
    {name: "acceptance", kind: "choice", options: ["no", "yes"].map((value) => ({value, text: t(value)}))},
  ],
  request: (subject, values) => ({
    path: "/v1/programmes",
    body: {
      name: values.programme_name,
      currency: values.currency,
      asset_kind: "claim",
      regime: values.regime,
      approval: values.approval,
      day_count: values.day_count,
      longest_term_months: Number(values.longest),
      acceptance_required: values.acceptance === "yes",
    },
  }),
  consequence: (subject, values) => [
    t("consequence.open_programme", {name: values.programme_name, regime: t(`regime.${values.regime}`), currency: values.currency}),
    t("consequence.programme_term", {count: fmt().count(Number(values.longest)), basis: values.day_count}),
    t(values.acceptance === "yes" ? "consequence.programme_signed" : "consequence.programme_unsigned"),
    t("consequence.programme_final"),
  ],
  done: (subject, values, answer) => t("done.open_programme", {name: answer.name, id: answer.id}),
  receipt: (subject, values, answer) => [
    [t("numbered"), answer.id],
    [t("regime"), t(`regime.${answer.regime}`)],
    answer.approval === null ? [null, null] : [t("field.approval"), answer.approval],
    [t("field.currency"), answer.currency],
    [t("day_count"), answer.day_count],
    [t("register.longest"), t("register.months", {count: fmt().count(answer.longest_term_months)})],
  ],
  next: toHome,
};

/** What a country's firms are let in as: ISO 3166-1 numeric, as the ledger keeps it. */
const COUNTRIES = ["156", "344", "446", "158", "702", "458"];

function letting(path, what, asksForGroup) {
  return {
    begin: async ({me, api}) => ({me, parties: (await api.read("/v1/parties")).parties.filter((one) => isOne(one, TRADERS))}),
    about: ({me}) => [[t("role.operator"), me.name]],
    fields: ({parties}) => [
      {name: "party", kind: "party", options: parties.map((one) => ({value: one.id, text: one.name}))},
      ...(asksForGroup ? [{name: "group", kind: "text", hint: t("hint.group")}] : []),
      {name: "country", kind: "choice", options: COUNTRIES.map((value) => ({value, text: t(`country.${value}`)}))},
    ],
    request: (subject, values) => ({path, body: {party: values.party, country: values.country, ...(asksForGroup ? {group: values.group} : {})}}),
    consequence: ({parties}, values) => [
      t(`consequence.${what}`, {party: parties.find((one) => one.id === values.party).name, country: t(`country.${values.country}`), group: values.group}),
      t(`consequence.${what}_then`),
    ],
    done: (subject, values, {wallet}) => t(`done.${what}`, {party: wallet.party.name}),
    receipt: (subject, values, {wallet}) => [
      [t("owner"), wallet.party.name],
      [t("register.country"), t(`country.${values.country}`)],
      [t("border.group"), values.group],
    ],
    next: toHome,
  };
}

export const admitAbroad = letting("/v1/border-wallets", "admit_abroad", true);
export const admitToNotes = letting("/v1/note-wallets", "admit_notes", false);

function stopping(step, what) {
  return {
    begin: async ({me, query}) => ({me, receivable: query.receivable ?? ""}),
    about: ({me}) => [[t("role.operator"), me.name]],
    fields: ({receivable}) => [{name: "receivable_number", kind: "text", value: receivable, hint: t("hint.receivable_number")}],
    request: (subject, {receivable_number: number}) => ({path: `/v1/receivables/${encodeURIComponent(number)}/${step}`, body: undefined}),
    consequence: (subject, {receivable_number: number}) => [t(`consequence.${what}`, {receivable: number}), t(`consequence.${what}_payment`)],
    done: (subject, {receivable_number: number}) => t(`done.${what}`, {receivable: number}),
    receipt: (subject, values, answer) => [
      [t("receivable"), answer.receivable],
      [t("register.paused"), t(answer.paused ? "yes" : "no")],
    ],
    next: toHome,
  };
}

export const pauseReceivable = stopping("pause", "pause");
export const resumeReceivable = stopping("resumption", "unpause");
