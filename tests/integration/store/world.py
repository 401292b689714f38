"""A small lab in the store: five people with fixed roles around one person's data."""

from dataclasses import dataclass

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.server import EmbeddedServer

# owner: of the data. member, leader: of the same group. outsider: of another. admin: of all.
ROLES = ("owner", "member", "leader", "outsider", "admin")


@dataclass
class World:
    """group: with the owner's data in it. elsewhere: the group of the outsider."""

    group: models.ExperimenterGroup
    elsewhere: models.ExperimenterGroup
    people: dict[str, models.Experimenter]

    @property
    def owned(self) -> dict[str, object]:
        """What every object of the owner says."""
        return {"owner": self.people["owner"], "group": self.group}

    def as_(self, role: str) -> base.Gateway:
        """A gateway of somebody, opened anew: nothing is remembered."""
        return EmbeddedServer().open(base.Caller(self.people[role].id))

    def project(self, name: str = "project", *datasets: models.Dataset) -> models.Project:
        row = models.Project.objects.create(**self.owned, name=name)
        row.datasets.add(*datasets)
        return row

    def dataset(self, name: str = "dataset", *images: models.Image) -> models.Dataset:
        row = models.Dataset.objects.create(**self.owned, name=name)
        row.images.add(*images)
        return row

    def screen(self, name: str = "screen", *plates: models.Plate) -> models.Screen:
        row = models.Screen.objects.create(**self.owned, name=name)
        row.plates.add(*plates)
        return row

    def plate(self, name: str = "plate", wells: int = 2) -> models.Plate:
        """A plate of one row with a field in each well, all taken in one run."""
        images = [self.image(f"{name} {number}") for number in range(wells)]
        fileset = images[0].fileset
        models.Image.objects.filter(id__in=[image.id for image in images]).update(fileset=fileset)
        plate = models.Plate.objects.create(
            **self.owned, name=name, rows=1, columns=wells, fields=1, fileset=fileset
        )
        run = models.PlateAcquisition.objects.create(**self.owned, name="run", plate=plate)
        for column, image in enumerate(images):
            well = models.Well.objects.create(plate=plate, row=0, column=column)
            models.WellSample.objects.create(well=well, image=image, field=0, plate_acquisition=run)
        return plate

    def image(self, name: str = "image", channels: int = 2, **more: object) -> models.Image:
        """An image of the owner, 60 x 40 pixels, 5 sections, 3 time points."""
        owned = {**self.owned, **more}
        fileset = models.Fileset.objects.create(
            **{key: owned[key] for key in ("owner", "group")},
            path=f"/images/{name} {models.Fileset.objects.count()}.tif",
            modified_ns=1,
            size=1,
        )
        image = models.Image.objects.create(
            **owned, fileset=fileset, name=name, path=fileset.path, series=0
        )
        pixels = models.Pixels.objects.create(
            image=image,
            size_x=60,
            size_y=40,
            size_z=5,
            size_c=channels,
            size_t=3,
            type="uint16",
            levels=[[60, 40]],
            tile_width=60,
            tile_height=40,
        )
        for index in range(channels):
            models.Channel.objects.create(
                pixels=pixels,
                logical_channel=models.LogicalChannel.objects.create(name=f"channel {index}"),
                index=index,
                color=(0x0000FF, 0x00FF00, 0xFF0000)[index % 3],
                is_active=True,
                minimum=0,
                maximum=900,
                start=100,
                end=800,
            )
        return image


def make(permissions: str = models.READ_ANNOTATE) -> World:
    """A new lab whose group is of one kind."""
    group = models.ExperimenterGroup.objects.create(name="fins", permissions=permissions)
    elsewhere = models.ExperimenterGroup.objects.create(name="tails")
    people = {
        role: models.Experimenter.objects.create(user_name=role, last_name=role) for role in ROLES
    }
    members = {"owner": group, "member": group, "leader": group, "outsider": elsewhere}
    for role, of in members.items():
        models.GroupExperimenterMap.objects.create(
            group=of, experimenter=people[role], is_owner=role == "leader"
        )
    models.GroupExperimenterMap.objects.create(
        group_id=models.SYSTEM_GROUP, experimenter=people["admin"]
    )
    return World(group, elsewhere, people)
