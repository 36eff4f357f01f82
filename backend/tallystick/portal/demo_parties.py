"""The demo's parties, to sign in as without a key: only where whoever runs the machine says so, and only on it."""

import ipaddress
import json
import re
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tallystick.refusal import Forbidden, NotFound

PARTIES_FILE = "parties.json"
"""Its name in the home of a ledger that was furnished for the portal."""

ROLES = ("debtor", "supplier", "financier", "investor", "supervisor", "operator", "authority", "bank")
"""For whom the portal has pages."""

LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)


def listed(request: Request) -> Response:
    """Who there is to sign in as, without keys: nobody where it is not allowed."""
    parties = _parties(request) if _is_local(request) else {}
    return JSONResponse(
        {
            "parties": [
                {"key": key, "name": party["name"], "role": party["role"]}
                for key, party in parties.items()
                if party["role"] in ROLES
            ]
        }
    )


def signed_in(request: Request) -> Response:
    """The API key of one. Raises `Forbidden` to those who are not on this machine, `NotFound`."""
    if not _is_local(request):
        raise Forbidden(
            "not_from_this_machine",
            "Keys of the demo's parties are given to browsers on the ledger's own machine only.",
            "Sign in with the API key of a party.",
        )
    key = request.path_params["party"]
    party = _parties(request).get(key)
    if party is None or party["role"] not in ROLES:
        raise NotFound("party_not_found", f"The demo has no party {key!r}.", "Choose one of the list.")
    return JSONResponse({"api_key": party["api_key"]})


def _parties(request: Request) -> dict[str, Any]:
    """`{key: {name, role, party, api_key}}`, from the file that the host has named."""
    path: Path | None = request.app.state.portal_parties
    if path is None:
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _is_local(request: Request) -> bool:
    """From the loopback, under a name of the loopback: a page elsewhere whose name was made to point here is not, and
    neither is one that asks from another origin."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    return (
        request.client is not None
        and _is_loopback(request.client.host)
        and LOCAL_HOST.fullmatch(host) is not None
        and origin in {None, f"{request.url.scheme}://{host}"}
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
