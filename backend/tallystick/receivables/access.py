"""Who may ask, and of whom: what the routes of receivables and claims have in common."""

from typing import Annotated

from fastapi import Depends, Request

from tallystick.receivables.service import ReceivableService
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer


async def service(request: Request) -> ReceivableService:
    found: ReceivableService = request.app.state.receivables
    return found


Service = Annotated[ReceivableService, Depends(service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
