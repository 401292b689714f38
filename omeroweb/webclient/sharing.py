"""What other sites show of an image whose page somebody links to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from omeroweb.config import catalogue
from omeroweb.http.session import configuration

# What the sites that read these tags show at least without cutting.
PICTURE_SIZE = 600


@dataclass(frozen=True)
class Cards:
    """URLs are absolute. site_name: for Open Graph; account: for Twitter cards; empty for none."""

    site_name: str
    account: str
    url: str
    picture: str


def cards(request: HttpRequest, image_id: int) -> Cards | None:
    """None where neither of the two is configured for the first server."""
    of = configuration()
    server = of[catalogue.SERVER_LIST][0][2]
    site_name = of[catalogue.SHARING_OPENGRAPH].get(server, "")
    account = of[catalogue.SHARING_TWITTER].get(server, "")
    if not (site_name or account):
        return None
    picture = reverse("webgateway_render_thumbnail", args=[image_id, PICTURE_SIZE])
    return Cards(
        site_name,
        account,
        request.build_absolute_uri(request.path),
        request.build_absolute_uri(picture),
    )
