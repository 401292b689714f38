"""Users and images for the store of this process; Django must be set up."""

from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.importing.outcomes import Imported
from omeroweb.gateway.embedded.importing.places import Places
from omeroweb.gateway.embedded.importing.walking import Found, Start, search
from omeroweb.gateway.embedded.importing.writing import Destination, Writer
from omeroweb.gateway.embedded.registration.containers import Owner
from omeroweb.pixels.reading import read_or_say
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery


def fill(gallery: Gallery) -> None:
    """Users in two groups, and the gallery's files as the owner's images."""
    accounts.ensure_root({})
    gallery.users["root"] = accounts.ROOT_ID
    for group_name, names in (("gallery", (OWNER, MEMBER)), ("elsewhere", (OUTSIDER,))):
        group = models.ExperimenterGroup.objects.create(name=group_name)
        for name in names:
            user = models.Experimenter.objects.create(user_name=name, first_name=name.title())
            models.GroupExperimenterMap.objects.create(group=group, experimenter=user)
            gallery.users[name] = user.id
    _import(gallery)
    for name in gallery.arrays:
        gallery.ids[name] = models.Image.objects.get(name__startswith=f"{name}.").id
    gallery.plate = models.Plate.objects.get().id


def _import(gallery: Gallery) -> None:
    group = models.ExperimenterGroup.objects.get(name="gallery")
    writer = Writer(Destination(Owner(gallery.users[OWNER], group.id), Places()))
    for found in search(Start.at(gallery.folder.parents[1])):
        assert isinstance(found, Found), found
        read = read_or_say(found.path)
        assert not isinstance(read, str), read
        writer.add(found, read)
    for outcome in writer.write():
        assert isinstance(outcome, Imported), outcome
