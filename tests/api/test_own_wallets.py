"""A party with a wallet of its own signs everything itself: prepare, sign, submit."""

from typing import Any

import pytest
from eth_account import Account

from tests.api.own_wallet import OwnWallet, signed
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import Trade, commitment, split


def _with_a_claim(ledger: RunningLedger, face: int = 1_000) -> tuple[OwnWallet, str]:
    """A supplier with its own wallet, and a claim that was passed on to it."""
    supplier, trade = OwnWallet.opened(ledger), Trade.opened(ledger)
    claim = trade.claim(face)
    trade.supplier.command("/v1/transfers", {"to": supplier.firm.party, "claims": [claim]})
    return supplier, claim


def _splitting(wallet: OwnWallet, claim: str, *parts: int) -> tuple[str, dict[str, Any]]:
    """A prepared split: its operation, and the transaction to sign."""
    told = wallet.prepared(f"/v1/claims/{claim}/splits", {"parts": list(parts)})
    (transaction,) = told["transactions"]
    return told["operation"], transaction


def test_a_party_with_its_own_wallet_trades_as_any_other(any_ledger: RunningLedger) -> None:
    """It accepts a commitment and splits it, then passes a part on."""
    wallet = OwnWallet.opened(any_ledger)
    trade = Trade(any_ledger, any_ledger.open_programme(), any_ledger.open_party("debtor"), wallet.firm)
    accepted = wallet.command(f"/v1/receivables/{trade.offer(1_000)}/acceptance")
    claim = accepted["claim"]["id"]
    parts = wallet.command(f"/v1/claims/{claim}/splits", {"parts": [400, 600]})["claims"]
    taker = any_ledger.open_party()
    wallet.command("/v1/transfers", {"to": taker.party, "claims": [parts[1]["id"]]})
    assert [one["face"] for one in wallet.firm.claims()] == [400]
    assert [one["face"] for one in taker.claims()] == [600]
    assert any_ledger.host.read("/v1/verification")["verdict"] == "equal"


def test_a_debtor_with_its_own_wallet_issues(ledger: RunningLedger) -> None:
    debtor, supplier = OwnWallet.opened(ledger, "debtor"), ledger.open_party()
    trade = Trade(ledger, ledger.open_programme(), debtor.firm, supplier)
    body = commitment(trade.programme, supplier, 700, trade.invoice(700))
    issued = debtor.command("/v1/receivables", body)["receivable"]
    assert (issued["status"], issued["face"]) == ("offered", 700)


def test_its_address_in_the_register_is_the_wallet(ledger: RunningLedger) -> None:
    wallet = OwnWallet.opened(ledger)
    assert wallet.firm.read("/v1/parties/me")["address"] == wallet.account.address
    account = Account.create()
    written_small = ledger.open_party(wallet=account.address.lower())
    assert written_small.read("/v1/parties/me")["address"] == account.address


def test_what_was_prepared_is_not_done_until_it_is_signed(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    before = ledger.state()
    path, body = f"/v1/claims/{claim}/splits", {"parts": [300, 700]}
    told = wallet.prepared(path, body, "split it")
    (transaction,) = told["transactions"]
    assert (transaction["from"], transaction["nonce"]) == (wallet.account.address, 0)
    assert ledger.state() == before
    operation = wallet.firm.read(f"/v1/operations/{told['operation']}")
    assert (operation["stage"], operation["answer"]) == ("prepared", None)
    assert (operation["block"], operation["block_at"]) == (None, None)
    assert wallet.prepared(path, body, "split it") == told

    answer = wallet.submit(told["operation"], signed(wallet.account, transaction))
    assert (answer.status_code, "idempotency-replayed" in answer.headers) == (201, False)
    assert [one["face"] for one in answer.json()["claims"]] == [300, 700]
    operation = wallet.firm.read(f"/v1/operations/{told['operation']}")
    assert (operation["stage"], operation["answer"]) == ("final", answer.json())
    repeated = wallet.firm.post(path, body, "split it")
    assert (repeated.status_code, repeated.content) == (201, answer.content)


def test_the_same_bytes_handed_in_again_are_answered_as_before(any_ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(any_ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    bytes_of_it = signed(wallet.account, transaction)
    first = wallet.submit(operation, bytes_of_it)
    done = any_ledger.state()
    again = wallet.submit(operation, bytes_of_it)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert any_ledger.state() == done


def test_other_bytes_for_what_is_done_are_refused(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    assert wallet.submit(operation, signed(wallet.account, transaction)).status_code == 201
    told = problem(wallet.submit(operation, signed(wallet.account, transaction, nonce=1)))
    assert (told["status"], told["code"]) == (409, "operation_already_submitted")
    assert told["values"] == {"operation": operation, "stage": "final"}


def test_what_another_has_signed_is_refused(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    stranger, before = Account.create(), ledger.state()
    told = problem(wallet.submit(operation, signed(stranger, transaction)))
    assert (told["status"], told["code"]) == (403, "signed_by_another")
    assert told["values"] == {"position": 0, "signer": stranger.address}
    assert ledger.state() == before
    assert wallet.submit(operation, signed(wallet.account, transaction)).status_code == 201


ALTERED: list[tuple[str, Any]] = [
    ("to", "0x" + "11" * 20),
    ("value", "1"),
    ("data", "0x"),
    ("chain_id", 1),
]


@pytest.mark.parametrize(("field", "value"), ALTERED, ids=[field for field, _ in ALTERED])
def test_an_altered_transaction_is_refused(ledger: RunningLedger, field: str, value: Any) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    before = ledger.state()
    told = problem(wallet.submit(operation, signed(wallet.account, transaction, **{field: value})))
    assert (told["status"], told["code"]) == (400, "another_transaction_signed")
    assert told["values"] == {"position": 0, "different": [field]}
    assert ledger.state() == before
    assert wallet.submit(operation, signed(wallet.account, transaction)).status_code == 201


def test_gas_and_fees_are_the_wallets_to_choose(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    own = {
        "gas": transaction["gas"] + 1_000,
        "max_fee_per_gas": str(int(transaction["max_fee_per_gas"]) + 7),
        "max_priority_fee_per_gas": "1",
    }
    assert wallet.submit(operation, signed(wallet.account, transaction, **own)).status_code == 201


@pytest.mark.parametrize("nonce", [0, 2, 2**63])
def test_a_wrong_nonce_is_refused(ledger: RunningLedger, nonce: int) -> None:
    """0 is used, and after 1 it would wait for ever."""
    wallet, claim = _with_a_claim(ledger)
    wallet.command(f"/v1/claims/{claim}/splits", {"parts": [999, 1]})
    operation, transaction = _splitting(wallet, claim, 1, 998)
    assert transaction["nonce"] == 1
    before = ledger.state()
    told = problem(wallet.submit(operation, signed(wallet.account, transaction, nonce=nonce)))
    assert (told["status"], told["code"]) == (409, "wrong_nonce")
    assert told["values"] == {"position": 0, "nonce": nonce, "expected": 1}
    assert ledger.state() == before
    assert wallet.submit(operation, signed(wallet.account, transaction)).status_code == 201


def test_what_was_prepared_at_once_is_signed_one_after_the_other(ledger: RunningLedger) -> None:
    """Both were given the nonce that was next then; the second is told which one it is now."""
    wallet, claim = _with_a_claim(ledger)
    other = wallet.command(f"/v1/claims/{claim}/splits", {"parts": [400, 600]})["claims"][1]["id"]
    first, one = _splitting(wallet, claim, 100, 300)
    second, two = _splitting(wallet, other, 200, 400)
    assert one["nonce"] == two["nonce"] == 1
    assert wallet.submit(first, signed(wallet.account, one)).status_code == 201
    told = problem(wallet.submit(second, signed(wallet.account, two)))
    assert told["code"] == "wrong_nonce"
    expected = told["values"]["expected"]
    assert wallet.submit(second, signed(wallet.account, two, nonce=expected)).status_code == 201


def test_what_the_node_does_not_take_can_be_signed_again(any_ledger: RunningLedger) -> None:
    """Too little gas for the bytes alone: one node says so, another keeps them and never mines them. The nonce is not
    lost, and the command happens once."""
    wallet, claim = _with_a_claim(any_ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    answer = wallet.submit(operation, signed(wallet.account, transaction, gas=21_000))
    if answer.is_error:
        told = problem(answer)
        assert (told["status"], told["code"]) == (409, "transaction_rejected")
        assert told["values"] == {"operation": operation, "nonce": 0}
    assert wallet.firm.read(f"/v1/operations/{operation}")["stage"] == "pending"
    for altered in ({"nonce": 1}, {"value": "1"}):
        again = wallet.submit(operation, signed(wallet.account, transaction, **altered))
        assert problem(again)["code"] in {"wrong_nonce", "another_transaction_signed"}
    raised = {
        name: str(2 * int(transaction[name])) for name in ("max_fee_per_gas", "max_priority_fee_per_gas")
    }
    answer = wallet.submit(operation, signed(wallet.account, transaction, **raised))
    assert answer.status_code == 201, answer.text
    assert sorted(one["face"] for one in wallet.firm.claims()) == [1, 999]


def test_an_operation_of_somebody_else_cannot_be_handed_in(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    other, bytes_of_it = OwnWallet.opened(ledger), signed(wallet.account, transaction)
    told = problem(other.submit(operation, bytes_of_it))
    assert (told["status"], told["code"]) == (404, "operation_not_found")
    nowhere = problem(other.submit("nowhere", bytes_of_it))
    assert told["detail"].replace(operation, "nowhere") == nowhere["detail"]


def test_an_operation_that_the_ledger_signs_takes_no_transactions(ledger: RunningLedger) -> None:
    trade, wallet = Trade.opened(ledger), OwnWallet.opened(ledger)
    answer = trade.supplier.post(f"/v1/claims/{trade.claim(10)}/splits", {"parts": [1, 9]})
    operation = answer.headers["operation-id"]
    nothing = {
        "type": 2,
        "chain_id": 1,
        "nonce": 0,
        "to": "0x" + "11" * 20,
        "value": "0",
        "data": "0x",
        "gas": 21_000,
        "max_fee_per_gas": "1",
        "max_priority_fee_per_gas": "1",
    }
    body = {"transactions": [signed(wallet.account, nothing)]}
    told = problem(trade.supplier.ask("PUT", f"/v1/operations/{operation}/transactions", json=body))
    assert (told["status"], told["code"]) == (409, "operation_already_submitted")


def test_as_many_transactions_as_were_prepared(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    once = signed(wallet.account, transaction)
    told = problem(wallet.submit(operation, once, once))
    assert (told["status"], told["code"]) == (400, "wrong_number_of_transactions")
    assert told["values"] == {"expected": 1, "given": 2}


@pytest.mark.parametrize("text", ["0x00", "0x02", "0x02f8", "0x" + "ff" * 200])
def test_bytes_that_are_no_transaction_are_refused(ledger: RunningLedger, text: str) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, _ = _splitting(wallet, claim, 1, 999)
    told = problem(wallet.submit(operation, text))
    assert (told["status"], told["code"]) == (400, "not_a_transaction")
    assert told["values"] == {"position": 0}


@pytest.mark.parametrize("given", [[], ["0x"], ["0x1"], ["02f8"], ["0xzz"], [7], [None], "0x02", None])
def test_what_is_no_list_of_bytes_is_pointed_at(sqlite_ledger: RunningLedger, given: Any) -> None:
    wallet, claim = _with_a_claim(sqlite_ledger)
    operation, _ = _splitting(wallet, claim, 1, 999)
    path = f"/v1/operations/{operation}/transactions"
    told = problem(wallet.firm.ask("PUT", path, json={"transactions": given}))
    assert (told["status"], told["code"]) == (400, "malformed_request")
    assert told["errors"][0]["pointer"].startswith("#/transactions")


def test_what_has_become_impossible_is_refused_and_costs_no_nonce(ledger: RunningLedger) -> None:
    """Both splits were possible when they were prepared; one of them was handed in."""
    wallet, claim = _with_a_claim(ledger)
    first, one = _splitting(wallet, claim, 400, 600)
    second, two = _splitting(wallet, claim, 500, 500)
    assert wallet.submit(first, signed(wallet.account, one)).status_code == 201
    told = problem(wallet.submit(second, signed(wallet.account, two, nonce=1)))
    assert (told["status"], told["code"]) == (422, "split_does_not_add_up")
    _, next_one = _splitting(wallet, claim, 100, 300)
    assert next_one["nonce"] == 1


def test_a_dry_run_tells_what_would_be_and_prepares_nothing(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    path, before = f"/v1/claims/{claim}/splits", ledger.state()
    tried = wallet.firm.post(path, {"parts": [1, 999]}, dry_run="true")
    assert (tried.status_code, tried.json()["would"]) == (200, "succeed")
    assert tried.json()["gas"] > 20_000
    refused = problem(wallet.firm.post(path, {"parts": [1, 998]}, dry_run="true"))
    assert refused["code"] == "split_does_not_add_up"
    assert wallet.firm.read("/v1/operations") == {"operations": [], "next": None}
    assert ledger.state() == before


def test_a_command_that_would_be_refused_is_not_prepared(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    told = wallet.firm.refused(f"/v1/claims/{claim}/splits", {"parts": [1, 998]})
    assert told["code"] == "split_does_not_add_up"
    assert wallet.firm.read("/v1/operations")["operations"] == []


def test_what_was_prepared_outlives_a_restart(ledger: RunningLedger) -> None:
    wallet, claim = _with_a_claim(ledger)
    operation, transaction = _splitting(wallet, claim, 1, 999)
    ledger.restart()
    assert wallet.submit(operation, signed(wallet.account, transaction)).status_code == 201


# Registering


def _opening(wallet: str) -> dict[str, Any]:
    return {"name": "钱包", "tax_number": "W" + wallet[2:19].upper(), "roles": ["supplier"], "wallet": wallet}


def test_a_wallet_that_was_mistyped_is_refused(ledger: RunningLedger) -> None:
    address = Account.create().address
    letter = next(position for position in range(2, 42) if address[position].isalpha())
    mistyped = address[:letter] + address[letter].swapcase() + address[letter + 1 :]
    told = ledger.operator.refused("/v1/parties", _opening(mistyped))
    assert (told["status"], told["code"]) == (400, "wallet_mistyped")
    assert told["values"] == {"wallet": mistyped}
    nobody = ledger.operator.refused("/v1/parties", _opening("0x" + "00" * 20))
    assert nobody["code"] == "wallet_mistyped"


@pytest.mark.parametrize("wallet", ["", "0x12", "0x" + "g" * 40, "5a" * 20, 7, "0x" + "11" * 21])
def test_what_is_no_address_is_pointed_at(sqlite_ledger: RunningLedger, wallet: Any) -> None:
    body = _opening("0x" + "11" * 20) | {"wallet": wallet}
    told = sqlite_ledger.operator.refused("/v1/parties", body)
    assert (told["code"], told["errors"][0]["pointer"]) == ("malformed_request", "#/wallet")


def test_a_wallet_belongs_to_one_party(ledger: RunningLedger) -> None:
    own, kept = OwnWallet.opened(ledger), ledger.open_party()
    for address in (own.account.address, kept.read("/v1/parties/me")["address"]):
        for query in ({"dry_run": "true"}, {}):
            told = ledger.operator.refused("/v1/parties", _opening(address), **query)
            assert (told["status"], told["code"]) == (409, "wallet_taken")
            assert told["values"] == {"wallet": address}


def test_the_ledgers_own_services_keep_their_wallets(ledger: RunningLedger) -> None:
    senders = ledger.operator.read("/v1/senders")["senders"]
    told = ledger.operator.refused("/v1/parties", _opening(senders[0]["address"]))
    assert told["code"] == "wallet_taken"


def test_two_claims_of_a_wallet_and_of_a_kept_key_look_alike(ledger: RunningLedger) -> None:
    """Whoever holds, its claims move by the same rules: a wallet party's claim goes back and forth."""
    wallet, claim = _with_a_claim(ledger)
    taker = ledger.open_party()
    wallet.command("/v1/transfers", {"to": taker.party, "claims": [claim]})
    first, second = split(taker, claim, [400, 600])
    taker.command("/v1/transfers", {"to": wallet.firm.party, "claims": [second]})
    assert {one["id"] for one in wallet.firm.claims()} == {second}
    assert {one["id"] for one in taker.claims()} == {first}
