"""What `manifests` reads beside the properties: each variable declared once.

docs/manifests.md lists them, and a test holds that page to this list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from builder.manifests import parsers
from builder.manifests.places import place
from omeroweb import __version__
from omeroweb.config.parsers import one_of, plain_text, port, whole_number
from omeroweb.errors import ConfigurationError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

COMPOSE, SWARM, KUBERNETES = "compose", "swarm", "kubernetes"
KINDS = (COMPOSE, SWARM, KUBERNETES)
ENGINES = (COMPOSE, SWARM)
# Every cluster has this one.
DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True)
class Variable(Generic[T_co]):
    """One variable. default: the text where it is unset or empty. kinds: what reads it."""

    name: str
    default: str
    parse: Callable[[str], T_co]
    help: str
    kinds: tuple[str, ...] = KINDS
    default_help: str = ""


REGISTRY = Variable(
    "REGISTRY",
    "",
    parsers.optional(parsers.registry),
    "Registry of the images.",
    default_help="the engine's own",
)
REPOSITORY = Variable(
    "REPOSITORY",
    "omeroweb",
    parsers.repository,
    "Their path in the registry; /web and /nginx follow.",
)
VERSION = Variable("VERSION", __version__, parsers.tag, "Their tag.", default_help="this release")
IMAGES = Variable(
    "IMAGES",
    "",
    place,
    "Images to show, mounted read-only: /folder of every machine, nfs://server/folder, or pvc:NAME "
    "of a claim in Kubernetes.",
    default_help="sample images",
)
STATE = Variable(
    "STATE",
    "",
    place,
    "State (OMERODIR): /folder, nfs://server/folder, or pvc:NAME of a claim in Kubernetes.",
    default_help="a volume `omero`; a claim `omeroweb-state`",
)
SITE = Variable(
    "SITE",
    "",
    parsers.optional(parsers.site),
    "URL under which browsers find the site. With https, cookies are for HTTPS only.",
    default_help="any host; no Ingress",
)
CONTAINER_USER = Variable(
    "CONTAINER_USER",
    "1000:0",
    parsers.user,
    "User and group of the processes; any for those that the image or the cluster chooses.",
)
SECRETS = Variable(
    "SECRETS",
    "omeroweb",
    parsers.dns_name,
    "Name of the Secret in Kubernetes, and what the secrets' names in a Swarm begin with. Another "
    "name rolls the containers.",
    (SWARM, KUBERNETES),
)
HTTP_ADDRESS = Variable(
    "HTTP_ADDRESS",
    "127.0.0.1",
    parsers.matching(r"[0-9.]+|\[[0-9a-f:]+\]", "an address, e.g. 0.0.0.0"),
    "Address on the machine that NGINX is published on; 0.0.0.0 for every one.",
    (COMPOSE,),
)
HTTP_PORT = Variable(
    "HTTP_PORT", "8080", port, "Port on the machine that NGINX is published on.", ENGINES
)
HTTPS_PORT = Variable(
    "HTTPS_PORT",
    "8443",
    port,
    "The same for HTTPS, where omero.web.nginx.ssl_certificate names a certificate.",
    ENGINES,
)
PUBLISH = Variable(
    "PUBLISH",
    "ingress",
    one_of("ingress", "host", "none"),
    "How: ingress (Swarm's routing mesh), host (the port of NGINX's own machine), none (a proxy of "
    "yours in the network `inside` finds `nginx`).",
    (SWARM,),
)
NODE = Variable(
    "NODE",
    "",
    parsers.optional(parsers.dns_name),
    "Machine that keeps the state, by its name in the Swarm or cluster; in Kubernetes, where STATE "
    "is a folder.",
    (SWARM, KUBERNETES),
    default_help="a manager; any",
)
REPLICAS = Variable(
    "REPLICAS",
    "",
    parsers.optional(whole_number(1, 100)),
    "Containers of each kind, where the database is not SQLite.",
    (SWARM, KUBERNETES),
    default_help="2; 1 with SQLite or sample images",
)
MAX_REPLICAS = Variable(
    "MAX_REPLICAS",
    "6",
    whole_number(1, 1000),
    "Most containers of web under load.",
    (KUBERNETES,),
)
CPUS = Variable(
    "CPUS",
    "2",
    parsers.cpus,
    "Cores of a web container; Gunicorn's workers follow it.",
    (SWARM, KUBERNETES),
)
MEMORY = Variable("MEMORY", "2Gi", parsers.amount, "Memory of a web container.", (KUBERNETES,))
NAMESPACE = Variable("NAMESPACE", "omeroweb", parsers.dns_label, "Namespace.", (KUBERNETES,))
CLUSTER_DOMAIN = Variable(
    "CLUSTER_DOMAIN",
    "cluster.local",
    parsers.dns_name,
    "Domain of the cluster's own names.",
    (KUBERNETES,),
)
STORAGE_CLASS = Variable(
    "STORAGE_CLASS",
    "",
    parsers.optional(parsers.dns_name),
    "StorageClass of the state's claim.",
    (KUBERNETES,),
    default_help="the cluster's default",
)
STORAGE = Variable("STORAGE", "10Gi", parsers.amount, "Size of the state's claim.", (KUBERNETES,))
INGRESS_CLASS = Variable(
    "INGRESS_CLASS",
    "",
    parsers.optional(parsers.dns_name),
    "IngressClass.",
    (KUBERNETES,),
    default_help="the cluster's default",
)
INGRESS_NAMESPACE = Variable(
    "INGRESS_NAMESPACE",
    "",
    parsers.optional(parsers.dns_label),
    "Namespace of the ingress controller: nobody else may then reach NGINX.",
    (KUBERNETES,),
    default_help="everybody may",
)
TLS_SECRET = Variable(
    "TLS_SECRET",
    "omeroweb-tls",
    parsers.dns_name,
    "Secret with the certificate of the Ingress, where SITE begins with https.",
    (KUBERNETES,),
)
CLUSTER_ISSUER = Variable(
    "CLUSTER_ISSUER",
    "",
    parsers.optional(parsers.dns_name),
    "ClusterIssuer of cert-manager that makes that certificate.",
    (KUBERNETES,),
    default_help="none",
)
IMAGE_PULL_SECRET = Variable(
    "IMAGE_PULL_SECRET",
    "",
    parsers.optional(parsers.dns_name),
    "Secret with the registry's credentials.",
    (KUBERNETES,),
    default_help="none",
)
IMPORT_SCHEDULE = Variable(
    "IMPORT_SCHEDULE",
    "*/15 * * * *",
    parsers.schedule,
    "When several web containers run, new images are looked for by a job of its own.",
    (KUBERNETES,),
)
EGRESS_PORTS = Variable(
    "EGRESS_PORTS",
    "",
    parsers.ports,
    "Ports that web and stream may reach beside those of the database, caches and mail.",
    (KUBERNETES,),
    default_help="none",
)

VARIABLES: tuple[Variable[object], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Variable)
)


class Choices:
    """What the environment says: ``choices[REPLICAS]`` is an int or None."""

    def __init__(self, kind: str, values: Mapping[str, object], given: Mapping[str, str]) -> None:
        self.kind = kind
        self.given = given
        self._values = values

    def __getitem__(self, wanted: Variable[T]) -> T:
        return cast(T, self._values[wanted.name])


def choose(kind: str, environ: Mapping[str, str]) -> Choices:
    """Parse all variables that a kind reads; an empty one counts as unset.

    Raises ConfigurationError that names every wrong one.
    """
    values: dict[str, object] = {}
    given: dict[str, str] = {}
    problems = []
    for variable in VARIABLES:
        text = environ.get(variable.name, "") if kind in variable.kinds else ""
        try:
            values[variable.name] = variable.parse(plain_text(text or variable.default))
        except ValueError as error:
            problems.append(f"{variable.name}={text!r}: expected {error}")
        if text and text != variable.default:
            given[variable.name] = text
    if problems:
        raise ConfigurationError("\n".join(problems))
    return Choices(kind, values, given)
