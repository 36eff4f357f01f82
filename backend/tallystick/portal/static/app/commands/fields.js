/** What a command asks for: each field with its label, its hint, and how what was typed becomes what the API takes. */

import {h} from "../dom.js";
import {ledgersDay, minorUnits, partsPerMillion} from "../format.js";
import {fmt, t} from "../language.js";
import {isOne} from "../roles.js";

/**
 * A field: {name, kind, value, hint, options, optional, currency, zero, when}. `kind` says how it is read: money, moneyList,
 * rate, date, text, choice, party, choices. A party is a choice that nobody has made until somebody makes it: what goes to
 * another never goes to whoever stands first. `when` is [name of a choice, the one at which this field is asked for].
 */
export function fieldOf(field, changed) {
  const id = `field-${field.name}`;
  const described = [field.hint !== undefined ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(" ");
  const shared = {id, name: field.name, "aria-describedby": described, required: !field.optional, oninput: changed, autocomplete: "off"};
  const label = h("label", {for: id}, t(`field.${field.name}`), field.optional ? h("small", {}, t("optional")) : null);
  const hint = field.hint === undefined ? null : h("p", {class: "hint", id: `${id}-hint`}, field.hint);
  const error = h("p", {class: "field-error", id: `${id}-error`});
  if (field.kind === "choices") return choices(field, id, changed, hint, error);
  return h("div", {class: "field", "data-field": field.name}, label, hint, control(field, shared), error);
}

function control(field, shared) {
  if (field.kind === "choice" || field.kind === "party") {
    const nobody = field.kind === "party" ? h("option", {value: ""}, t("choose")) : null;
    return h("select", shared, nobody, field.options.map(({value, text}) => h("option", {value, selected: value === field.value}, text)));
  }
  if (field.kind === "moneyList") return h("textarea", {...shared, rows: "4", inputmode: "decimal"}, field.value ?? "");
  const types = {date: "date", money: "text", rate: "text", text: "text"};
  const inputmode = field.kind === "money" || field.kind === "rate" ? "decimal" : null;
  const unit = {money: field.currency, rate: t("percent_a_year")}[field.kind];
  const input = h("input", {...shared, type: types[field.kind], value: field.value ?? "", inputmode, min: field.min});
  return unit === undefined ? input : h("div", {class: "with-unit"}, input, h("span", {class: "unit"}, unit));
}

/** Several of a few. */
function choices(field, id, changed, hint, error) {
  return h(
    "fieldset",
    {class: "field", "data-field": field.name, "aria-describedby": `${id}-error`},
    h("legend", {}, t(`field.${field.name}`)),
    hint,
    field.options.map(({value, text}, position) => h("label", {class: "check"}, h("input", {type: "checkbox", name: field.name, value, checked: position === 0, oninput: changed}), text)),
    error,
  );
}

/** What stands in a form as it was typed: pairs of a name and a text. */
export function typedIn(form) {
  return [...new FormData(form)];
}

/** Puts what was typed before into a form; what it did not ask for then stays as it is. */
export function refill(form, fields, entries) {
  const before = new Map();
  for (const [name, text] of entries) before.set(name, [...(before.get(name) ?? []), text]);
  if (before.size === 0) return;
  for (const {name, kind, options} of fields) {
    if (kind === "choices") {
      for (const box of form.querySelectorAll(`[name="${name}"]`)) box.checked = (before.get(name) ?? []).includes(box.value);
    } else if (before.has(name)) {
      const [text] = before.get(name);
      if (options === undefined || options.some(({value}) => value === text)) form.elements[name].value = text;
    }
  }
}

/** Whether what was chosen can still be chosen. */
export function chosenIsThere(fields, values) {
  const isOption = (options, chosen) => options.some(({value}) => value === chosen);
  return fields
    .filter(({name, options}) => options !== undefined && values[name] !== undefined && values[name] !== null)
    .every(({name, options}) => [values[name]].flat().every((chosen) => isOption(options, chosen)));
}

/** What the form says: {values} where every field can be read, else {errors} by field, and which of those are `empty`. */
export function valuesOf(form, fields) {
  const data = new FormData(form);
  const values = {};
  const errors = {};
  const empty = [];
  for (const field of fields.filter((one) => isAskedFor(one, data))) {
    const read = readers[field.kind](field, data);
    if (read.error !== undefined) errors[field.name] = read.error;
    else values[field.name] = read.value;
    if (data.getAll(field.name).every((text) => text.trim() === "")) empty.push(field.name);
  }
  return {values, errors, empty, complete: Object.keys(errors).length === 0};
}

/** Hides what is not asked for at the present choices. */
export function showAskedFor(form, fields) {
  const data = new FormData(form);
  for (const field of fields) form.querySelector(`[data-field="${field.name}"]`).hidden = !isAskedFor(field, data);
}

function isAskedFor(field, data) {
  return field.when === undefined || data.get(field.when[0]) === field.when[1];
}

export function showErrors(form, errors) {
  for (const element of form.querySelectorAll("[data-field]")) {
    const error = errors[element.dataset.field];
    element.querySelector(".field-error").textContent = error ?? "";
    for (const input of element.querySelectorAll("input, select, textarea")) {
      if (error === undefined) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    }
  }
}

const plain = (field, data) => {
  const text = String(data.get(field.name) ?? "").trim();
  if (text !== "") return {value: text};
  return field.optional ? {value: null} : {error: t("error.missing")};
};

const readers = {
  text: plain,
  date: plain,
  choice: plain,
  party: plain,
  choices(field, data) {
    const value = data.getAll(field.name);
    return value.length === 0 ? {error: t("error.choose")} : {value};
  },
  money(field, data) {
    const text = plain(field, data);
    if (text.error !== undefined || text.value === null) return text;
    const value = minorUnits(text.value);
    return value === null || (value === 0 && !field.zero) ? {error: t("error.money")} : {value};
  },
  moneyList(field, data) {
    const text = plain(field, data);
    if (text.error !== undefined) return text;
    const value = text.value.split(/[\n;；]+/).map((line) => line.trim()).filter(Boolean).map(minorUnits);
    return value.includes(null) || value.includes(0) ? {error: t("error.money_list")} : {value};
  },
  rate(field, data) {
    const text = plain(field, data);
    if (text.error !== undefined || text.value === null) return text;
    const value = partsPerMillion(text.value);
    return value === null ? {error: t("error.rate")} : {value};
  },
};

/** A day's end in Shanghai, as a moment. */
export function endOfDay(date) {
  return `${date}T16:00:00Z`;
}

/** The ledger's day, which is not that of the browser's clock where either is wrong. */
export async function ledgersToday(api) {
  return (await api.read("/v1/figures")).as_of;
}

/** The day so many days after another, as the form takes it. */
export function inDays(today, days) {
  return ledgersDay(`${today}T12:00:00+08:00`, days);
}

/** Those something can be given to, as options. */
export function partyOptions(parties, me, roles) {
  return parties
    .filter((party) => party.id !== me.id && isOne(party, roles))
    .map((party) => ({value: party.id, text: party.name}));
}

/** "¥1,000,000.00 (one million yuan)": figures and words. */
export function inFull(minor, currency) {
  const {money, words} = fmt();
  return t("in_full", {money: money(minor, currency), words: words(minor, currency)});
}
