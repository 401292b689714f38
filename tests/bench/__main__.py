"""python -m tests.bench: measure all contests, or the named ones, and say how they went."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.bench.chart import svg
from tests.bench.contests import (
    importing,
    lists,
    memory,
    planes,
    reading,
    scale,
    slide,
    thumbnails,
)
from tests.bench.data import Data
from tests.bench.document import replace_section
from tests.bench.load import BenchFailed, need
from tests.bench.results import Contest, Results, table
from tests.bench.runs import Run
from tests.bench.site import import_images

ROOT = Path(__file__).resolve().parents[2]
CONTESTS: Mapping[str, Callable[[Run], Contest | Iterable[Contest]]] = {
    "thumbnails": thumbnails.contest,
    **{kind.name: partial(planes.contest, kind) for kind in planes.KINDS},
    "slide": slide.contest,
    "imgdata": lists.img_data,
    "images": lists.image_list,
    "memory": memory.memory,
    "start": memory.start,
    "scale": scale.contest,
    "readers": reading.contests,
    "import": importing.contest,
}
# They need no site, and so no programs that ask it and no images in it.
WITHOUT_SITE = {"readers", "import"}
# Kept between runs: making the images takes longer than measuring.
DATA = ROOT / "var" / "bench"
PAGE = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "images" / "performance.svg"
HEAD = (
    "![All contests of make bench](images/performance.svg)\n\n"
    "All numbers: [performance.json](performance.json)."
)
RESULTS = ROOT / "docs" / "performance.json"


def main() -> int:
    options = _parser().parse_args()
    unknown = [name for name in options.contests if name not in CONTESTS]
    if unknown:
        print(f"no contest {unknown[0]!r}: expected one of {', '.join(CONTESTS)}", file=sys.stderr)
        return 2
    wanted = options.contests or list(CONTESTS)
    results = Results()
    try:
        with tempfile.TemporaryDirectory(prefix="omeroweb-bench-") as folder:
            Path(folder).chmod(0o755)  # NGINX's workers look in
            run = Run(Path(folder), Data(options.data), options.rounds, options.quick)
            if not WITHOUT_SITE.issuperset(wanted):
                need("nginx", "ab", "wrk")
                _import(run)
            for name in wanted:
                for contest in _measured(name, run):
                    results.contests.append(replace(contest, begun=results.begun))
                    print(table([contest]), flush=True)
    except BenchFailed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    if options.json:
        results.write(options.json)
    if options.write:
        _write(results)
    return 0


def _measured(name: str, run: Run) -> Iterable[Contest]:
    found = CONTESTS[name](run)
    return [found] if isinstance(found, Contest) else found


def _import(run: Run) -> None:
    """All images of all contests, in a store of this run's own."""
    files = [*(kind.file(run.data) for kind in planes.KINDS), run.data.slide(slide.SIZE)]
    files += [run.data.sparse(size)[0] for size in scale.GIGAPIXELS]
    files += run.data.small(200)
    import_images(run.omerodir, *files)


def _write(results: Results) -> None:
    """What was measured now takes the place of what was measured before; the rest stays."""
    results.contests = results.beside(RESULTS)
    results.write(RESULTS)
    CHART.write_text(svg(results.contests), encoding="utf-8")
    replace_section(PAGE, "bench", f"{HEAD}\n\n{table(results.contests)}")
    print(f"written: {PAGE.relative_to(ROOT)}, {CHART.relative_to(ROOT)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("contests", nargs="*", metavar="CONTEST", help=", ".join(CONTESTS))
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--quick", action="store_true", help="few requests: does it work at all?")
    parser.add_argument("--data", type=Path, default=DATA, help="where the images are kept")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    parser.add_argument(
        "--write", action="store_true", help="write table and chart into docs/performance.md"
    )
    return parser


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
