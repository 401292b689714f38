"""The Screens of plates: the one that was asked for, else the file's, else the folder's."""

from collections.abc import Sequence

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.laid import Laid
from omeroweb.gateway.embedded.registration.values import owned, text, word


def link(laid: Sequence[Laid]) -> None:
    """Put new plates into their Screens; those that were there before stay where they are."""
    screens: dict[tuple[int, int, str], models.Screen] = {}
    for plate in laid:
        name = name_of(plate)
        key = plate.row.owner_id, plate.row.group_id, name
        if key not in screens:
            screens[key] = _screen(plate, name)
        screens[key].plates.add(plate.row)


def name_of(plate: Laid) -> str:
    place = plate.entry.place
    said = plate.said.screen
    return word(said.name) if said and said.name and not place.is_screen_named else place.screen


def _screen(plate: Laid, name: str) -> models.Screen:
    mine = owned(plate.row)
    place = plate.entry.place
    if place.screen_id is not None and place.is_screen_named:
        return models.Screen.objects.get(id=place.screen_id)
    found = models.Screen.objects.filter(**mine, name=name).order_by("id").first()
    if found:
        return found
    made = models.Screen(**mine, name=name)
    said = plate.said.screen
    if said and word(said.name) == name:
        made.description = text(said.description)
        made.type = word(said.type)
        made.protocol_identifier = word(said.protocol_identifier)
        made.protocol_description = text(said.protocol_description)
        made.reagent_set_identifier = word(said.reagent_set_identifier)
        made.reagent_set_description = text(said.reagent_set_description)
        plate.entry.annotate(Kind.SCREEN, made, said.annotations)
    made.save()
    return made
