"""A firm that signs with its own wallet, as a real one does: it takes what it is given, and may not trust it."""

import time
from dataclasses import dataclass
from typing import Any

import httpx
from eth_account import Account
from eth_account.signers.local import LocalAccount

from tests.api.running_ledger import Firm, RunningLedger, accepted

MOST_REPEATS = 20


@dataclass(frozen=True)
class OwnWallet:
    """A party, and the wallet that nobody else has the key of."""

    firm: Firm
    account: LocalAccount

    @classmethod
    def opened(cls, ledger: RunningLedger, *roles: str) -> "OwnWallet":
        account: LocalAccount = Account.create()
        return cls(ledger.open_party(*roles, wallet=account.address), account)

    def prepared(self, path: str, body: Any = None, key: str | None = None) -> dict[str, Any]:
        """What the ledger wants signed for a command."""
        response = self.firm.post(path, body, key)
        assert response.status_code == 202, response.text[:1000]
        told = accepted(response)
        assert told["stage"] == "prepared"
        assert told["operation"] == response.headers["operation-id"]
        return told

    def submit(self, operation: str, *signed: str) -> httpx.Response:
        """Asks again while the ledger is at the operation by itself, as the answer says one should."""
        for _ in range(MOST_REPEATS):
            answer = self.submit_once(operation, *signed)
            if answer.status_code != 409 or answer.json()["code"] != "operation_in_progress":
                break
            time.sleep(0.2)
        return answer

    def submit_once(self, operation: str, *signed: str) -> httpx.Response:
        path = f"/v1/operations/{operation}/transactions"
        return self.firm.ask("PUT", path, json={"transactions": list(signed)})

    def command(self, path: str, body: Any = None) -> dict[str, Any]:
        """A command from its preparation to its answer."""
        told = self.prepared(path, body)
        answer = self.submit(told["operation"], *(signed(self.account, one) for one in told["transactions"]))
        assert answer.status_code == 201, answer.text[:1000]
        return accepted(answer)


def signed(account: LocalAccount, transaction: dict[str, Any], **other: Any) -> str:
    """The bytes of a transaction as the ledger gave it, but for `other`."""
    asked = transaction | other
    fields = {
        "type": asked["type"],
        "chainId": asked["chain_id"],
        "nonce": asked["nonce"],
        "to": asked["to"],
        "value": int(asked["value"]),
        "data": asked["data"],
        "gas": asked["gas"],
        "maxFeePerGas": int(asked["max_fee_per_gas"]),
        "maxPriorityFeePerGas": int(asked["max_priority_fee_per_gas"]),
    }
    return "0x" + account.sign_transaction(fields).raw_transaction.hex()
