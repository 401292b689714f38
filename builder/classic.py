"""Builds through the engine's classic API: what every engine has, with nothing installed."""

import re
from collections.abc import Mapping
from typing import IO

import docker
from docker.errors import DockerException, ImageNotFound
from requests.exceptions import RequestException

from builder import advice
from builder.engine import said
from builder.errors import BuildFailed
from builder.image_names import name_and_tag
from builder.request import Request
from builder.steps import CACHED, Steps

STEP = re.compile(r"^Step (\d+/\d+) : (.*)", re.DOTALL)
USING_CACHE = "---> Using cache"
# What the engine says of its own work.
OF_THE_ENGINE = ("--->", "Removing intermediate container", "Successfully ")


def build(client: docker.DockerClient, request: Request, context: IO[bytes], steps: Steps) -> str:
    """Build one target; returns the image's id. Raises BuildFailed with the log's last lines."""
    built = ""
    caches = [image for image in request.cache_from if _is_here(client, image, steps)]
    try:
        events = client.api.build(
            fileobj=context,
            custom_context=True,
            target=request.stage,
            buildargs=dict(request.arguments),
            labels=dict(request.labels),
            cache_from=caches or None,
            nocache=request.no_cache,
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in events:
            built = _take(event, steps) or built
    except DockerException as error:
        raise failed(request.target, said(error), steps) from None
    except (RequestException, OSError) as error:
        raise failed(request.target, f"the engine went away: {error}", steps) from None
    steps.end()
    steps.close()
    return built


def _is_here(client: docker.DockerClient, image: str, steps: Steps) -> bool:
    """Whether the engine has an image to take steps from, which it does not pull by itself."""
    try:
        try:
            client.images.get(image)
        except ImageNotFound:
            client.api.pull(*name_and_tag(image))
    except DockerException as error:
        steps.say(f"--cache-from {image}: {said(error)}; built without it")
        return False
    return True


def failed(target: str, reason: str, steps: Steps) -> BuildFailed:
    """The sentence for a build that came to nothing, below the last lines of its log."""
    last = "".join(f"    {line}\n" for line in steps.last)
    log = f"the last lines of the log were:\n{last}" if last else ""
    tried = advice.for_build(f"{last}{reason}")
    return BuildFailed(f"{target} was not built: {reason}\n{log}what to try: {tried}")


def _take(event: Mapping[str, object], steps: Steps) -> str | None:
    """Show one event; returns the id that the last one brings."""
    if "error" in event:
        raise failed(steps.target, str(event["error"]).strip(), steps)
    aux = event.get("aux")
    if isinstance(aux, dict) and "ID" in aux:
        return str(aux["ID"])
    text = str(event.get("stream", event.get("status", ""))).strip()
    step = STEP.match(text)
    if step:
        steps.begin(f"{step[1]} {step[2]}")
    elif text == USING_CACHE:
        steps.end(CACHED)
    elif not text.startswith(OF_THE_ENGINE):
        steps.log(text)
    return None
