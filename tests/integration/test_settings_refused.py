"""What a value names and what does not exist: one sentence before anything starts."""

from pathlib import Path

import pytest

from omeroweb.config import catalogue
from omeroweb.config.property import Property
from tests.integration.settings import sentences, variables, with_apps
from tests.server import omero

MISSING = "no_such_package.Thing"


# Each start names all of its wrong values: what cannot be imported, then pages, then what fits.
NAMES: list[dict[Property[object], tuple[object, str]]] = [
    {
        catalogue.MIDDLEWARE: (
            [{"index": 1, "class": "django.middleware.common.NoSuchMiddleware"}],
            "names django.middleware.common.NoSuchMiddleware, which cannot be imported: Module "
            '"django.middleware.common" does not define a "NoSuchMiddleware" attribute/class',
        ),
        catalogue.SESSION_SERIALIZER: (
            "django.contrib.sessions.serializers.NoSuchSerializer",
            "names django.contrib.sessions.serializers.NoSuchSerializer, which cannot be imported",
        ),
        catalogue.VIEWER_VIEW: (
            "omeroweb.webclient.views.no_such_view",
            "names omeroweb.webclient.views.no_such_view, which cannot be imported",
        ),
        catalogue.CACHES: (
            {"default": {"BACKEND": "django.core.cache.backends.locmem.NoSuchCache"}},
            "names django.core.cache.backends.locmem.NoSuchCache, which cannot be imported",
        ),
    },
    {
        catalogue.LOGIN_VIEW: (
            "no_such_login",
            "names 'no_such_login': expected the name of a page of this site, e.g. weblogin",
        ),
        catalogue.LOGIN_REDIRECT: (
            {"redirect": ["webindex"], "viewname": "load_template", "args": ["usertags"]},
            "'load_template' with the arguments ['usertags'] is neither the name of a page of this "
            "site, nor a path that starts with /, nor a URL",
        ),
        catalogue.BASE_INCLUDE_TEMPLATE: (
            "lab/footer.html",
            "names 'lab/footer.html': expected a template in omero.web.template_dirs or in an app",
        ),
        catalogue.TEMPLATE_FOLDERS: (["/no/such/folder"], "names /no/such/folder: no such folder"),
        catalogue.STATICFILE_FOLDERS: (["/no/folder"], "names /no/folder: no such folder"),
    },
    {
        catalogue.CORS_WHITELIST: (
            ["https://example.org"],
            "expected nothing beside omero.web.cors_origin_allow_all=true",
        ),
        catalogue.HTML_META_REFERRER: ("no-referrer", "expected another policy, e.g. same-origin"),
        catalogue.SHARING_TWITTER: (
            {"lab": "@lab"},
            "names the server 'lab': expected a name in omero.web.server_list (omero)",
        ),
        catalogue.SESSION_ENGINE: (
            "django.contrib.sessions.backends.cached_db",
            "expected omero.web.caches with a cache that all workers share",
        ),
        catalogue.DATABASES: (
            {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            "expected the path of a file",
        ),
    },
    {
        catalogue.ROOT_APPLICATION: (
            "omero_example",
            "names 'omero_example': expected the label of an app in omero.web.apps (example)",
        ),
    },
    {
        catalogue.DATABASES: (
            {"default": {"ENGINE": "django.db.backends.mysql", "NAME": "omero"}},
            "expected django.db.backends.postgresql or django.db.backends.sqlite3 as ENGINE",
        ),
    },
    {
        catalogue.DATABASES: (
            {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/proc/none/omero.db"}},
            "the database /proc/none/omero.db cannot be used",
        ),
    },
    {
        catalogue.DATABASES: (
            {
                "default": {
                    "ENGINE": "django.db.backends.postgresql",
                    "NAME": "omero",
                    "HOST": "/no/such/folder",
                }
            },
            "the database omero cannot be used (connection",
        ),
    },
    {catalogue.APPS: (["omero_unloadable"], "omero_unloadable cannot be loaded (no licence key)")},
    {
        catalogue.APPS: (
            ["omero_broken"],
            "omero_broken cannot be loaded (No module named 'omeroweb.decorators')",
        )
    },
    {
        catalogue.ADDITIONAL_SETTINGS: (
            [["AUTH_USER_MODEL", "nobody.Nobody"]],
            "keeps the site from loading: AUTH_USER_MODEL",
        ),
    },
]


@pytest.mark.parametrize("wrong", NAMES, ids=lambda wrong: "+".join(p.name for p in wrong))
def test_what_leads_nowhere_is_one_sentence_each(
    omerodir: Path, wrong: dict[Property[object], tuple[object, str]]
) -> None:
    given = {declared: value for declared, (value, _) in wrong.items()}
    usual = {
        catalogue.APPS: ["omero_example"],
        catalogue.SYSTEM_CHECKS: ["omero_example.W001"],
        catalogue.CORS_ALLOW_ALL: "true",
    }
    settings = with_apps(**variables({**usual, **given}))
    found = sentences(omero("serve", omerodir=omerodir, **settings))
    assert len(found) == len(wrong), found
    for declared, (_, said) in wrong.items():
        (sentence,) = [one for one in found if said in one]
        assert sentence.removeprefix("omero: ").startswith(declared.name)


def test_the_background_start_says_the_same(omerodir: Path) -> None:
    settings = with_apps(**variables({catalogue.LOGIN_VIEW: "no_such_login"}))
    result = omero("web", "start", omerodir=omerodir, **settings)
    (sentence,) = sentences(result)
    assert sentence == (
        "omero: omero.web.login_view (from CONFIG_omero_web_login__view) names 'no_such_login': "
        "expected the name of a page of this site, e.g. weblogin"
    )
    assert result.stdout.endswith("Starting OMERO.web... [FAILED]\n")


def test_packages_that_are_not_installed_are_all_named(omerodir: Path) -> None:
    settings = variables(
        {
            catalogue.APPS: ["no_such_app"],
            catalogue.MIDDLEWARE: [{"index": 1, "class": MISSING}],
            catalogue.SESSION_SERIALIZER: MISSING,
            catalogue.CACHES: {"default": {"BACKEND": MISSING}},
            catalogue.DATABASES: {"default": {"ENGINE": f"{MISSING}.sqlite3"}},
        }
    )
    found = sentences(omero("serve", omerodir=omerodir, **settings))
    assert [line.removeprefix("omero: ").partition(" ")[0] for line in found] == [
        "omero.web.middleware",
        "omero.web.apps",
        "omero.web.databases",
        "omero.web.caches",
        "omero.web.session_serializer",
    ]
