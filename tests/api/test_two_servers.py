"""Two servers on one PostgreSQL and one chain are one ledger, also when both start it at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tallystick.chain.deployment import CONTRACT_NAMES
from tests.anvil import Anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.program import Served, starting, tallystick

DEPLOYMENT_TRANSACTIONS = len(CONTRACT_NAMES) + 2  # the powers and the directory come last
PARTIES = 4


@pytest.mark.anvil
def test_two_servers_that_start_at_once_make_one_ledger(
    fresh_postgresql_database: str, anvil: Anvil, tmp_path: Path
) -> None:
    shared = {
        "database_url": fresh_postgresql_database,
        "chain": anvil.url,
        "funder_key": ANVILS_FIRST_KEY,
        "key_encryption_key": "42" * 32,
    }
    with ExitStack() as running:
        servers = [running.enter_context(starting(tmp_path / name, **shared)) for name in ("first", "second")]
        for server in servers:
            server.wait_until_it_answers()
        assert servers[0].operator_api_key == servers[1].operator_api_key
        assert _count(fresh_postgresql_database, "mirror_deployment") == 1
        assert _creations(anvil) == DEPLOYMENT_TRANSACTIONS - 1  # one of them hands out the powers

        opened = _open_parties_at_once(servers)
        assert len({party["party"]["id"] for party in opened}) == 2 * PARTIES
        for server in servers:
            names = {party["name"] for party in server.ask("GET", "/v1/parties").json()["parties"]}
            assert names == {"Operator"} | {party["party"]["name"] for party in opened}
        for server in servers:
            assert tallystick("verify", home=str(server.home), **shared).code == 0


def _open_parties_at_once(servers: list[Served]) -> list[dict[str, Any]]:
    """All signed with the operator's one key, half of them by either server."""

    def open_party(number: int) -> dict[str, Any]:
        body = {"name": f"Firm {number}", "tax_number": f"{number:018d}", "roles": ["supplier"]}
        answer = servers[number % 2].ask("POST", "/v1/parties", f"party {number}", body)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    with ThreadPoolExecutor(2 * PARTIES) as pool:
        return list(pool.map(open_party, range(1, 2 * PARTIES + 1)))


def _count(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(count)


def _creations(anvil: Anvil) -> int:
    """How many contracts were made on the whole chain."""
    head = int(anvil.ask("eth_blockNumber"), 16)
    blocks = [anvil.ask("eth_getBlockByNumber", hex(number), True) for number in range(head + 1)]
    return sum(sent["to"] is None for block in blocks for sent in block["transactions"])
