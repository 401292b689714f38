"""The URLs of configured apps: below their labels, and of one app at the root."""

from importlib.util import find_spec

from django.apps import AppConfig
from django.apps import apps as registry
from django.urls import URLResolver, include, path

from omeroweb.config import Configuration, apps, catalogue
from omeroweb.errors import ConfigurationError


def app_urls(of: Configuration) -> list[URLResolver]:
    """What comes before our own URLs. Raises ConfigurationError for an unknown root application."""
    root = root_app(of)
    mounted = [path(f"{app.label}/", include(f"{app.name}.urls")) for app in _with_urls(of)]
    return ([path("", include(f"{root.name}.urls"))] if root else []) + mounted


def root_app(of: Configuration) -> AppConfig | None:
    """The app that omero.web.root_application names by its label."""
    wanted = of[catalogue.ROOT_APPLICATION]
    if not wanted:
        return None
    by_label = {app.label: app for app in _with_urls(of)}
    if wanted not in by_label:
        expected = ", ".join(by_label) or "none of them has URLs"
        raise ConfigurationError(
            f"{catalogue.ROOT_APPLICATION.name} (from {of.source(catalogue.ROOT_APPLICATION)}) "
            f"names {wanted!r}: expected the label of an app in {catalogue.APPS.name} ({expected})"
        )
    return by_label[wanted]


def _with_urls(of: Configuration) -> list[AppConfig]:
    """The configured apps that have a module of URLs. Others, such as corsheaders, have none."""
    named = {apps.package(app) for app in of[catalogue.APPS]}
    return [
        app
        for app in registry.get_app_configs()
        if named & {app.name, f"{type(app).__module__}.{type(app).__qualname__}"}
        and find_spec(f"{app.name}.urls")
    ]
