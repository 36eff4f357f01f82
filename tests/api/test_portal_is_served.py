"""`tallystick serve --demo`, which `make serve` runs: a ledger is furnished once, and the portal offers its parties."""

from pathlib import Path

import httpx

from tests.api.program import Served, starting

FURNISHING_SECONDS = 240.0
"""On a machine that runs other tests beside it."""


def _signed_in(served: Served, party: str) -> dict[str, str]:
    """Who a browser on this machine is that signs in as one of the demo's parties."""
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as browser:
        assert browser.get("/portal/").headers["content-type"].startswith("text/html")
        key = browser.post(f"/portal/demo-parties/{party}").raise_for_status().json()["api_key"]
        me = browser.get("/v1/parties/me", headers={"Authorization": f"Bearer {key}"})
        told: dict[str, str] = me.raise_for_status().json()
        return told


def test_the_portal_is_served_on_a_ledger_that_is_furnished_once(tmp_path: Path) -> None:
    home = tmp_path / "portal"
    with starting(home, "--demo") as served:
        served.wait_until_it_answers(FURNISHING_SECONDS)
        listed = httpx.get(f"{served.url}/portal/demo-parties", trust_env=False).json()["parties"]
        assert {party["role"] for party in listed} == {
            "authority",
            "bank",
            "debtor",
            "financier",
            "investor",
            "operator",
            "supervisor",
            "supplier",
        }
        supplier = _signed_in(served, "tier1")
    with starting(home, "--demo") as served:
        served.wait_until_it_answers()
        assert _signed_in(served, "tier1") == supplier
