"""One push through the engine: its layers with progress, its refusals as sentences."""

import re
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Never

import docker
from docker.errors import DockerException
from requests.exceptions import RequestException
from tqdm import tqdm

from builder.credentials import Credentials
from builder.engine import said
from builder.errors import BuilderError, Dropped, RegistryFailed
from builder.registry_session import refused

# What engines say where the same may work a moment later.
DROPPED = re.compile(
    r"connection (reset|refused|aborted)|broken pipe|\bEOF\b|i/o timeout|timed? ?out|TLS handshake"
    r"|server closed|use of closed|50[0-9] |5\d\d (Internal|Bad|Service|Gateway)|toomanyrequests",
    re.IGNORECASE,
)
REFUSED = re.compile(r"unauthorized|denied|no basic auth|authentication required", re.IGNORECASE)
NOT_HERE = re.compile(r"does not exist locally|No such image|tag does not exist", re.IGNORECASE)
# Without a terminal there is no bar: how often a line says how far it is.
SECONDS_BETWEEN_LINES = 10


def push(
    client: docker.DockerClient, name: str, tag: str, known: Credentials, registry: str
) -> str:
    """Send one tag of a local image; returns its digest.

    Raises RegistryFailed, Dropped where the same may work later, BuilderError where the engine has
    no such image.
    """
    full = f"{name}:{tag}"
    progress = _Progress(full)
    digest = ""
    try:
        events = client.api.push(
            name, tag, stream=True, decode=True, auth_config=known.for_engine or {}
        )
        for event in events:
            if "error" in event:
                raise _failure(full, str(event["error"]), known, registry)
            digest = event.get("aux", {}).get("Digest", "") or digest
            progress.take(event)
    except DockerException as error:
        raise _failure(full, said(error), known, registry) from None
    except (RequestException, OSError) as error:
        raise Dropped(f"{full}: the engine went away: {error}") from None
    finally:
        progress.close()
    if not digest:
        raise RegistryFailed(f"{full}: the engine gave no digest; push it again")
    progress.say(digest)
    return digest


def _failure(full: str, text: str, known: Credentials, registry: str) -> BuilderError:
    text = text.strip()
    if REFUSED.search(text):
        return refused(registry, known, text)
    if NOT_HERE.search(text):
        return BuilderError(f"no image {full} here: make it with `omero-builder tag`")
    if "server gave HTTP response to HTTPS client" in text:
        return RegistryFailed(
            f"{registry} speaks HTTP only: give it a certificate, or name it under "
            "insecure-registries in the engine's daemon.json"
        )
    kind = Dropped if DROPPED.search(text) else RegistryFailed
    return kind(f"{full}: {text}")


class _Progress:
    """Bytes of all layers: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._layers: dict[str, tuple[int, int]] = {}
        self._there: set[str] = set()
        self._began = self._said = time.monotonic()
        self._bar: tqdm[Never] = tqdm(
            desc=name, unit="B", unit_scale=True, unit_divisor=1024, disable=None, leave=False
        )

    def take(self, event: Mapping[str, object]) -> None:
        """Count one event of the engine."""
        layer, detail = str(event.get("id", "")), event.get("progressDetail")
        if event.get("status") in ("Layer already exists", "Mounted"):
            self._there.add(layer)
        if isinstance(detail, dict) and "current" in detail:
            current = int(detail["current"])
            # The engine guesses the total before it has compressed anything.
            self._layers[layer] = (current, max(current, int(detail.get("total", 0))))
            self._show()

    def say(self, digest: str) -> None:
        """One line for a push that is done."""
        seconds = time.monotonic() - self._began
        there = f", {len(self._there)} layers were there" if self._there else ""
        print(
            f"{self._name}  {digest}  {_sum(self._layers.values()) / 1e6:.1f} MB in "
            f"{seconds:.1f} s{there}",
            file=sys.stderr,
            flush=True,
        )

    def close(self) -> None:
        self._bar.close()

    def _show(self) -> None:
        sent = _sum(self._layers.values())
        total = sum(whole for _, whole in self._layers.values())
        if not self._bar.disable:
            self._bar.total = total
            self._bar.update(sent - self._bar.n)
        elif time.monotonic() - self._said > SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            print(
                f"{self._name}: {sent / 1e6:.0f} of {total / 1e6:.0f} MB",
                file=sys.stderr,
                flush=True,
            )


def _sum(layers: Iterable[tuple[int, int]]) -> int:
    return sum(current for current, _ in layers)
