/** Every receivable that the party has a part in, and what it can begin: bill and commit. */

import {action, link, name, section, status, table} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {byDueDate, isDebtor} from "../reading.js";

export async function receivablesPage({api, me}) {
  const {money, date} = fmt();
  const all = (await api.pages("/v1/receivables", "receivables")).sort(byDueDate);
  const title = t(me.roles.includes("supervisor") ? "receivables.all" : "receivables.list");
  const columns = [
    {title: t("receivable"), cell: (one) => link(`#/receivables/${one.id}`, one.id)},
    {title: t("due"), cell: (one) => date(one.due_date)},
    {title: t("debtor"), cell: (one) => name(one.debtor)},
    {title: t("creditor"), cell: (one) => name(one.creditor)},
    {title: t("status"), cell: (one) => status(one.status)},
    {title: t("face"), figure: true, cell: (one) => money(one.face, one.currency)},
    {title: t("outstanding"), figure: true, cell: (one) => money(one.outstanding, one.currency)},
  ];
  return {
    title: t("nav.receivables"),
    live: true,
    content: [
      h("div", {class: "actions"}, isDebtor(me) ? action("#/commands/issue", t("command.issue")) : null, me.roles.includes("supplier") ? action("#/commands/register-document", t("command.register-document")) : null),
      section("receivables", title, table(title, columns, all)),
    ],
  };
}
