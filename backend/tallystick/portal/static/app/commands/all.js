/** Every command of the portal, by the name in its address. */

import {approveNotes, approvePayments} from "./approvals.js";
import {askQuotes, collect, offer, pledge, split, transfer, wrap} from "./claims.js";
import {acceptQuote, giveQuote, recordLien, repay, revokeQuote} from "./financing.js";
import {cancelOrder, fillOrder, placeOrder} from "./notes.js";
import {acceptOffer, declineOffer, withdrawOffer} from "./offers.js";
import {acceptReceivable, declineReceivable, fund, issue, registerDocument, withdrawReceivable} from "./receivables.js";

export const COMMANDS = {
  "accept-offer": acceptOffer,
  "accept-quote": acceptQuote,
  "accept-receivable": acceptReceivable,
  "approve-notes": approveNotes,
  "approve-payments": approvePayments,
  "ask-quotes": askQuotes,
  "cancel-order": cancelOrder,
  collect,
  "decline-offer": declineOffer,
  "decline-receivable": declineReceivable,
  "fill-order": fillOrder,
  fund,
  "give-quote": giveQuote,
  issue,
  offer,
  "place-order": placeOrder,
  pledge,
  "record-lien": recordLien,
  "register-document": registerDocument,
  repay,
  "revoke-quote": revokeQuote,
  split,
  transfer,
  "withdraw-offer": withdrawOffer,
  "withdraw-receivable": withdrawReceivable,
  wrap,
};
