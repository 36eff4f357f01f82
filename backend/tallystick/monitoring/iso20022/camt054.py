"""camt.054.001.08: a bank tells its customer that its account was credited."""

from pyiso20022.camt.camt_054_001_08 import camt_054_001_08 as camt

from tallystick.money.amount import HOME
from tallystick.monitoring.iso20022 import elements
from tallystick.monitoring.iso20022.payment import Payment, Side, currency_amount, exchange_rate
from tallystick.monitoring.iso20022.writing import written

MESSAGE = "camt.054.001.08"


def camt054(payment: Payment) -> bytes:
    """The notification to who was paid, valid by its schema."""
    created = elements.moment(payment.at)
    notification = camt.AccountNotification17(
        id=payment.message_id("N"),
        cre_dt_tm=created,
        acct=camt.CashAccount39(
            **elements.account(camt, payment.creditor.wallet),
            ownr=elements.party(camt, payment.creditor),
            svcr=elements.agent(camt, payment.creditor),
        ),
        ntry=[_entry(payment)],
    )
    body = camt.BankToCustomerDebitCreditNotificationV08(
        grp_hdr=camt.GroupHeader81(msg_id=payment.message_id("C"), cre_dt_tm=created),
        ntfctn=[notification],
    )
    return written(camt.Document(bk_to_cstmr_dbt_cdt_ntfctn=body), MESSAGE)


def _entry(payment: Payment) -> camt.ReportEntry10:
    booked = camt.DateAndDateTime2Choice(dt_tm=elements.moment(payment.at))
    return camt.ReportEntry10(
        ntry_ref=payment.movement,
        amt=_fen(payment),
        cdt_dbt_ind=camt.CreditDebitCode.CRDT,
        sts=camt.EntryStatus1Choice(cd="BOOK"),
        bookg_dt=booked,
        val_dt=camt.DateAndDateTime2Choice(dt=elements.day(payment.at)),
        acct_svcr_ref=payment.movement,
        bk_tx_cd=_received_from_abroad(),
        ntry_dtls=[camt.EntryDetails9(tx_dtls=[_transaction(payment)])],
    )


def _received_from_abroad() -> camt.BankTransactionCodeStructure4:
    """Payments, received credit transfers, cross-border credit transfer, of ISO 20022's bank transaction codes."""
    family = camt.BankTransactionCodeStructure6(cd="RCDT", sub_fmly_cd="XBCT")
    return camt.BankTransactionCodeStructure4(domn=camt.BankTransactionCodeStructure5(cd="PMNT", fmly=family))


def _transaction(payment: Payment) -> camt.EntryTransaction10:
    return camt.EntryTransaction10(
        refs=camt.TransactionReferences6(
            msg_id=payment.message_id("P"),
            acct_svcr_ref=payment.movement,
            instr_id=payment.message_id("P"),
            end_to_end_id=payment.claim,
            uetr=payment.uetr,
            tx_id=payment.movement,
        ),
        amt=_fen(payment),
        cdt_dbt_ind=camt.CreditDebitCode.CRDT,
        amt_dtls=_exchange(payment),
        rltd_pties=camt.TransactionParties6(
            dbtr=camt.Party40Choice(pty=elements.party(camt, payment.debtor)),
            dbtr_acct=_account(payment.debtor),
            cdtr=camt.Party40Choice(pty=elements.party(camt, payment.creditor)),
            cdtr_acct=_account(payment.creditor),
        ),
        rltd_agts=camt.TransactionAgents5(
            dbtr_agt=elements.agent(camt, payment.debtor), cdtr_agt=elements.agent(camt, payment.creditor)
        ),
        purp=elements.purpose(camt, payment),
        rmt_inf=elements.remittance(camt, payment),
    )


def _exchange(payment: Payment) -> camt.AmountAndCurrencyExchange3:
    """What was instructed, and what it came to at the fixing."""
    exchange = camt.CurrencyExchange5(
        src_ccy=payment.currency,
        trgt_ccy=HOME,
        unit_ccy=payment.currency,
        xchg_rate=exchange_rate(payment.rate),
        qtn_dt=elements.moment(payment.rate_at),
    )
    instructed = camt.ActiveOrHistoricCurrencyAndAmount(
        value=currency_amount(payment.amount), ccy=payment.currency
    )
    return camt.AmountAndCurrencyExchange3(
        instd_amt=camt.AmountAndCurrencyExchangeDetails3(amt=instructed),
        tx_amt=camt.AmountAndCurrencyExchangeDetails3(amt=_fen(payment), ccy_xchg=exchange),
    )


def _account(side: Side) -> camt.CashAccount38:
    return camt.CashAccount38(**elements.account(camt, side.wallet))


def _fen(payment: Payment) -> camt.ActiveOrHistoricCurrencyAndAmount:
    return camt.ActiveOrHistoricCurrencyAndAmount(value=currency_amount(payment.money), ccy=HOME)
