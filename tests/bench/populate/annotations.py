"""Tags, key-value pairs, comments and ratings on images."""

from collections.abc import Iterator

from omeroweb.gateway.base import CLIENT_MAP, RATING, AnnotationKind
from omeroweb.gateway.embedded import models
from tests.bench.populate.people import Owners
from tests.bench.populate.plan import CONDITIONS, LINES, TREATMENTS, Plan, mixed, word_of
from tests.bench.populate.writing import Values, write_all
from tests.bench.populate.writing import write as write_rows

# Images that carry a tag; the first one is on many more.
IMAGES_OF_A_TAG, IMAGES_OF_THE_FIRST = 100, 20_000
NOTHING: Values = {"namespace": "", "text_value": "", "long_value": None}


def write(plan: Plan, owners: Owners) -> None:
    write_rows(
        models.Annotation,
        plan.annotations,
        lambda n: {**owners.of(plan.container(_image(plan, n))), **NOTHING, **_value(plan, n)},
    )
    write_all(models.MapValue, _pairs(plan))
    write_all(models.ImageAnnotationLink, _links(plan, owners))


def _value(plan: Plan, number: int) -> Values:
    """Tags come first, then maps, comments and ratings."""
    if number <= plan.tags:
        return {"kind": AnnotationKind.TAG, "text_value": f"{word_of(CONDITIONS, number)} {number}"}
    if number <= plan.tags + plan.maps:
        return {"kind": AnnotationKind.MAP, "namespace": CLIENT_MAP}
    if number <= plan.tags + plan.maps + plan.comments:
        text = f"{word_of(LINES, number)} looks {word_of(TREATMENTS, number + 1)}, see {number}"
        return {"kind": AnnotationKind.COMMENT, "text_value": text}
    return {"kind": AnnotationKind.LONG, "namespace": RATING, "long_value": 1 + number % 5}


def _image(plan: Plan, number: int) -> int:
    """The first image that an annotation is on: one that has a dataset."""
    found = plan.in_wells + 1 + mixed(number) % (plan.images - plan.in_wells)
    while plan.dataset(found) is None:
        found = plan.in_wells + 1 + (found - plan.in_wells) % (plan.images - plan.in_wells)
    return found


def _pairs(plan: Plan) -> Iterator[Values]:
    for number in range(plan.tags + 1, plan.tags + plan.maps + 1):
        pairs = (
            ("Gene", f"GENE{mixed(number) % 20_000}"),
            ("Organism", word_of(LINES, number)),
            ("Concentration", f"{mixed(number) % 500} nM"),
        )
        for index, (name, value) in enumerate(pairs):
            yield {"annotation_id": number, "index": index, "name": name, "value": value}


def _links(plan: Plan, owners: Owners) -> Iterator[Values]:
    for number in range(1, plan.annotations + 1):
        first = _image(plan, number)
        images = {first}
        if number <= plan.tags:
            wanted = IMAGES_OF_THE_FIRST if number == 1 else IMAGES_OF_A_TAG
            images |= {plan.neighbour(first, step) for step in range(1, wanted)}
        owner = owners.of(plan.container(first))["owner_id"]
        for image in images:
            yield {"parent_id": image, "child_id": number, "owner_id": owner}
