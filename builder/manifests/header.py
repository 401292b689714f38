"""The first lines of each file: how it was made, and what has to be there before it is used."""

import shlex

from builder.manifests.deployment import Deployment
from builder.manifests.settings import Secret
from builder.manifests.variables import COMPOSE, DEFAULT_NAMESPACE, KUBERNETES, NAMESPACE, SECRETS
from builder.manifests.yaml_text import comment
from omeroweb import __version__
from omeroweb.config.sources import is_variable

# Compose reads secrets from files beside its own, but for those that are files already.
FOLDER = "secrets"


def made_by(of: Deployment) -> str:
    """What all files of ours begin with."""
    return f"Made by `omero-builder manifests {of.choices.kind}`: make it anew, do not change it."


def made_from(of: Deployment) -> str:
    """The release and the variables that made it, but for the properties, which are in it."""
    given = [f"{name}={shlex.quote(text)}" for name, text in of.choices.given.items()]
    return comment(
        " ".join([f"omeroweb {__version__}:", *given] if given else [f"omeroweb {__version__}"])
    )


def secret_commands(of: Deployment) -> list[str]:
    """What an administrator types once, where the values are known, before the files are used."""
    if not of.secrets:
        return []
    if of.choices.kind == COMPOSE:
        return _compose(of)
    if of.choices.kind == KUBERNETES:
        return _kubernetes(of)
    prefix = of.choices[SECRETS]
    return [f"{_print(one, of)} | docker secret create {prefix}-{one.name} -" for one in of.secrets]


def _compose(of: Deployment) -> list[str]:
    made = [one for one in of.secrets if one.name not in of.secret_files]
    if not made:
        return []
    return [
        # The folder keeps others out; inside, any user of a container may read.
        f"mkdir -m 700 {FOLDER}",
        *(f"{_print(one, of)} > {FOLDER}/{one.name}" for one in made),
    ]


def _kubernetes(of: Deployment) -> list[str]:
    namespace = of.choices[NAMESPACE]
    made = [] if namespace == DEFAULT_NAMESPACE else ["kubectl apply -f namespace.yaml"]
    head = f"kubectl create secret generic {of.choices[SECRETS]} -n {namespace}"
    return [*made, *_continued([head, *(f"  {_from(one, of)}" for one in of.secrets)])]


def _continued(lines: list[str]) -> list[str]:
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def _from(secret: Secret, of: Deployment) -> str:
    if file := of.secret_files.get(secret.name):
        return f"--from-file={secret.name}={shlex.quote(file)}"
    return f'--from-literal={secret.name}="{_value(secret)}"'


def _print(secret: Secret, of: Deployment) -> str:
    if file := of.secret_files.get(secret.name):
        return f"cat {shlex.quote(file)}"
    return f'printf %s "{_value(secret)}"'


def _value(secret: Secret) -> str:
    """The value as a shell has it: a variable, or what config.xml or a file says."""
    if is_variable(secret.source) or secret.source.startswith("OMERO_WEB_"):
        return f"${secret.source}"
    return f"$(omero config get --resolved --show-password {secret.name})"
