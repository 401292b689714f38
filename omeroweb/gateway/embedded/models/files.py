"""Filesets, and the files in them or attached to objects."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import NAME_LENGTH, Owned, word

PATH_LENGTH = 4096


class Fileset(Owned):
    """What was imported in one go: a file or a Zarr folder, used where it lies.

    served_folder: the folder that the server was told to show when it found this one; empty for
    what somebody imported by hand. format: what the reader calls it, e.g. OME-TIFF. missing_since:
    when an import first found a file gone.
    """

    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    modified_ns = models.BigIntegerField()
    size = models.BigIntegerField()
    imported = models.DateTimeField(auto_now_add=True)
    format = word()
    served_folder = models.CharField(max_length=PATH_LENGTH, blank=True, db_index=True)
    missing_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.path

    @property
    def version(self) -> str:
        """Changes when the file does."""
        return f"{self.modified_ns:x}-{self.size:x}"


class DeletedFile(models.Model):
    """A file that was imported and whose images somebody deleted; size and time as they were."""

    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    size = models.BigIntegerField()
    modified_ns = models.BigIntegerField()
    deleted = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path


class OriginalFile(Owned):
    """A file of a fileset or one that somebody attached. path: where it lies, with its name.

    mimetype Directory: a folder that is imported as a whole, such as a Zarr. modified_ns: of a file
    that is used where it lies, when it was imported.
    """

    name = models.CharField(max_length=NAME_LENGTH)
    path = models.CharField(max_length=PATH_LENGTH)
    size = models.BigIntegerField()
    mimetype = models.CharField(max_length=NAME_LENGTH, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    modified_ns = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["path"], name="original_file_by_path")]

    def __str__(self) -> str:
        return self.name


class FilesetEntry(models.Model):
    """A file of a fileset that has more than one, in the order of reading."""

    fileset = models.ForeignKey(Fileset, models.CASCADE, db_index=False, related_name="entries")
    original_file = models.OneToOneField(OriginalFile, models.CASCADE, related_name="entry")
    index = models.IntegerField()

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["fileset", "index"], name="one_entry")]

    def __str__(self) -> str:
        return f"file {self.index} of {self.fileset_id}"


class OriginalMetadata(models.Model):
    """What a file says beyond the OME model: [[key, value], ...] in the file's order.

    image: None for what is said of all images of the fileset.
    """

    fileset = models.ForeignKey(Fileset, models.CASCADE, related_name="original_metadata")
    image = models.OneToOneField(
        "Image", models.CASCADE, null=True, related_name="original_metadata"
    )
    entries = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fileset"],
                condition=models.Q(image=None),
                name="one_global_metadata",
            )
        ]

    def __str__(self) -> str:
        return f"{len(self.entries)} entries"
