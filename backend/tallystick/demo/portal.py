"""How a supplier portal talks to the ledger: one party, one API key, a fresh idempotency key for every command."""

from typing import Any

import httpx
from uuid_utils import uuid4


class Refused(Exception):
    """The ledger said no; `problem` is its problem document."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['code']}: {problem['detail']} {problem['way_out']}")
        self.problem = problem


class Portal:
    """The ledger as one party sees it."""

    def __init__(self, http: httpx.Client, url: str, api_key: str, party: str = "", name: str = "") -> None:
        self.party = party
        self.name = name
        self.api_key = api_key
        self._http = http
        self._url = url

    def moved_to(self, url: str) -> "Portal":
        """The same party at another address of the ledger."""
        return Portal(self._http, url, self.api_key, self.party, self.name)

    def read(self, path: str, **query: Any) -> dict[str, Any]:
        return self._ask("GET", path, params=query)

    def command(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Carries out a command. Raises `Refused`."""
        return self._ask("POST", path, json=body, headers={"Idempotency-Key": str(uuid4())})

    def send(self, path: str, content: str, content_type: str, **query: Any) -> dict[str, Any]:
        """Hands a file in. Raises `Refused`."""
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": content_type}
        return self._ask("POST", path, headers, content=content.encode(), params=query)

    def pages(self, path: str, rows: str, **query: Any) -> list[dict[str, Any]]:
        """All rows of a list, page by page."""
        found: list[dict[str, Any]] = []
        after: str | None = None
        while True:
            page = self.read(path, **query, **({"after": after} if after else {}))
            found += page[rows]
            after = page["next"]
            if after is None:
                return found

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any
    ) -> dict[str, Any]:
        authorised = {"Authorization": f"Bearer {self.api_key}", **(headers or {})}
        response = self._http.request(method, self._url + path, headers=authorised, **rest)
        answer: dict[str, Any] = response.json()
        if response.is_error:
            raise Refused(answer)
        return answer
