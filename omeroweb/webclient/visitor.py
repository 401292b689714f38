"""Who looks at a page."""

from dataclasses import dataclass

from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import signed_in_caller


@dataclass(frozen=True)
class Visitor:
    """user_name: empty for a visitor who is not signed in."""

    user_name: str
    is_admin: bool


NOBODY = Visitor("", is_admin=False)


def visitor(request: OmeroRequest) -> Visitor:
    """The visitor of a page. Raises NotSignedIn where the page is not public."""
    context = request.gateway.event_context()
    is_signed_in = signed_in_caller(request) is not None
    return Visitor(context.user_name if is_signed_in else "", context.is_admin)
