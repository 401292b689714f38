"""Where images stand in long lists: tables that triggers keep, see the package ``order``."""

from django.db import models

# In the place of a dataset, of images that are in none and in no well.
NOWHERE = 0


class Standing(models.Model):
    """Whose images they are, as columns: a key would be checked again with each image."""

    group = models.BigIntegerField(db_column="group_id")
    owner = models.BigIntegerField(db_column="owner_id")

    class Meta:
        abstract = True


class ImagePlace(Standing):
    """An image of a dataset. name: in lower case, as lists are ordered."""

    pk = models.CompositePrimaryKey("dataset_id", "name", "image_id")
    dataset_id = models.BigIntegerField()
    name = models.TextField()
    image_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "embedded_image_place"

    def __str__(self) -> str:
        return f"image {self.image_id} in dataset {self.dataset_id}"


class PlaceCount(Standing):
    """How many images of an owner and a group have a place in a dataset; rows are to be added."""

    pk = models.CompositePrimaryKey("dataset_id", "group", "owner")
    dataset_id = models.BigIntegerField()
    images = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "embedded_place_count"

    def __str__(self) -> str:
        return f"{self.images} images in dataset {self.dataset_id}"


class ImageStretch(models.Model):
    """A part of the order of all images: name and image are where it begins."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    image_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "embedded_image_stretch"

    def __str__(self) -> str:
        return f"stretch {self.id} from {self.name}"


class ImageCount(Standing):
    """How many images of an owner and a group are in a stretch; several rows are to be added."""

    pk = models.CompositePrimaryKey("stretch", "group", "owner")
    stretch = models.BigIntegerField(db_column="stretch_id")
    images = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "embedded_image_count"

    def __str__(self) -> str:
        return f"{self.images} images in stretch {self.stretch}"
