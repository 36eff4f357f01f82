/** Whether the mirror that every answer is read from equals the chain: compared row for row, when asked. */

import {section, table, terms} from "../components.js";
import {h} from "../dom.js";
import {fmt, t} from "../language.js";
import {refusalNotice} from "../refusal.js";
import {addressOf} from "../router.js";

export async function auditPage({api, query}) {
  const outcome = h("div", {role: "status", id: "outcome"});
  const button = h("button", {type: "button", class: "primary", onclick: verify}, t("audit.run"));
  async function verify() {
    button.disabled = true;
    outcome.replaceChildren(h("p", {class: "loading"}, t("audit.running")));
    try {
      outcome.replaceChildren(...told(await api.read("/v1/verification")));
      history.replaceState(null, "", addressOf("/audit", {run: "1"}));
    } catch (error) {
      outcome.replaceChildren(refusalNotice(error));
    }
    button.disabled = false;
  }
  if (query.run === "1") verify();
  return {title: t("nav.audit"), content: [section("verify", t("audit.title"), h("p", {}, t("audit.text")), h("p", {}, button), outcome)]};
}

function told({verdict, block, compared, difference}) {
  const {count} = fmt();
  const equal = verdict === "equal";
  const rows = Object.entries(compared).map(([name, rows]) => ({name, rows}));
  const total = rows.reduce((sum, row) => sum + row.rows, 0);
  const columns = [
    {title: t("audit.table"), cell: (row) => h("code", {}, row.name)},
    {title: t("audit.rows"), figure: true, cell: (row) => count(row.rows)},
  ];
  return [
    h("div", {class: equal ? "notice fine" : "notice refused"}, h("p", {class: "notice-title"}, t(equal ? "audit.equal" : "audit.different")), h("p", {}, t("audit.at", {block: count(block), rows: count(total)}))),
    equal
      ? null
      : terms([
          [t("audit.table"), difference.table],
          [t("audit.key"), JSON.stringify(difference.key)],
          [t("audit.column"), difference.column],
          [t("audit.mirror"), JSON.stringify(difference.mirror)],
          [t("audit.chain"), JSON.stringify(difference.chain)],
        ]),
    table(t("audit.compared"), columns, rows),
  ].filter(Boolean);
}
