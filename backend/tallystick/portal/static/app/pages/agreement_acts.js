/** What a party can do about a loan or a recourse now, by its side of it. */

import {action} from "../components.js";
import {t} from "../language.js";
import {addressOf} from "../router.js";

/** Links to commands; of one claim only where `claim` is given. */
export function agreementActs(me, agreement, claim = null) {
  if (agreement.state === "ended") return [];
  const to = (command, query) => action(addressOf(`/commands/${command}`, query), t(`command.${command}`));
  const overdue = agreement.state === "overdue";
  if (agreement.kind === "loan") {
    if (agreement.obligor.id === me.id) return [to("repay", {agreement: agreement.id})];
    if (agreement.creditor.id !== me.id || !overdue) return [];
    return [to("ask-quotes", {agreement: agreement.id}), to("enforce-pledge", {agreement: agreement.id})];
  }
  const owing = agreement.owing.filter((one) => one.holder !== null && (claim === null || one.claim === claim));
  return owing.flatMap((one) => {
    const named = {claim: one.claim};
    if (one.holder.id === me.id) return [overdue ? to("demand-recourse", named) : null, to("waive-recourse", named)].filter(Boolean);
    return agreement.obligor.id === me.id && overdue ? [to("repurchase", named)] : [];
  });
}
