"""The OMERO data model as Django models, under OMERO's names."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

PRIVATE, READ_ONLY, READ_ANNOTATE, READ_WRITE = "rw----", "rwr---", "rwra--", "rwrw--"
PERMISSIONS = {
    PRIVATE: "private",
    READ_ONLY: "read-only",
    READ_ANNOTATE: "read-annotate",
    READ_WRITE: "read-write",
}

# Groups that every OMERO server has, with the ids that clients know.
SYSTEM_GROUP, USER_GROUP = 0, 1


class ExperimenterGroup(models.Model):
    name = models.CharField(max_length=255, unique=True)
    description = models.TextField(blank=True)
    permissions = models.CharField(max_length=6, choices=PERMISSIONS, default=READ_ONLY)

    def __str__(self) -> str:
        return self.name


class Experimenter(AbstractBaseUser):
    """A user. The password is stored as Django hashes it."""

    user_name = models.CharField(max_length=255, unique=True)
    first_name = models.CharField(max_length=255, blank=True)
    middle_name = models.CharField(max_length=255, blank=True)
    last_name = models.CharField(max_length=255, blank=True)
    email = models.EmailField(blank=True)
    institution = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField(default=True)
    groups = models.ManyToManyField(ExperimenterGroup, through="GroupExperimenterMap")

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "user_name"

    def __str__(self) -> str:
        return self.user_name


class GroupExperimenterMap(models.Model):
    """Membership; the first one is the default group."""

    group = models.ForeignKey(ExperimenterGroup, models.CASCADE)
    experimenter = models.ForeignKey(Experimenter, models.CASCADE)
    is_owner = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "experimenter"], name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.experimenter_id} in {self.group_id}"


class Owned(models.Model):
    """What every object with an owner has."""

    owner = models.ForeignKey(Experimenter, models.PROTECT, related_name="+")
    group = models.ForeignKey(ExperimenterGroup, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Named(Owned):
    """An object that lists show, ordered by lower-case name, then id."""

    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(Lower("name"), "id", name="%(class)s_by_name")]

    def __str__(self) -> str:
        return self.name


class Project(Named):
    class Meta(Named.Meta):
        pass


class Dataset(Named):
    projects = models.ManyToManyField(Project, related_name="datasets")

    class Meta(Named.Meta):
        pass


class Fileset(Owned):
    """What was imported in one go: a file or a Zarr folder, used where it lies.

    served_folder: the folder that the server was told to show when it found this one; empty for
    what somebody imported by hand.
    """

    path = models.CharField(max_length=4096, unique=True)
    modified_ns = models.BigIntegerField()
    size = models.BigIntegerField()
    imported = models.DateTimeField(auto_now_add=True)
    served_folder = models.CharField(max_length=4096, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.path

    @property
    def version(self) -> str:
        """Changes when the file does."""
        return f"{self.modified_ns:x}-{self.size:x}"


class Image(Named):
    """path and series name the image inside its fileset for the reader."""

    fileset = models.ForeignKey(Fileset, models.CASCADE, related_name="images")
    datasets = models.ManyToManyField(Dataset, related_name="images")
    path = models.CharField(max_length=4096)
    series = models.IntegerField()
    acquired = models.DateTimeField(null=True)
    magnification = models.FloatField(null=True)

    class Meta(Named.Meta):
        pass


class Pixels(models.Model):
    """levels: [[size_x, size_y], ...] from full resolution down. Physical sizes with OME units."""

    image = models.OneToOneField(Image, models.CASCADE, related_name="pixels")
    size_x = models.IntegerField()
    size_y = models.IntegerField()
    size_z = models.IntegerField()
    size_c = models.IntegerField()
    size_t = models.IntegerField()
    type = models.CharField(max_length=16)
    levels = models.JSONField()
    tile_width = models.IntegerField()
    tile_height = models.IntegerField()
    significant_bits = models.IntegerField(null=True)
    physical_size_x = models.FloatField(null=True)
    physical_size_x_unit = models.CharField(max_length=32, blank=True)
    physical_size_y = models.FloatField(null=True)
    physical_size_y_unit = models.CharField(max_length=32, blank=True)
    physical_size_z = models.FloatField(null=True)
    physical_size_z_unit = models.CharField(max_length=32, blank=True)
    time_increment = models.FloatField(null=True)
    time_increment_unit = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.size_x} x {self.size_y} {self.type}"


class Channel(models.Model):
    """color: 0xRRGGBB. minimum, maximum: of a sample of the pixels; start, end: first shown."""

    pixels = models.ForeignKey(Pixels, models.CASCADE, related_name="channels")
    index = models.IntegerField()
    name = models.CharField(max_length=255, blank=True)
    color = models.IntegerField()
    is_active = models.BooleanField()
    minimum = models.FloatField()
    maximum = models.FloatField()
    start = models.FloatField()
    end = models.FloatField()
    emission = models.FloatField(null=True)
    excitation = models.FloatField(null=True)
    fluor = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["pixels", "index"], name="one_channel")]

    def __str__(self) -> str:
        return self.name or str(self.index)


class Screen(Named):
    class Meta(Named.Meta):
        pass


class Plate(Named):
    screens = models.ManyToManyField(Screen, related_name="plates")
    rows = models.IntegerField()
    columns = models.IntegerField()
    row_naming = models.CharField(max_length=16, default="letter")
    column_naming = models.CharField(max_length=16, default="number")
    fields = models.IntegerField()
    fileset = models.ForeignKey(Fileset, models.CASCADE, related_name="plates")

    class Meta(Named.Meta):
        pass


class Well(models.Model):
    """row and column count from 0."""

    plate = models.ForeignKey(Plate, models.CASCADE, related_name="wells")
    row = models.IntegerField()
    column = models.IntegerField()

    class Meta:
        ordering = ["column", "row", "id"]
        constraints = [models.UniqueConstraint(fields=["plate", "row", "column"], name="one_well")]

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}"


class WellSample(models.Model):
    """One field of a well. Positions with OME units, where the file gives them."""

    well = models.ForeignKey(Well, models.CASCADE, related_name="samples")
    image = models.OneToOneField(Image, models.CASCADE, related_name="well_sample")
    field = models.IntegerField()
    position_x = models.FloatField(null=True)
    position_x_unit = models.CharField(max_length=32, blank=True)
    position_y = models.FloatField(null=True)
    position_y_unit = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["field", "id"]

    def __str__(self) -> str:
        return f"field {self.field}"
