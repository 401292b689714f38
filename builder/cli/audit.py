"""`audit`: is anything known against the Python packages that lock files name."""

import argparse
import sys
from pathlib import Path

from builder.cli.grammar import Commands


def add_parser(commands: Commands) -> None:
    """The grammar of `audit`."""
    audit = commands.add_parser(
        "audit",
        help="look Python packages up in PyPI's database of vulnerabilities",
        description="Look the packages of lock files up with pip-audit. Exits with 1 where a "
        "vulnerability is known, and where a package could not be looked up.",
    )
    audit.add_argument("locks", nargs="+", type=Path, metavar="FILE", help="with pinned versions")


def run(options: argparse.Namespace) -> int:
    """Print the vulnerabilities; 0 where every package was looked up and has none."""
    from builder.audit import NEXT_STEP, audit

    found = audit(options.locks)
    for one in found.vulnerabilities:
        fixed = f"fixed in {', '.join(one.fixed_in)}" if one.fixed_in else "not fixed yet"
        print(f"{one.package} {one.version}: {one.name} ({fixed})")
    known = len(found.vulnerabilities)
    print(f"{len(found.looked_up)} Python packages looked up, {known} vulnerabilities")
    if found.unknown:
        print(
            f"omero-builder: not looked up, PyPI's database of vulnerabilities does not answer for "
            f"them: {', '.join(found.unknown)}; {NEXT_STEP}",
            file=sys.stderr,
        )
    return 1 if found.vulnerabilities or found.unknown else 0
