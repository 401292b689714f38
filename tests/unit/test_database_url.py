"""DATABASE_URL: what it means, which source wins, and what is said of a wrong one."""

from pathlib import Path

import pytest

from omeroweb.config import ConfigurationError, catalogue, load
from omeroweb.config.databases import databases
from omeroweb.config.parsers import database_url

POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        (
            "postgresql://ada:a%40b%2Fc@db.example.org:5433/lab%20one?sslmode=require",
            ("lab one", "ada", "a@b/c", "db.example.org", "5433", {"sslmode": "require"}),
        ),
        ("postgres://db/omero", ("omero", "", "", "db", "", {})),
        ("postgres://[::1]:5432/omero", ("omero", "", "", "::1", "5432", {})),
        (
            "postgresql://ada@/omero?host=/run/postgresql&port=5433",
            ("omero", "ada", "", "/run/postgresql", "5433", {}),
        ),
        ("postgresql://%2Frun%2Fpg/omero", ("omero", "", "", "/run/pg", "", {})),
    ],
)
def test_a_url_names_a_server(url: str, meant: tuple[object, ...]) -> None:
    database = database_url(url)["default"]
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert database["ENGINE"] == POSTGRESQL
    assert tuple(database[key] for key in keys) == meant


def test_a_url_names_a_file() -> None:
    assert database_url("sqlite:////data/my%20omero.db") == {
        "default": {"ENGINE": SQLITE, "NAME": "/data/my omero.db"}
    }


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db/omero",
        "postgresql://db",
        "postgresql://db/",
        "postgresql://db:port/omero",
        "postgresql://db:99999/omero",
        "postgresql://a,b:1/omero?port=1,2",
        "postgresql://db/omero?sslmode",
        "postgresql://[::1/omero",
        "sqlite://omero.db",
        "sqlite:///omero.db",
        "sqlite::memory:",
        "omero",
    ],
)
def test_a_wrong_url_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load({"DATABASE_URL": url})
    assert str(error.value).startswith("DATABASE_URL=********: expected postgresql://USER:")
    assert len(str(error.value).splitlines()) == 1


def test_the_url_may_stand_in_a_file_and_wins_over_files_of_the_configuration(
    tmp_path: Path,
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "site.omero").write_text(
        'omero.web.databases={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/a"}}'
    )
    secret = tmp_path / "url"
    secret.write_text("postgresql://ada:secret@db/omero\n")
    environ = {"OMERODIR": str(tmp_path), "DATABASE_URL": "", "DATABASE_URL_FILE": str(secret)}
    configuration = load(environ)
    assert configuration[catalogue.DATABASES]["default"]["PASSWORD"] == "secret"
    assert configuration.source(catalogue.DATABASES) == "DATABASE_URL_FILE"


@pytest.mark.parametrize("other", ["DATABASE_URL_FILE", "CONFIG_omero_web_databases"])
def test_two_variables_that_name_a_database_are_refused(other: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load({"DATABASE_URL": "postgresql://db/omero", other: "{}"})
    assert str(error.value) == (
        f"omero.web.databases: given twice, by DATABASE_URL and {other}: remove one"
    )


def test_a_file_that_cannot_be_read_is_named_and_a_url_in_its_place_is_not() -> None:
    for value, shown in (("/no/such", "'/no/such'"), ("postgresql://a:secret@db/b", "********")):
        with pytest.raises(ConfigurationError) as error:
            load({"DATABASE_URL_FILE": value})
        assert f"DATABASE_URL_FILE={shown} cannot be read (No such file" in str(error.value)


def test_without_a_word_the_store_is_a_file_for_many_writers(tmp_path: Path) -> None:
    default = databases(load({"OMERODIR": str(tmp_path)}))["default"]
    assert default["NAME"] == str(tmp_path / "store" / "omero.db")
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in default["OPTIONS"]["init_command"]


def test_what_the_administrator_says_of_a_database_stays() -> None:
    url = "postgresql://db/omero?connect_timeout=3"
    default = databases(load({"DATABASE_URL": url}))["default"]
    assert default["OPTIONS"] == {"connect_timeout": "3", "application_name": "omeroweb"}


def test_an_asynchronous_worker_keeps_no_connection_for_each_of_its_clients() -> None:
    environ = {"DATABASE_URL": "postgresql://db/omero"}
    assert databases(load(environ))["default"]["CONN_MAX_AGE"] is None
    environ["CONFIG_omero_web_wsgi__worker__class"] = "gevent"
    assert databases(load(environ))["default"]["CONN_MAX_AGE"] == 0
