"""HTTP with a registry: signing in, and its refusals as sentences.

https://distribution.github.io/distribution/spec/auth/token/
"""

import json
import re
from typing import Self

import requests
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import RequestException, SSLError, Timeout

from builder.credentials import PASSWORD, USER, Credentials
from builder.errors import Dropped, RegistryFailed

# Seconds without a word from the registry.
TIMEOUT = 60
UNAUTHORIZED, FORBIDDEN, TOO_MANY = 401, 403, 429
SERVER_ERROR = 500
# One name="value" of WWW-Authenticate.
PARAMETER = re.compile(r'(\w+)="([^"]*)"')
# Docker's own registry answers at another name than the one that images have.
HOSTS = {"docker.io": "registry-1.docker.io"}


class Session:
    """Requests to one registry, signed in where it asks for it."""

    def __init__(self, registry: str, known: Credentials, *, is_insecure: bool = False) -> None:
        """is_insecure: HTTP, or HTTPS whose certificate nobody checks, as the engine takes it."""
        self.registry = HOSTS.get(registry, registry)
        self._known = known
        self._session = requests.Session()
        self._session.verify = not is_insecure
        # Whoever is asked is known; a .netrc is for others.
        self._session.trust_env = not is_insecure
        self._schemes = ("https", "http") if is_insecure else ("https",)
        self._scheme = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        expected: tuple[int, ...] = (),
    ) -> requests.Response:
        """The answer to one request. path: behind /v2/. scope: what a token is to be good for.

        expected: statuses from 400 on that are answers and not failures. Raises RegistryFailed, or
        Dropped where the same may work later.
        """
        answer = self._send(method, path, headers, body)
        if answer.status_code == UNAUTHORIZED:
            self._sign_in(answer, scope)
            answer = self._send(method, path, headers, body)
        if answer.status_code < 400 or answer.status_code in expected:
            return answer
        raise self._refusal(answer, method, path)

    def _send(
        self, method: str, path: str, headers: dict[str, str] | None, body: bytes | None
    ) -> requests.Response:
        scheme = self._scheme or self._find_scheme()
        try:
            return self._session.request(
                method,
                f"{scheme}://{self.registry}/v2/{path}",
                headers=headers,
                data=body,
                timeout=TIMEOUT,
            )
        except RequestException as error:
            raise self._no_answer(error) from None

    def _find_scheme(self) -> str:
        """HTTPS, or HTTP where the engine would take it, too, and nothing else answers."""
        for scheme in self._schemes:
            try:
                self._session.get(f"{scheme}://{self.registry}/v2/", timeout=TIMEOUT)
            except RequestException as error:
                if scheme == self._schemes[-1]:
                    raise self._no_answer(error) from None
            else:
                self._scheme = scheme
                break
        return self._scheme

    def _sign_in(self, answer: requests.Response, scope: str) -> None:
        """Do as the registry's WWW-Authenticate says: a password, or a token for it."""
        kind, _, parameters = answer.headers.get("WWW-Authenticate", "").partition(" ")
        password = (self._known.user, self._known.password) if self._known.user else None
        if kind.lower() != "bearer":
            self._session.auth = password
            return
        said = dict(PARAMETER.findall(parameters))
        wanted = {"service": said.get("service", ""), "scope": scope}
        if "realm" not in said:
            raise RegistryFailed(f"{self.registry} asks for a token and does not say where")
        try:
            # A token is asked for without the one before it.
            token = requests.get(
                said["realm"],
                params=wanted,
                auth=password,
                timeout=TIMEOUT,
                verify=self._session.verify,
            )
        except RequestException as error:
            raise self._no_answer(error) from None
        if token.status_code >= 400:
            raise self._refusal(token, "GET", "token")
        found = token.json()
        self._session.headers["Authorization"] = (
            f"Bearer {found.get('token') or found['access_token']}"
        )

    def _refusal(self, answer: requests.Response, method: str, path: str) -> RegistryFailed:
        status, said = answer.status_code, _said(answer)
        if status in (UNAUTHORIZED, FORBIDDEN):
            return refused(self.registry, self._known, said)
        kind = Dropped if status >= SERVER_ERROR or status == TOO_MANY else RegistryFailed
        return kind(f"{self.registry} answers {status} to {method} {path}: {said}")

    def _no_answer(self, error: RequestException) -> RegistryFailed:
        if isinstance(error, SSLError):
            return RegistryFailed(
                f"{self.registry}: its certificate is not trusted; name the file of its authority "
                "with REQUESTS_CA_BUNDLE, and tell the engine in /etc/docker/certs.d"
            )
        reason = "no answer in time" if isinstance(error, Timeout) else "no connection"
        if isinstance(error, NoConnection | Timeout):
            return Dropped(f"{self.registry}: {reason}; check the name, and that it runs")
        return RegistryFailed(f"{self.registry}: {error}")


def refused(registry: str, known: Credentials, said: str) -> RegistryFailed:
    """The sentence for a user who may not do it."""
    who = f"user {known.user!r}" if known.user else "who is not signed in"
    return RegistryFailed(
        f"{registry} refuses {who} ({said}): set {USER} and {PASSWORD}_FILE, or `docker login "
        f"{registry}`, with an account that may push"
    )


def _said(answer: requests.Response) -> str:
    """What a registry says of an error: {"errors": [{"code", "message"}]}, or anything else."""
    try:
        errors = answer.json()["errors"]
        return "; ".join(str(error.get("message") or error["code"]) for error in errors)
    except (json.JSONDecodeError, ValueError, KeyError, TypeError):
        return answer.reason or f"status {answer.status_code}"
