"""Everything that the templates of `manifests` use, made from the environment."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.gunicorn import GRACEFUL_TIMEOUT
from builder.image_names import image_name
from builder.manifests import derived, reach, settings
from builder.manifests import variables as v
from builder.manifests.checks import is_sqlite, problems
from builder.manifests.places import Place
from builder.manifests.settings import Secret, Setting
from omeroweb.config import Configuration, ConfigurationError, Property, catalogue, load

# What the images listen on where no property says otherwise.
WEB_PORT, NGINX_PORT, NGINX_HTTPS_PORT = 4080, 8080, 8443
# Seconds until no proxy sends new requests to a pod that is going to end.
DRAIN = 5
# Beyond what answers under way get: a worker that does not end by itself, logs that are written.
STOP_MARGIN = 20
SEVERAL = 2
# The stream pool's own settings, whatever the render pool has.
STREAM = (
    Setting(catalogue.WORKER_CLASS.name, "gevent"),
    Setting(catalogue.WORKERS.name, "2"),
    # A worker that is replaced would break off the downloads of others.
    Setting(catalogue.MAX_REQUESTS.name, "0"),
)
HASH_LENGTH = 12
VARIABLES = {variable.name: variable for variable in v.VARIABLES}


@dataclass(frozen=True)
class Deployment:
    """choices: what the variables say. web, stream, nginx: settings; stream's come over web's.

    secret_files: secret -> the file on this machine that holds it, where one was named.
    notes: what was set and left out. reached_ports: those of databases, caches and mail.
    """

    choices: v.Choices
    web_image: str
    nginx_image: str
    web: tuple[Setting, ...]
    stream: tuple[Setting, ...]
    nginx: tuple[Setting, ...]
    secrets: tuple[Secret, ...]
    secret_files: Mapping[str, str]
    notes: tuple[str, ...]
    web_port: int
    nginx_port: int
    nginx_https_port: int
    certificate: str
    certificate_key: str
    prefix: str
    max_body_size: str
    read_timeout: int
    is_sqlite: bool
    shares_kept: bool
    replicas: int
    nginx_replicas: int
    reached_ports: tuple[int, ...]

    def __getitem__(self, name: str) -> object:
        """The value of a variable, as templates ask for it: d["NAMESPACE"]."""
        return self.choices[VARIABLES[name]]

    @property
    def images(self) -> Place | None:
        return self.choices[v.IMAGES]

    @property
    def state(self) -> Place | None:
        return self.choices[v.STATE]

    @property
    def is_many(self) -> bool:
        """Whether several web containers run, and so an import of its own."""
        return self.replicas > 1

    @property
    def answer_seconds(self) -> int:
        """What answers under way get when a container ends."""
        return GRACEFUL_TIMEOUT

    @property
    def stop_seconds(self) -> int:
        """How long an engine waits before it kills."""
        return GRACEFUL_TIMEOUT + STOP_MARGIN

    @property
    def drain_seconds(self) -> int:
        return DRAIN

    @property
    def web_hash(self) -> str:
        """Changes with every setting of web and stream, and with the name of their secrets."""
        names = [(one.variable, self.choices[v.SECRETS]) for one in self.secrets]
        return _digest([*_texts(self.web), *_texts(self.stream), *names])

    @property
    def nginx_hash(self) -> str:
        return _digest(_texts(self.nginx))


def deployment(kind: str, environ: Mapping[str, str]) -> Deployment:
    """Resolve and check everything. Raises ConfigurationError that says what is wrong."""
    of = load(environ)
    choices = v.choose(kind, environ)
    if wrong := list(problems(of, choices)):
        raise ConfigurationError("\n".join(wrong))
    found = derived.complete(settings.carried(of), of, choices)
    secrets = settings.secrets(of, environ)
    web_port = _port(of, catalogue.SERVER_PORT, WEB_PORT)
    site = choices[v.SITE]
    return Deployment(
        choices=choices,
        web_image=_image("web", choices),
        nginx_image=_image("nginx", choices),
        web=tuple(settings.of_web(found)),
        stream=STREAM,
        nginx=tuple(settings.of_nginx(found | _upstreams(choices, web_port))),
        secrets=tuple(secrets),
        secret_files={one.name: environ[one.source] for one in secrets if one.is_file},
        notes=tuple(settings.left_out(of)),
        web_port=web_port,
        nginx_port=_port(of, catalogue.NGINX_PORT, NGINX_PORT),
        nginx_https_port=_port(of, catalogue.NGINX_HTTPS_PORT, NGINX_HTTPS_PORT),
        certificate=str(of.optional(catalogue.NGINX_CERTIFICATE) or ""),
        certificate_key=str(of.optional(catalogue.NGINX_CERTIFICATE_KEY) or ""),
        prefix=of[catalogue.PREFIX] or (site.path if site else ""),
        max_body_size=of[catalogue.NGINX_MAX_BODY_SIZE],
        read_timeout=of[catalogue.NGINX_READ_TIMEOUT],
        is_sqlite=is_sqlite(of),
        shares_kept=derived.shares_kept(of, choices),
        replicas=_replicas(of, choices),
        nginx_replicas=choices[v.REPLICAS] or SEVERAL,
        reached_ports=tuple(sorted({*reach.ports(of), *choices[v.EGRESS_PORTS]})),
    )


def _image(target: str, choices: v.Choices) -> str:
    return image_name(
        target,
        registry=choices[v.REGISTRY],
        repository=choices[v.REPOSITORY],
        version=choices[v.VERSION],
    )


def _replicas(of: Configuration, choices: v.Choices) -> int:
    """One where the store is a file of one machine, or where samples are shown."""
    may_be_many = not is_sqlite(of) and choices[v.IMAGES] is not None
    return (choices[v.REPLICAS] or SEVERAL) if may_be_many and choices.kind != v.COMPOSE else 1


def _port(of: Configuration, declared: Property[int], of_the_image: int) -> int:
    return of[declared] if declared.name in of.given else of_the_image


def _upstreams(choices: v.Choices, port: int) -> dict[str, Setting]:
    """Where NGINX finds Gunicorn, where that is not where its image looks."""
    hosts = {catalogue.NGINX_WEB: "web", catalogue.NGINX_STREAM: "stream"}
    if choices.kind == v.KUBERNETES:
        # NGINX asks the name server itself, and knows no search domains.
        domain = f"{choices[v.NAMESPACE]}.svc.{choices[v.CLUSTER_DOMAIN]}"
        hosts = {name: f"omeroweb-{host}.{domain}" for name, host in hosts.items()}
    elif port == WEB_PORT:
        return {}
    return {one.name: Setting(one.name, f"{host}:{port}") for one, host in hosts.items()}


def _texts(settings: Iterable[Setting]) -> list[tuple[str, str]]:
    return [(setting.name, setting.text) for setting in settings]


def _digest(pairs: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(list(pairs)).encode()).hexdigest()[:HASH_LENGTH]
