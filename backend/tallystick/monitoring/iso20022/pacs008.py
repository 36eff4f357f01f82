"""pacs.008.001.08: one bank tells another of a customer's credit transfer."""

from pyiso20022.pacs.pacs_008_001_08 import pacs_008_001_08 as pacs

from tallystick.money.amount import HOME
from tallystick.monitoring.iso20022 import elements
from tallystick.monitoring.iso20022.payment import Payment, currency_amount, exchange_rate
from tallystick.monitoring.iso20022.writing import written

MESSAGE = "pacs.008.001.08"


def pacs008(payment: Payment) -> bytes:
    """The message for a payment, valid by its schema."""
    header = pacs.GroupHeader93(
        msg_id=payment.message_id("P"),
        cre_dt_tm=elements.moment(payment.at),
        nb_of_txs="1",
        sttlm_inf=pacs.SettlementInstruction7(
            sttlm_mtd=pacs.SettlementMethod1Code.CLRG,
            clr_sys=pacs.ClearingSystemIdentification3Choice(prtry=elements.CLEARING_SYSTEM),
        ),
    )
    transfer = pacs.FitoFicustomerCreditTransferV08(grp_hdr=header, cdt_trf_tx_inf=[_transaction(payment)])
    return written(pacs.Document(fito_ficstmr_cdt_trf=transfer), MESSAGE)


def _transaction(payment: Payment) -> pacs.CreditTransferTransaction39:
    debtor, creditor = payment.debtor, payment.creditor
    return pacs.CreditTransferTransaction39(
        pmt_id=pacs.PaymentIdentification7(
            instr_id=payment.message_id("P"),
            end_to_end_id=payment.claim,
            tx_id=payment.movement,
            uetr=payment.uetr,
        ),
        intr_bk_sttlm_amt=pacs.ActiveCurrencyAndAmount(value=currency_amount(payment.money), ccy=HOME),
        intr_bk_sttlm_dt=elements.day(payment.at),
        instd_amt=pacs.ActiveOrHistoricCurrencyAndAmount(
            value=currency_amount(payment.amount), ccy=payment.currency
        ),
        xchg_rate=exchange_rate(payment.rate),
        chrg_br=pacs.ChargeBearerType1Code.SLEV,
        instg_agt=elements.agent(pacs, debtor),
        instd_agt=elements.agent(pacs, creditor),
        dbtr=elements.party(pacs, debtor),
        dbtr_acct=pacs.CashAccount38(**elements.account(pacs, debtor.wallet)),
        dbtr_agt=elements.agent(pacs, debtor),
        cdtr_agt=elements.agent(pacs, creditor),
        cdtr=elements.party(pacs, creditor),
        cdtr_acct=pacs.CashAccount38(**elements.account(pacs, creditor.wallet)),
        purp=elements.purpose(pacs, payment),
        rgltry_rptg=[_balance_of_payments(payment)],
        rmt_inf=elements.remittance(pacs, payment),
    )


def _balance_of_payments(payment: Payment) -> pacs.RegulatoryReporting3:
    """What the debtor's side declares: for what, and to which country."""
    return pacs.RegulatoryReporting3(
        dbt_cdt_rptg_ind=pacs.RegulatoryReportingType1Code.DEBT,
        authrty=pacs.RegulatoryAuthority2(nm="State Administration of Foreign Exchange", ctry="CN"),
        dtls=[
            pacs.StructuredRegulatoryReporting3(
                tp="BOP",
                dt=elements.day(payment.at),
                ctry=elements.country(payment.creditor.country),
                cd=str(payment.purpose),
                amt=pacs.ActiveOrHistoricCurrencyAndAmount(value=currency_amount(payment.money), ccy=HOME),
            )
        ],
    )
