/** Every command of the portal, by the name in its address. */

import {approveEarly, approveNotes, approvePayments} from "./approvals.js";
import {declarePurpose, fixRate} from "./border.js";
import {askQuotes, collect, offer, pledge, split, transfer, wrap} from "./claims.js";
import {raiseDispute, withdrawDispute} from "./disputes.js";
import {cancelAuction, clearAuction, offerEarly, openAuction, withdrawEarlyOffer} from "./early_payment.js";
import {acceptQuote, giveQuote, recordLien, repay, revokeQuote} from "./financing.js";
import {cancelOrder, fillOrder, placeOrder} from "./notes.js";
import {acceptOffer, declineOffer, withdrawOffer} from "./offers.js";
import {freeze, liftFreeze, reinstate, resumeProgramme, stopProgramme, suspend} from "./orders.js";
import {acceptReceivable, declineReceivable, fund, issue, registerDocument, withdrawReceivable} from "./receivables.js";
import {demandRecourse, enforcePledge, releasePledge, repurchase, waiveRecourse} from "./recourse.js";
import {admitAbroad, admitToNotes, openParty, openProgramme, pauseReceivable, resumeReceivable} from "./register.js";
import {issueMoney, openWallet, redeemMoney, reportInstruction} from "./wallets.js";

export const COMMANDS = {
  "accept-offer": acceptOffer,
  "accept-quote": acceptQuote,
  "accept-receivable": acceptReceivable,
  "admit-abroad": admitAbroad,
  "admit-to-notes": admitToNotes,
  "approve-early": approveEarly,
  "approve-notes": approveNotes,
  "approve-payments": approvePayments,
  "ask-quotes": askQuotes,
  "cancel-auction": cancelAuction,
  "cancel-order": cancelOrder,
  "clear-auction": clearAuction,
  collect,
  "declare-purpose": declarePurpose,
  "decline-offer": declineOffer,
  "decline-receivable": declineReceivable,
  "demand-recourse": demandRecourse,
  "enforce-pledge": enforcePledge,
  "fill-order": fillOrder,
  "fix-rate": fixRate,
  freeze,
  fund,
  "give-quote": giveQuote,
  issue,
  "issue-money": issueMoney,
  "lift-freeze": liftFreeze,
  offer,
  "offer-early": offerEarly,
  "open-auction": openAuction,
  "open-party": openParty,
  "open-programme": openProgramme,
  "open-wallet": openWallet,
  "pause-receivable": pauseReceivable,
  "place-order": placeOrder,
  pledge,
  "raise-dispute": raiseDispute,
  "record-lien": recordLien,
  "redeem-money": redeemMoney,
  "register-document": registerDocument,
  reinstate,
  "release-pledge": releasePledge,
  repay,
  "report-instruction": reportInstruction,
  repurchase,
  "resume-programme": resumeProgramme,
  "resume-receivable": resumeReceivable,
  "revoke-quote": revokeQuote,
  split,
  "stop-programme": stopProgramme,
  suspend,
  transfer,
  "waive-recourse": waiveRecourse,
  "withdraw-dispute": withdrawDispute,
  "withdraw-early-offer": withdrawEarlyOffer,
  "withdraw-offer": withdrawOffer,
  "withdraw-receivable": withdrawReceivable,
  wrap,
};
