"""The key in the request's Authorization header, and which roles a route is for."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tallystick.refusal import Forbidden, Refusal
from tallystick.web.viewer import Role, Viewer

Authenticate = Callable[[str], Viewer | None]

_bearer = HTTPBearer(
    auto_error=False, scheme_name="API key", description="The API key that the party was given."
)


class Unauthenticated(Refusal):
    status = 401


def authenticated(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Viewer:
    """The party behind the API key."""
    if credentials is None:
        raise Unauthenticated(
            "api_key_missing",
            "The request carries no API key.",
            "Send the header Authorization: Bearer <API key>.",
        )
    authenticate: Authenticate = request.app.state.authenticate
    viewer = authenticate(credentials.credentials)
    if viewer is None:
        raise Unauthenticated(
            "api_key_unknown",
            "This API key is not known, or was revoked.",
            "Ask the operator for a valid one.",
        )
    return viewer


class Allowed:
    """A dependency that lets only these roles pass. `roles` is what a table of routes and roles reads."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, viewer: Annotated[Viewer, Depends(authenticated)]) -> Viewer:
        self.require(viewer)
        return viewer

    def require(self, viewer: Viewer) -> None:
        """Raises `Forbidden`."""
        if not viewer.roles & self.roles:
            needed = ", ".join(sorted(self.roles))
            raise Forbidden(
                "role_not_allowed",
                f"Your roles ({', '.join(sorted(viewer.roles))}) do not allow this; it takes one of: {needed}.",
                "Use the API key of a party with such a role.",
            )
