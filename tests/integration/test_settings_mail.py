"""Mails to the administrators, through a real SMTP server."""

import email
import ssl
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from omeroweb.config import catalogue
from omeroweb.config.property import Property
from tests.integration.client import login
from tests.integration.settings import variables, with_apps
from tests.integration.test_settings_server import OF_OMERO_WEB
from tests.integration.test_settings_sessions import QUICK_LOGIN
from tests.nginx.certificate import Certificate, make_certificate
from tests.ports import free_port
from tests.server import RunningServer, start


class Mailbox:
    """Keeps what arrives, and the login that it came with."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.port = free_port()

    async def handle_DATA(self, _: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        message["X-Envelope"] = f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}"
        self.mails.append(message)
        return "250 OK"

    def authenticate(self, *arguments: Any) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=True)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def mailbox(certificate: Certificate) -> Iterator[Mailbox]:
    """An SMTP server that takes mails only from whom it knows, and over TLS."""
    box = Mailbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        authenticator=box.authenticate,
        auth_required=True,
        tls_context=context,
        require_starttls=True,
    )
    controller.start()
    yield box
    controller.stop()


def site(
    omerodir: Path, pictures: Path, box: Mailbox, certificate: Certificate, **more: str
) -> RunningServer:
    """A server that may mail, with an app whose page fails."""
    settings: dict[Property[object], object] = {
        catalogue.APPS: ["omero_example"],
        catalogue.MIDDLEWARE: OF_OMERO_WEB,
        catalogue.ADDITIONAL_SETTINGS: QUICK_LOGIN,
        catalogue.ADMINS: [["Ada", "ada@example.org"]],
        catalogue.ADMINS_SUBJECT_PREFIX: "[Lab]",
        catalogue.MAIL_HOST: "127.0.0.1",
        catalogue.MAIL_PORT: str(box.port),
        catalogue.MAIL_USER: "omero",
        catalogue.MAIL_PASSWORD: "mail's password",
        catalogue.MAIL_FROM: "omero@example.org",
        catalogue.MAIL_STARTTLS: "true",
    }
    environment = {**variables(settings), "SSL_CERT_FILE": str(certificate.certificate), **more}
    return start(omerodir, "--images", pictures, **with_apps(**environment))


def post_to(server: RunningServer, path: str) -> requests.Response:
    """A form with a password, of somebody who is signed in."""
    session = login(server.url, server.root_password)
    form = {"csrfmiddlewaretoken": session.cookies["csrftoken"], "password": "hush hush"}
    return session.post(f"{server.url}{path}?bsession=key1234&z=3", data=form, timeout=60)


def test_an_error_is_mailed_without_what_visitors_entrusted_to_us(
    mailbox: Mailbox, certificate: Certificate, pictures: Path, omerodir: Path
) -> None:
    server = site(omerodir, pictures, mailbox, certificate)
    answer = post_to(server, "/example/fail/")
    assert (answer.status_code, "RuntimeError" in answer.text) == (500, False)
    (mail,) = mailbox.mails
    assert mail["Subject"] == "[Lab] ERROR (EXTERNAL IP): Internal Server Error: /example/fail/"
    assert mail["X-Envelope"] == "omero@example.org ada@example.org"
    assert mailbox.logins == [(b"omero", b"mail's password")]
    text = mail.get_payload()
    assert isinstance(text, str)
    assert "POST /example/fail/?bsession=%2A%2A%2A%2A%2A%2A%2A%2A&z=3" in text
    assert "RuntimeError: nobody foresaw this" in text
    for secret in ("hush hush", "key1234", "sessionid", "csrf", "mail's password"):
        assert secret not in text
    # A refusal is no error; a broken link on one of our own pages is told, as the list wants it.
    missing = f"{server.url}/webclient/missing/"
    requests.get(missing, timeout=60)
    assert len(mailbox.mails) == 1
    requests.get(missing, headers={"Referer": f"{server.url}/webclient/"}, timeout=60)
    host = server.url.removeprefix("http://")
    assert mailbox.mails[1]["Subject"] == f"[Lab] Broken INTERNAL link on {host}"
    server.stop()


def test_nobody_is_mailed_while_debugging(
    mailbox: Mailbox, certificate: Certificate, pictures: Path, omerodir: Path
) -> None:
    debug = {catalogue.DEBUG.variable: "true"}
    server = site(omerodir, pictures, mailbox, certificate, **debug)
    answer = post_to(server, "/example/fail/")
    # The traceback is for whoever debugs.
    assert (answer.status_code, "RuntimeError" in answer.text) == (500, True)
    assert mailbox.mails == []
    server.stop()
