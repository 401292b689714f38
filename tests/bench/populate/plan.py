"""What a made-up site has, by number: every fact follows from an object's id."""

from dataclasses import dataclass

WELLS = 96
# Of all images: these are in no dataset, and those in one large dataset.
ORPHANED_OF, LARGE_OF = 100, 20
LARGE_DATASET = 1

LINES = ("HeLa", "U2OS", "HEK293", "MCF7", "Zebrafish", "Drosophila", "Organoid", "Fibroblast")
STAINS = (
    "DAPI",
    "GFP-tubulin",
    "mCherry_H2B",
    "Phalloidin",
    "Hoechst",
    "Cy5",
    "α-actin",
    "LysoTracker",
)
TREATMENTS = ("control", "nocodazole 5 µM", "taxol", "siRNA#3", "heat shock", "DMSO", "starved")
CONDITIONS = ("wild type", "knock-out", "rescue", "überexpression", "細胞分裂")


@dataclass(frozen=True)
class Plan:
    """How many of everything. Ids begin at 1 and have no gaps."""

    images: int
    datasets: int
    annotations: int
    groups: int = 10
    people: int = 100

    @property
    def projects(self) -> int:
        return max(1, self.datasets // 10)

    @property
    def plates(self) -> int:
        """Two in a hundred images are fields of wells."""
        return self.images // 50 // WELLS

    @property
    def screens(self) -> int:
        return max(1, self.plates // 10)

    @property
    def in_wells(self) -> int:
        return self.plates * WELLS

    @property
    def tags(self) -> int:
        return max(1, self.annotations // 100)

    @property
    def maps(self) -> int:
        return self.annotations * 6 // 10

    @property
    def comments(self) -> int:
        return self.annotations // 4

    @property
    def ratings(self) -> int:
        return self.annotations - self.tags - self.maps - self.comments

    # --- who and where ----------------------------------------------------------

    def group(self, container: int) -> int:
        """The number of the group, from 0, that a dataset, project, plate or screen belongs to."""
        return container % self.groups

    def owner(self, container: int) -> int:
        """The number of the person, from 0, who owns it: one of its group."""
        a_group = self.people // self.groups
        return self.group(container) + self.groups * (mixed(container) % a_group)

    def dataset(self, image: int) -> int | None:
        if image <= self.in_wells or image % ORPHANED_OF == 0:
            return None
        if image % LARGE_OF == 1:
            return LARGE_DATASET
        return 2 + image % (self.datasets - 1)

    def container(self, image: int) -> int:
        """The dataset or plate that an image belongs to; of an orphaned one, where it was."""
        if image <= self.in_wells:
            return 1 + (image - 1) // WELLS
        return self.dataset(image) or 2 + image % (self.datasets - 1)

    def neighbour(self, image: int, step: int) -> int:
        """Another image of the same dataset, for what is on several images of one group."""
        span = self.images - self.in_wells
        found = self.in_wells + (image - self.in_wells + step * (self.datasets - 1)) % span
        return found if self.container(found) == self.container(image) else image


def mixed(number: int) -> int:
    """A number that looks random and is always the same."""
    number = (number * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    return number >> 29


def image_name(image: int) -> str:
    at = mixed(image)
    day, month, year = 1 + at % 28, 1 + at // 28 % 12, 2012 + at // 336 % 13
    row, column = "ABCDEFGH"[at // 7 % 8], 1 + at // 56 % 12
    line, stain = LINES[at // 3 % len(LINES)], STAINS[at // 24 % len(STAINS)]
    return (
        f"{line}_{stain}_{year}-{month:02}-{day:02}_{row}{column:02}_s{image % 9}_{image}.ome.tif"
    )


def word_of(words: tuple[str, ...], number: int) -> str:
    return words[mixed(number) % len(words)]
