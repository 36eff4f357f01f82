"""The one thread through which all access to the embedded chain passes, first come, first served.

py-evm is not made for threads: without this, concurrent callers saw false nonce errors, and a send that was
acknowledged but never mined.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from tallystick.chain.node import NodeUnreachable
from tallystick.chain.waiting import waiting_for_node

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedded-chain")

    def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Wait for one's turn; give the result or raise the exception. `NodeUnreachable` once closed."""
        with waiting_for_node():
            return self._submit(work, *args, **kwargs).result()

    def close(self) -> None:
        """Finish what was asked before, refuse what is asked after."""
        self._executor.shutdown(wait=True)

    def _submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._executor.submit(work, *args, **kwargs)
        except RuntimeError:
            raise NodeUnreachable("The embedded chain has been closed.") from None
