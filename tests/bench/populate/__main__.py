"""python -m tests.bench.populate --images 1000000: fill an empty store.

The store is that of OMERODIR and DATABASE_URL, as for every command of omero.
"""

import argparse
import os
import sys
import time

from omeroweb.cli.store import prepare
from omeroweb.errors import CommandError, OmeroError, exit_code
from tests.bench.populate.plan import Plan


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/populate", description=__doc__)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--annotations", type=int, default=200_000)
    parser.add_argument("--groups", type=int, default=10)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument(
        "--password", default="password", help="of every person and of the administrator"
    )
    options = vars(parser.parse_args())
    password = options.pop("password")
    try:
        _populate(Plan(**options), password)
    except OmeroError as error:
        print(f"populate: {error}", file=sys.stderr)
        return exit_code(error)
    return 0


def _populate(plan: Plan, password: str) -> None:
    began = time.monotonic()
    os.environ.setdefault("OMERO_WEB_ROOT_PASSWORD", password)
    prepare()
    from omeroweb.gateway.embedded import (  # noqa: PLC0415 - Django is set up now
        derived_tables,
        models,
    )

    if models.Image.objects.exists():
        raise CommandError("the store has images: expected an empty one")
    from tests.bench.populate import annotations, images, people, writing  # noqa: PLC0415

    writing.quickly()
    group_ids, person_ids = people.write(plan, password)
    owners = people.Owners(plan, group_ids, person_ids)
    with derived_tables.suspended():
        images.write(plan, owners)
        annotations.write(plan, owners)
    writing.analyse()
    print(f"{plan.images} images in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
