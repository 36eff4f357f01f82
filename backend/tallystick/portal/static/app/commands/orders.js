/** What an authority orders: claims frozen, parties suspended, a programme stopped; and its own orders lifted. */

import {name} from "../components.js";
import {fmt, t} from "../language.js";
import {isOne, TRADERS} from "../roles.js";
import {toHome} from "./destinations.js";


/** "2-51, 2-52" → ["2-51", "2-52"] */
function claimsIn(text) {
  return text.normalize("NFKC").split(/[\s,;、]+/).filter(Boolean);
}

export const freeze = {
  begin: async ({me, query}) => ({me, claims: query.claims ?? ""}),
  about: ({me}) => [[t("order.authority"), me.name]],
  fields: ({claims}) => [
    {name: "claims", kind: "text", value: claims, hint: t("hint.claims")},
    {name: "order", kind: "text", hint: t("hint.order")},
  ],
  request: (subject, {claims, order}) => ({path: "/v1/freezes", body: {claims: claimsIn(claims), order}}),
  consequence: (subject, {claims, order}) => [
    t("consequence.freeze", {count: fmt().count(claimsIn(claims).length), claims: claimsIn(claims).join(t("comma")), order}),
    t("consequence.freeze_share"),
    t("consequence.freeze_lift"),
  ],
  done: (subject, values, {freezes}) => t("done.freeze", {claims: freezes.map((one) => one.claim).join(t("comma"))}),
  receipt: (subject, {order}, {freezes}) => [
    [t("field.order"), order],
    ...freezes.map((one) => [t("order.claim_of", {claim: one.claim, holder: name(one.holder)}), fmt().money(one.face, one.currency)]),
  ],
  next: toHome,
};

export const liftFreeze = {
  begin: async ({api, me, query}) => ({claim: query.claim, order: (await api.pages("/v1/freezes", "freezes")).find((one) => one.claim === query.claim && one.authority.id === me.id) ?? null}),
  about: ({claim, order}) => [
    [t("claim"), claim],
    ...(order === null
      ? []
      : [
          [t("holder"), name(order.holder)],
          [t("face"), fmt().money(order.face, order.currency)],
          [t("field.order"), order.order ?? order.order_hash],
        ]),
  ],
  fields: () => [],
  request: ({claim}) => ({path: "/v1/freezes/lifting", body: {claims: [claim]}}),
  consequence: ({claim, order}) => [t("consequence.lift", {claim, holder: name(order.holder)}), t("consequence.lift_others")],
  done: ({claim}) => t("done.lift", {claim}),
  receipt: (subject, values, answer) => answer.claims.map((one) => [one.claim, t(one.frozen ? "order.others_stand" : "flag.free")]),
  next: toHome,
};

export const suspend = {
  begin: async ({api, me}) => ({me, parties: (await api.read("/v1/parties")).parties.filter((one) => isOne(one, TRADERS))}),
  about: ({me}) => [[t("order.authority"), me.name]],
  fields: ({parties}) => [
    {name: "party", kind: "party", options: parties.map((one) => ({value: one.id, text: one.name}))},
    {name: "order", kind: "text", hint: t("hint.order")},
  ],
  request: (subject, {party, order}) => ({path: `/v1/parties/${party}/suspension`, body: {order}}),
  consequence: ({parties}, {party, order}) => [t("consequence.suspend", {party: parties.find((one) => one.id === party).name, order}), t("consequence.suspend_claims"), t("consequence.freeze_lift")],
  done: (subject, values, {suspension}) => t("done.suspend", {party: name(suspension.party)}),
  receipt: (subject, values, {suspension}) => [
    [t("field.party"), name(suspension.party)],
    [t("field.order"), suspension.order],
    [t("fingerprint"), suspension.order_hash],
  ],
  next: toHome,
};

export const reinstate = {
  begin: async ({api, me, query}) => ({party: await api.read(`/v1/parties/${encodeURIComponent(query.party)}`), order: (await api.read("/v1/suspensions")).suspensions.find((one) => one.party.id === query.party && one.authority.id === me.id) ?? null}),
  about: ({party, order}) => [
    [t("field.party"), party.name],
    order === null ? [null, null] : [t("field.order"), order.order ?? order.order_hash],
  ],
  fields: () => [],
  request: ({party}) => ({path: `/v1/parties/${party.id}/reinstatement`, body: undefined}),
  consequence: ({party}) => [t("consequence.reinstate", {party: party.name}), t("consequence.lift_others")],
  done: ({party}) => t("done.reinstate", {party: party.name}),
  receipt: (subject, values, answer) => [[t("status"), t(answer.suspended ? "order.others_stand" : "flag.free")]],
  next: toHome,
};

async function programmeOf({api, me, query}) {
  const path = `/v1/programmes/${encodeURIComponent(query.programme)}`;
  const [programme, rules] = await Promise.all([api.read(path), api.read(`${path}/border`)]);
  return {me, programme, rules};
}

function aboutProgramme({programme, rules}) {
  return [
    [t("programme"), programme.name],
    [t("field.currency"), programme.currency],
    [t("order.stops"), rules.stops.map((one) => name(one.authority)).join(t("comma")) || t("nobody")],
  ];
}

export const stopProgramme = {
  begin: programmeOf,
  about: aboutProgramme,
  fields: () => [{name: "order", kind: "text", hint: t("hint.order")}],
  request: ({programme}, {order}) => ({path: `/v1/programmes/${programme.id}/border/stop`, body: {order}}),
  consequence: ({programme}, {order}) => [t("consequence.stop", {programme: programme.name, order}), t("consequence.stop_payment"), t("consequence.freeze_lift")],
  done: ({programme}) => t("done.stop", {programme: programme.name}),
  receipt: ({programme}, {order}, {border}) => [
    ...aboutProgramme({programme, rules: border}),
    [t("field.order"), order],
  ],
  next: toHome,
};

export const resumeProgramme = {
  begin: programmeOf,
  about: aboutProgramme,
  fields: () => [],
  request: ({programme}) => ({path: `/v1/programmes/${programme.id}/border/resumption`, body: undefined}),
  consequence: ({programme}) => [t("consequence.resume", {programme: programme.name}), t("consequence.lift_others")],
  done: ({programme}) => t("done.resume", {programme: programme.name}),
  receipt: ({programme}, values, {border}) => aboutProgramme({programme, rules: border}),
  next: toHome,
};
