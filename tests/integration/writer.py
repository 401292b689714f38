"""One of several processes that write to a store at once: python -m tests.integration.writer N.

Adds N to a number that all of them change, one at a time: read, then written.
"""

import sys

from omeroweb.cli.store import prepare


def main() -> None:
    prepare()
    from omeroweb.gateway.embedded import accounts, models  # noqa: PLC0415 - Django is set up now
    from omeroweb.gateway.embedded.transactions import one_at_a_time  # noqa: PLC0415

    owned = {"owner_id": accounts.ROOT_ID, "group": accounts.ensure_groups()}
    for _ in range(int(sys.argv[1])):
        with one_at_a_time("counting"):
            found, _ = models.Project.objects.get_or_create(
                name="count", defaults={**owned, "description": "0"}
            )
            found.description = str(int(found.description) + 1)
            found.save()


if __name__ == "__main__":
    main()
