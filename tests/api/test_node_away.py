"""While the node is away, what is known is still told, and nothing new is begun."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from tallystick.settings import Settings
from tests.anvil import Anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.running_ledger import RunningLedger, problem
from tests.api.trade import Trade


@pytest.mark.anvil
def test_without_its_node_the_ledger_reads_and_does_not_write(anvil: Anvil, tmp_path: Path) -> None:
    ledger = RunningLedger(
        Settings(home=tmp_path, port=0, chain=anvil.url, funder_key=SecretStr(ANVILS_FIRST_KEY))
    )
    ledger.start()
    try:
        trade = Trade.opened(ledger)
        claim = trade.claim(1_000)
        anvil.process.kill()
        anvil.process.wait()
        assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 1_000
        for query in ({}, {"dry_run": "true"}):
            told = problem(
                trade.supplier.post(f"/v1/claims/{claim}/splits", {"parts": [1, 999]}, "away", **query)
            )
            assert (told["status"], told["code"]) == (503, "node_unreachable")
        told = problem(ledger.host.get("/v1/verification"))
        assert (told["status"], told["code"]) == (503, "node_unreachable")
    finally:
        ledger.close()
