"""What all contests of one run share: folders, data, the site, and how often to measure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from omeroweb.config import catalogue, load
from tests.bench import site as sites
from tests.bench.data import Data


@dataclass(frozen=True)
class Run:
    """folder: of this run alone. is_quick: to see that it works; its numbers mean little."""

    folder: Path
    data: Data
    rounds: int = 3
    is_quick: bool = False

    @property
    def omerodir(self) -> Path:
        return self.folder / "omero"

    @contextmanager
    def site(self, **settings: str) -> Iterator[sites.Site]:
        """The site with all images of the run and no rendered answers."""
        sites.forget_caches(self.omerodir)
        sites.until_files_are_made_quickly(self.folder)
        with sites.running(self.omerodir, **settings) as site:
            yield site

    def pool(self) -> tuple[int, int]:
        """Workers and threads of the render pool."""
        of = load({"OMERODIR": str(self.omerodir)})
        return of[catalogue.WORKERS], of[catalogue.THREADS]
