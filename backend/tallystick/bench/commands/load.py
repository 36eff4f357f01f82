"""The callers, as a process of their own: `python -m tallystick.bench.commands.load` reads what to ask on stdin.

Nothing but the standard library is imported, and nothing is done per request that could wait until afterwards: what
is measured is the server. Each caller is a thread with one connection that is kept, and asks the next thing when it
has been answered.
"""

import http.client
import json
import sys
import time
from dataclasses import asdict, dataclass
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from urllib.parse import urlsplit

ANSWER_TIMEOUT_SECONDS = 60.0
DONE = 201


@dataclass(frozen=True, slots=True)
class Ask:
    """One command: whose API key, where to, and the body as JSON text."""

    api_key: str
    path: str
    body: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`ms` from the request's first byte to the answer's last; `timing` is the answer's `Server-Timing`."""

    status: int
    ms: float
    timing: str
    body: str


class Caller(Thread):
    """Asks one thing after the other until all is asked, something is not done, or the time is over."""

    def __init__(self, url: str, asks: list[Ask], together: Barrier, seconds: float) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self.failure: Exception | None = None
        self._host = urlsplit(url).netloc
        self._asks = asks
        self._together = together
        self._seconds = seconds

    def run(self) -> None:
        connection = http.client.HTTPConnection(self._host, timeout=ANSWER_TIMEOUT_SECONDS)
        try:
            connection.connect()
            self._together.wait()
            self._ask_all(connection)
        except (
            OSError,
            http.client.HTTPException,
            BrokenBarrierError,
        ) as failure:  # told when the others have ended
            self.failure = failure
            self._together.abort()
        finally:
            connection.close()

    def _ask_all(self, connection: http.client.HTTPConnection) -> None:
        deadline = time.perf_counter() + self._seconds
        for ask in self._asks:
            answer = _ask(connection, ask)
            self.answers.append(answer)
            if answer.status != DONE or time.perf_counter() > deadline:
                return


def _ask(connection: http.client.HTTPConnection, ask: Ask) -> Answer:
    headers = {
        "Authorization": f"Bearer {ask.api_key}",
        "Content-Type": "application/json",
        "Idempotency-Key": ask.idempotency_key,
    }
    began = time.perf_counter()
    connection.request("POST", ask.path, ask.body.encode(), headers)
    response = connection.getresponse()
    body = response.read()
    ms = (time.perf_counter() - began) * 1e3
    told = "" if response.status == DONE else body.decode()
    return Answer(response.status, ms, response.headers.get("Server-Timing", ""), told)


def play(url: str, callers: list[list[Ask]], seconds: float) -> dict[str, Any]:
    """What all callers together were answered, and how many seconds passed from the first to the last."""
    together = Barrier(len(callers) + 1)
    threads = [Caller(url, asks, together, seconds) for asks in callers]
    for thread in threads:
        thread.start()
    together.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    for thread in threads:
        if thread.failure is not None:
            raise thread.failure
    answers = [asdict(answer) for thread in threads for answer in thread.answers]
    return {"seconds": took, "answers": answers}


def main() -> None:
    plan = json.load(sys.stdin)
    callers = [[Ask(**ask) for ask in asks] for asks in plan["callers"]]
    json.dump(play(plan["url"], callers, plan["seconds"]), sys.stdout)


if __name__ == "__main__":
    main()
