"""The request as views see it."""

from django.http import HttpRequest

from omeroweb.gateway.base import Gateway


class OmeroRequest(HttpRequest):
    """A request whose ``gateway`` is open for the caller.

    Opened when first used; raises NotSignedIn then where nobody is signed in and the public user
    may not visit the path.
    """

    gateway: Gateway
