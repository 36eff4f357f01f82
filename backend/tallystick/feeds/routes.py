"""/v1/local-feeds"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.feeds.schemas import FEED, LocalFeedList, LocalFeedReceipt, NewLocalFeed
from tallystick.feeds.service import FeedService
from tallystick.governance.schemas import Address
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

router = APIRouter(prefix="/v1", tags=["feeds"])


async def service(request: Request) -> FeedService:
    found: FeedService = request.app.state.feeds
    return found


Service = Annotated[FeedService, Depends(service)]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Watcher = Annotated[Viewer, Depends(Allowed(Role.HOST, Role.SUPERVISOR))]
FeedPath = Annotated[Address, Path(description="The feed's contract.", examples=[FEED])]


@router.post(
    "/local-feeds",
    operation_id="open_local_feed",
    status_code=201,
    response_model=LocalFeedReceipt,
    responses=COMMAND_RESPONSES,
)
def open_local_feed(
    new: NewLocalFeed, feeds: Service, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Opens a price feed of the ledger's own, which is told what a file or a web address says. `set-feeds` then names
    it as one that a rate comes from."""
    return respond(feeds.open(new, requester, dry_run))


@router.get("/local-feeds", operation_id="list_local_feeds")
def list_local_feeds(feeds: Service, _viewer: Watcher) -> LocalFeedList:
    """The ledger's own feeds, what they said last, and what is wrong with their sources."""
    return feeds.all()


@router.post(
    "/local-feeds/{feed}/reading",
    operation_id="read_local_feed",
    status_code=201,
    response_model=LocalFeedReceipt,
    responses=COMMAND_RESPONSES,
)
def read_local_feed(
    feed: FeedPath, feeds: Service, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Reads a feed's source now and has the feed say what it says. The backend does so by itself every minute."""
    return respond(feeds.push(bytes.fromhex(feed[2:]), requester, dry_run))
