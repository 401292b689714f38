"""The key that signs cookies: configured, or made once and kept."""

import os
import secrets
from pathlib import Path

from omeroweb.config import catalogue
from omeroweb.config.configuration import Configuration
from omeroweb.errors import ConfigurationError

KEY_BYTES = 48

GROUP_WRITE = 0o020


def key_file(configuration: Configuration) -> Path:
    return configuration.omerodir / "var" / "django_secret_key"


def secret_key(configuration: Configuration) -> str:
    """The configured key, else the kept one, else one for this process only.

    Raises ConfigurationError where there is a key that this user may not read: sessions signed
    with another one would end without a word.
    """
    configured = configuration.optional(catalogue.SECRET_KEY)
    if configured:
        return configured
    try:
        return key_file(configuration).read_text(encoding="ascii")
    except PermissionError:
        raise ConfigurationError(
            f"{key_file(configuration)}: not readable by user {os.getuid()}; change its owner, "
            "or set omero.web.secret_key"
        ) from None
    except OSError:
        return secrets.token_urlsafe(KEY_BYTES)


def ensure_secret_key(configuration: Configuration) -> None:
    """Make the key file where there is none, readable by its owner.

    Its group may read it only where the umask lets the group write, as in containers, whose UID may
    change between two starts.
    Of two processes that start at once, the first one's key is kept.
    """
    file = key_file(configuration)
    if configuration.optional(catalogue.SECRET_KEY) or file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(secrets.token_urlsafe(KEY_BYTES), encoding="ascii")
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o600 if mask & GROUP_WRITE else 0o660)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
