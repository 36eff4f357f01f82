"""/v1/operations and /v1/senders"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from anyio import to_thread
from eth_utils.address import to_checksum_address
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from tallystick.operations.schemas import (
    OPERATION_ID,
    LedgerState,
    OperationList,
    OperationView,
    SenderList,
    SenderView,
    SignedTransactions,
    operation_view,
)
from tallystick.operations.streams import Streams
from tallystick.refusal import NotFound
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.stages import stage_of
from tallystick.sending.tables import Operation
from tallystick.web.bodies import Identifier
from tallystick.web.problems import problem_response
from tallystick.web.requests import COMMAND_RESPONSES, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["operations"])

POLL_SECONDS = 0.2
ENDED = ("final", "failed")
TOO_MANY = problem_response("More streams than anybody may have open")


async def dispatcher(request: Request) -> Dispatcher:
    found: Dispatcher = request.app.state.dispatcher
    return found


Commands = Annotated[Dispatcher, Depends(dispatcher)]
Caller = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES, Role.HOST))]
OperationPath = Annotated[Identifier, Path(description="The operation's id.", examples=[OPERATION_ID])]


def own_operation(operation: OperationPath, commands: Commands, viewer: Caller) -> Operation:
    """Raises `NotFound` for what is not the caller's."""
    found = commands.operation(operation)
    if found is None or found.party != viewer.party:
        raise NotFound(
            "operation_not_found", f"There is no operation {operation!r} of yours.", "Check the id."
        )
    return found


Own = Annotated[Operation, Depends(own_operation)]


def _views(commands: Dispatcher, operations: Sequence[Operation]) -> list[OperationView]:
    times = commands.block_times({one.posted_block for one in operations if one.posted_block is not None})
    return [operation_view(operation, times) for operation in operations]


async def streams(request: Request) -> Streams:
    found: Streams = request.app.state.streams
    return found


Followed = Annotated[Streams, Depends(streams)]


async def stream_of_ledger(ledger: Followed, viewer: Caller) -> AsyncIterator[Streams]:
    """Counts among the viewer's for as long as it is open. Raises `TooMany`."""
    with ledger.open(viewer.party):
        yield ledger


async def stream_of_operation(found: Own, ledger: Followed) -> AsyncIterator[Operation]:
    """The same; also raises `NotFound` for what is not the caller's."""
    with ledger.open(found.party):
        yield found


@router.get("/operations", operation_id="list_operations")
def list_operations(
    commands: Commands,
    viewer: Caller,
    after: Annotated[Identifier | None, Query(description="Cursor: `next` of the page before.")] = None,
    size: Annotated[int, Query(ge=1, le=500, description="Rows a page at most.")] = 100,
) -> OperationList:
    """Your own commands, the youngest first."""
    found = commands.operations_of(viewer.party, after, size)
    return OperationList(
        operations=_views(commands, found),
        next=found[-1].id if len(found) == size else None,
    )


@router.get("/operations/{operation}", operation_id="get_operation")
def get_operation(found: Own, commands: Commands) -> OperationView:
    """One of your own commands: the Operation-Id of its answer, or of the answer 202."""
    (view,) = _views(commands, [found])
    return view


@router.get(
    "/operations/{operation}/events",
    operation_id="follow_operation",
    response_class=EventSourceResponse,
    responses={
        200: {"description": "An event for each stage, named after it; `data` is as in get_operation"},
        429: TOO_MANY,
    },
)
async def follow_operation(
    request: Request, found: Annotated[Operation, Depends(stream_of_operation)], commands: Commands
) -> AsyncIterator[ServerSentEvent]:
    """One of your own commands as server-sent events: now and at each further stage, until it is final or failed."""
    told = None
    operation: Operation | None = found
    while operation is not None and not request.app.state.stopping():
        stage = stage_of(operation)
        if stage != told:
            told = stage
            (view,) = await to_thread.run_sync(_views, commands, [operation])
            yield ServerSentEvent(event=stage, id=stage, data=view)
        if stage in ENDED:
            return
        await asyncio.sleep(POLL_SECONDS)
        operation = await to_thread.run_sync(commands.operation, operation.id)


@router.get(
    "/changes",
    operation_id="follow_ledger",
    response_class=EventSourceResponse,
    responses={
        200: {"description": "An event `changed` now and whenever anything has happened on the ledger"},
        429: TOO_MANY,
    },
)
async def follow_ledger(
    request: Request, ledger: Annotated[Streams, Depends(stream_of_ledger)]
) -> AsyncIterator[ServerSentEvent]:
    """That something has happened on the ledger, as server-sent events: whoever shows figures reads them again.

    The first tells how things stand. It does not end by itself.
    """
    told = None
    while not request.app.state.stopping():
        block, state = await ledger.state()
        if state != told:
            told = state
            yield ServerSentEvent(event="changed", id=state, data=LedgerState(block=block, state=state))
        await asyncio.sleep(POLL_SECONDS)


@router.put(
    "/operations/{operation}/transactions",
    operation_id="submit_operation",
    status_code=201,
    response_model=dict[str, Any],
    responses={202: COMMAND_RESPONSES[202], 201: {"description": "The answer of the command"}},
)
def submit_operation(new: SignedTransactions, found: Own, commands: Commands) -> Response:
    """Carries out a prepared command with what your wallet has signed for it. The answer is the command's own."""
    signed = [bytes.fromhex(text.removeprefix("0x")) for text in new.transactions]
    return respond(commands.submit(found, signed))


@router.get("/senders", operation_id="list_senders")
def list_senders(
    commands: Commands, _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR, Role.HOST))]
) -> SenderList:
    """The addresses that the backend signs for, and whether somebody else uses their keys."""
    return SenderList(
        senders=[
            SenderView(
                address=to_checksum_address(sender.address),
                next_nonce=sender.next_nonce,
                leased=sender.leased,
                used_elsewhere=sender.used_elsewhere,
            )
            for sender in commands.senders.all()
        ]
    )
