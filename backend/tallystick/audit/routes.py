"""/v1/verification and /v1/rebuild"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from tallystick.audit.service import AuditService, RebuildView, VerificationView
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

router = APIRouter(prefix="/v1", tags=["audit"])


async def service(request: Request) -> AuditService:
    found: AuditService = request.app.state.audit
    return found


Service = Annotated[AuditService, Depends(service)]


@router.get("/verification", operation_id="verify_mirror")
def verify_mirror(
    audit: Service, _viewer: Annotated[Viewer, Depends(Allowed(Role.SUPERVISOR, Role.HOST))]
) -> VerificationView:
    """Compares every row of the mirror with the chain and names the first difference."""
    return audit.verify()


@router.put("/rebuild", operation_id="rebuild_mirror")
def rebuild_mirror(audit: Service, _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))]) -> RebuildView:
    """Empties the mirror, derives it from the chain again, and tells whether every row is the same."""
    return audit.rebuild()
