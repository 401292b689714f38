"""Importing a folder into the store of this process, by the code that `omero import` runs."""

from collections.abc import Callable
from pathlib import Path

from omeroweb.gateway.embedded import accounts
from omeroweb.gateway.embedded.importing.outcomes import Outcome
from omeroweb.gateway.embedded.importing.places import Places
from omeroweb.gateway.embedded.importing.run import Options, every, import_all
from omeroweb.gateway.embedded.importing.walking import Found, Start
from omeroweb.gateway.embedded.importing.writing import Destination
from omeroweb.gateway.embedded.registration.containers import Owner


def import_folder(
    folder: Path, *, is_restoring: bool = False, accepts: Callable[[Found], bool] = every
) -> list[Outcome]:
    """What an import of the folder says, whose images become the administrator's.

    accepts: asked of each file that was found, before it is read.
    """
    accounts.ensure_root({})
    destination = Destination(Owner(accounts.ROOT_ID, accounts.ensure_groups().id), Places())
    options = Options(workers=1, timeout=60, is_restoring=is_restoring, accepts=accepts)
    return list(import_all([Start.at(folder)], destination, options))
