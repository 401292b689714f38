"""Whether everything that the configuration names exists, asked once before a server starts.

Django would find out at the first request that needs it, and tell the visitor.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module

from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from omeroweb.config import Configuration, Property, catalogue
from omeroweb.errors import ConfigurationError
from omeroweb.http.blame import blamed
from omeroweb.http.mounted import root_app
from omeroweb.http.targets import url_of


def check_named(of: Configuration) -> list[str]:
    """What Django and apps warn of, one line each; Django is set up.

    Raises ConfigurationError with one line for each name that leads nowhere. What cannot be
    imported keeps all else from being asked, and is said alone.
    """
    for stage in (_imports, _views, _pages):
        _refuse(stage(of))
    found = [message for message in checks.run_checks() if not message.is_silenced()]
    _refuse(_line(message) for message in found if message.is_serious())
    return [_line(message) for message in found]


def _refuse(problems: Iterable[str]) -> None:
    text = "\n".join(problems)
    if text:
        raise ConfigurationError(text)


def _line(found: checks.CheckMessage) -> str:
    return f"{found.id}: {found.msg}"


def _imports(of: Configuration) -> Iterator[str]:
    for declared, names in (
        (catalogue.MIDDLEWARE, of[catalogue.MIDDLEWARE]),
        (catalogue.SESSION_SERIALIZER, [of[catalogue.SESSION_SERIALIZER]]),
        (catalogue.VIEWER_VIEW, [of[catalogue.VIEWER_VIEW]]),
    ):
        for dotted in names:
            yield from _try(of, declared, dotted, partial(import_string, dotted))
    for alias, cache in of[catalogue.CACHES].items():
        make = partial(caches.__getitem__, alias)
        yield from _try(of, catalogue.CACHES, str(cache["BACKEND"]), make)


def _try(
    of: Configuration, declared: Property[object], named: str, use: Callable[[], object]
) -> Iterator[str]:
    try:
        use()
    except Exception as error:  # a foreign module may fail in any way
        yield f"{_given(of, declared)} names {named}, which cannot be imported: {error}"


def _given(of: Configuration, declared: Property[object]) -> str:
    return f"{declared.name} (from {of.source(declared)})"


def _views(of: Configuration) -> Iterator[str]:
    """All views of the site, those of apps too."""
    try:
        root_app(of)
        import_module(settings.ROOT_URLCONF)
    except ConfigurationError as error:
        yield str(error)
    except Exception as error:  # whatever an app does when its views are imported
        yield blamed(error, of)


def _pages(of: Configuration) -> Iterator[str]:
    yield from _urls(of)
    yield from _templates(of)
    yield from _folders(of)


def _urls(of: Configuration) -> Iterator[str]:
    """Where a login happens, and where it leads. Links of the header: see omeroweb.http.site."""
    login_view = of[catalogue.LOGIN_VIEW]
    try:
        reverse(login_view)
    except NoReverseMatch:
        yield (
            f"{_given(of, catalogue.LOGIN_VIEW)} names {login_view!r}: expected the name of a page "
            "of this site, e.g. weblogin"
        )
    target = of[catalogue.LOGIN_REDIRECT].target
    if target:
        try:
            url_of(target)
        except ConfigurationError as error:
            yield f"{_given(of, catalogue.LOGIN_REDIRECT)}: {error}"


def _templates(of: Configuration) -> Iterator[str]:
    """The template of every page; a broken page at /index/ only leads to the start page."""
    template = of.optional(catalogue.BASE_INCLUDE_TEMPLATE)
    if not template:
        return
    given = f"{_given(of, catalogue.BASE_INCLUDE_TEMPLATE)} names {template!r}"
    try:
        get_template(template)
    except TemplateDoesNotExist:
        folders = catalogue.TEMPLATE_FOLDERS.name
        yield f"{given}: expected a template in {folders} or in an app"
    except TemplateSyntaxError as error:
        yield f"{given}: {error}"


def _folders(of: Configuration) -> Iterator[str]:
    for declared in (catalogue.TEMPLATE_FOLDERS, catalogue.STATICFILE_FOLDERS):
        for folder in of[declared]:
            if not folder.is_dir():
                yield f"{_given(of, declared)} names {folder}: no such folder"
