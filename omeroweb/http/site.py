"""What the properties say about pages, for templates: ``{{ site.top_logo }}``."""

import functools
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from omeroweb.config import Configuration, catalogue
from omeroweb.config.parsers import TopLink
from omeroweb.errors import ConfigurationError
from omeroweb.http.session import configuration
from omeroweb.http.targets import url_of

log = logging.getLogger(__name__)

SAME_WINDOW = ("", "_self", "_top", "_parent")


@dataclass(frozen=True)
class Link:
    """A link of the header; attributes: names and values of its HTML element."""

    label: str
    url: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Site:
    """ping_interval: milliseconds, 0 for no pings."""

    favicon: str
    top_logo: str
    top_logo_link: str
    top_links: tuple[Link, ...]
    shows_user: bool
    login_url: str
    login_logo: str
    referrer: str
    ping_interval: int
    page_size: int


@functools.cache
def site() -> Site:
    """One per process: the configuration does not change while it runs."""
    of = configuration()
    return Site(
        favicon=favicon(of),
        top_logo=of[catalogue.TOP_LOGO],
        top_logo_link=of[catalogue.TOP_LOGO_LINK],
        top_links=tuple(_links(of[catalogue.TOP_LINKS])),
        shows_user=of[catalogue.USER_DROPDOWN],
        login_url=reverse(of[catalogue.LOGIN_VIEW]),
        login_logo=of.optional(catalogue.LOGIN_LOGO) or "",
        referrer=of[catalogue.HTML_META_REFERRER],
        ping_interval=max(0, of[catalogue.PING_INTERVAL]),
        page_size=of[catalogue.PAGE_SIZE],
    )


def context(request: HttpRequest) -> dict[str, object]:
    """A context processor: every template has the site, and what comes at the end of its page."""
    return {"site": site(), "end_of_page": functools.partial(_end_of_page, request)}


def _end_of_page(request: HttpRequest) -> str:
    """omero.web.base_include_template, or nothing where it fails: the page is worth more."""
    template = configuration().optional(catalogue.BASE_INCLUDE_TEMPLATE)
    if not template:
        return ""
    try:
        return render_to_string(template, request=request)
    except Exception:  # whatever somebody's template does
        log.exception("%s=%r does not work", catalogue.BASE_INCLUDE_TEMPLATE.name, template)
        return ""


def favicon(of: Configuration) -> str:
    """The icon's URL: a static file, or a path or URL that is written out."""
    wanted = of[catalogue.FAVICON_URL]
    if wanted.startswith(("/", "http://", "https://")):
        return wanted
    try:
        return static(wanted)
    except ValueError:
        log.warning("%s: there is no static file %s", catalogue.FAVICON_URL.name, wanted)
        return of[catalogue.STATIC_URL] + wanted


def _links(wanted: Sequence[TopLink]) -> Iterator[Link]:
    """The links that lead somewhere.

    Lists of existing installations often hold OMERO.web's own links, not all of which exist here:
    one that leads nowhere is left out and said in the log.
    """
    for link in wanted:
        try:
            url = url_of(link.target)
        except ConfigurationError as error:
            log.warning("%s: %r is left out: %s", catalogue.TOP_LINKS.name, link.label, error)
            continue
        yield Link(link.label, url, tuple(_attributes(link)))


def _attributes(link: TopLink) -> Iterator[tuple[str, str]]:
    attributes = {name.lower(): text for name, text in link.attributes.items()}
    attributes.pop("href", None)
    if attributes.get("target", "") not in SAME_WINDOW:
        # The page that is opened gets no hold of ours.
        attributes.setdefault("rel", "noopener")
    yield from attributes.items()
