"""Full-text search: what is found, and by whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationKind, Kind, Search, SearchField, Slice
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.fulltext import sqlite
from omeroweb.gateway.embedded.fulltext.documents import DOCUMENTS
from omeroweb.gateway.embedded.fulltext.index import SEARCH
from omeroweb.gateway.embedded.fulltext.reach import Reach
from tests.integration.store import world
from tests.integration.store.searching import annotate, found


@pytest.fixture
def lab(undone: None) -> world.World:
    return world.make()


# --- words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "HeLa",
        "hela dapi",
        "DAPI hela",  # in any order
        "dap",  # a beginning
        "HeLa_DAPI_2024-05-01",
        "2024-05",
        "ome.tif",
        "zürich",
        "ZURICH",
        "Zu\u0308rich",
        "µm",
        "μM",  # the Greek letter is written alike
        "細胞",
        '"hela* (',
    ],
)
def test_words_are_found_by_their_beginnings(lab: world.World, text: str) -> None:
    lab.image("HeLa_DAPI_2024-05-01_s1.ome.tif", description="5 µm from Zürich, 細胞分裂")
    lab.image("U2OS_GFP_2023.ome.tiff.other", description="")
    assert found(lab, text)[-1:] == ["HeLa_DAPI_2024-05-01_s1.ome.tif"]


@pytest.mark.parametrize("endings", [1, 3, 40])
def test_a_beginning_is_found_however_many_words_have_it(lab: world.World, endings: int) -> None:
    """Words of before the index was made, words that came since, and one with a letter less."""
    names = [f"stem{chr(ord('a') + number % 26)}{number}" for number in range(endings)]
    for name in names[::2]:
        lab.image(name)
    SEARCH.rebuild()
    for name in names[1::2]:
        lab.image(name)
    lab.image("ste")
    assert sorted(found(lab, "stem")) == sorted(names)
    assert sorted(found(lab, "STEM", SearchField.NAME)) == sorted(names)
    assert found(lab, "stem", SearchField.DESCRIPTION) == []
    models.Image.objects.filter(name=names[0]).update(name="stemming")
    assert found(lab, "stemming") == ["stemming"]
    assert found(lab, names[0]) == [name for name in names[:0:-1] if name.startswith(names[0])]


def test_named_words_find_what_their_beginning_finds(
    lab: world.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite words are named by the vocabulary, in the letters that FTS5 writes them with."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL makes its queries in the database")
    for name in (
        "Zürichsee",
        "ZURICHBERG",
        "Zuri",
        "Zuri7",
        "Привет",
        "приветы",
        "Straße",
        "strasse",
    ):
        lab.image(name)
    lab.image("other", description="zürich, Zu\u0308richs")
    texts = ("zuri", "Züric", "ZÜRICHS", "приве", "ПРИВЕТЫ", "stra", "straß", "zzzz", "zuri priv")
    named = [found(lab, text) for text in texts]
    assert [len(names) for names in named] == [5, 3, 2, 2, 1, 2, 1, 0, 0]
    document, reach = DOCUMENTS[Kind.IMAGE], Reach(0, None, ())
    _, query = sqlite.condition(document, ["Züric"], [SearchField.NAME], reach)
    assert query == ['{name} : ("zurich" OR "zurichberg" OR "zurichs" OR "zurichsee")']
    monkeypatch.setattr(sqlite, "MOST_ENDINGS", 0)
    assert [found(lab, text) for text in texts] == named


@pytest.mark.parametrize(
    "text", ["ela", "hela gfp", "hela NOT gfp", "", " ", "*", "%", "''", "\0", "🔬", "\u0301"]
)
def test_what_is_not_there_is_not_found(lab: world.World, text: str) -> None:
    lab.image("HeLa_DAPI.ome.tif")
    assert found(lab, text) == []


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(max_size=60)
    | st.text(st.sampled_from("\"'*:()&|!<>-^{}\\ \0%_ANDORNEAŔäß細"), max_size=40)
)
def test_no_text_is_too_strange_to_look_for(lab: world.World, text: str) -> None:
    lab.as_("owner").search(Kind.IMAGE, Slice(), Search(text))


def test_a_name_is_found_by_all_its_words_whatever_they_are(lab: world.World) -> None:
    names = ["Ångström Ⅳ", "naïve_Œuvre", "ПРИВЕТ мир", "हिन्दी", "A" * 200, "ﬁbroblast", "x²"]
    for name in names:
        lab.image(name)
    for name in names:
        assert name in found(lab, name), name


# --- where --------------------------------------------------------------------------


def test_each_field_has_its_words(lab: world.World) -> None:
    image = lab.image("by name", description="by description")
    annotate(lab, image, "by tag")
    annotate(lab, image, "by comment", AnnotationKind.COMMENT)
    pairs = annotate(lab, image, kind=AnnotationKind.MAP)
    models.MapValue.objects.create(annotation=pairs, index=0, name="Gene", value="TP53")
    file = models.OriginalFile.objects.create(**lab.owned, name="report.pdf", path="/a", size=1)
    annotate(lab, image, kind=AnnotationKind.FILE, file=file)
    places = {
        "name": SearchField.NAME,
        "description": SearchField.DESCRIPTION,
        "tag": SearchField.TAG,
        "comment": SearchField.ANNOTATION,
        "tp53": SearchField.ANNOTATION,
        "gene": SearchField.ANNOTATION,
        "report": SearchField.FILE,
    }
    for word, place in places.items():
        assert found(lab, word) == ["by name"], word
        where = [field for field in SearchField if found(lab, word, field)]
        expected = [place] if word != "tag" else [SearchField.TAG, SearchField.ANNOTATION]
        assert where == expected, word
    assert found(lab, "name tag") == ["by name"]
    assert found(lab, "name tag", SearchField.NAME, SearchField.TAG) == ["by name"]
    assert found(lab, "name tag", SearchField.NAME) == []


def test_every_kind_is_searched(lab: world.World) -> None:
    plate = make_plate(lab, "needle plate")
    well = models.Well.objects.create(
        plate=plate, row=0, column=0, external_description="needle in a well"
    )
    for model in (models.Project, models.Dataset, models.Screen):
        model._default_manager.create(**lab.owned, name=f"needle {model.__name__}")
    models.PlateAcquisition.objects.create(**lab.owned, plate=plate, name="needle run")
    lab.image("needle image")
    assert [found(lab, "needle", kind=kind) for kind in base.SEARCHABLE_KINDS] == [
        ["needle Project"],
        ["needle Dataset"],
        ["needle image"],
        ["needle Screen"],
        ["needle plate"],
        ["needle run"],
        [str(well.id)],
    ]
    with pytest.raises(BadRequest, match="Roi is not searched: expected one of Project, Dataset"):
        lab.as_("owner").search(Kind.ROI, Slice(), Search("needle"))


def make_plate(lab: world.World, name: str) -> models.Plate:
    fileset = lab.image("a field").fileset
    return models.Plate.objects.create(
        **lab.owned, name=name, rows=1, columns=1, fields=1, fileset=fileset
    )


# --- who ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "finders"),
    [
        (models.PRIVATE, ["owner", "leader", "admin"]),
        (models.READ_ONLY, ["owner", "member", "leader", "admin"]),
    ],
)
def test_one_finds_what_one_may_see(undone: None, permissions: str, finders: list[str]) -> None:
    lab = world.make(permissions)
    lab.image("secret")
    lab.image("secret of a member", owner=lab.people["member"])
    well = models.Well.objects.create(
        plate=make_plate(lab, "secret"), row=0, column=0, external_description="secret"
    )
    for role in world.ROLES:
        assert ("secret" in found(lab, "secret", role=role)) is (role in finders), role
        assert (found(lab, "secret", role=role, kind=Kind.WELL) == [str(well.id)]) is (
            role in finders
        )
        # An id is found by the same rules.
        assert (found(lab, str(well.id), role=role, kind=Kind.WELL) != []) is (role in finders)


def test_what_changes_hands_is_found_by_the_other(lab: world.World) -> None:
    image = lab.image("moved")
    plate = make_plate(lab, "moved plate")
    well = models.Well.objects.create(
        plate=plate, row=0, column=0, external_description="moved well"
    )
    for row in (image, plate):
        row.group = lab.elsewhere
        row.save()
    assert found(lab, "moved") == []
    assert found(lab, "moved", role="outsider") == ["moved"]
    assert found(lab, "moved", role="outsider", kind=Kind.WELL) == [str(well.id)]


def test_somebody_in_no_group_finds_nothing(lab: world.World) -> None:
    lab.image("needle")
    models.GroupExperimenterMap.objects.filter(experimenter=lab.people["member"]).delete()
    assert found(lab, "needle", role="member") == []


# --- narrowing and paging ---------------------------------------------------------------


def test_a_search_is_narrowed_by_owner_group_and_date(lab: world.World) -> None:
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    day = timedelta(days=1)
    lab.image("needle old", created=noon - day, acquired=noon - 9 * day)
    lab.image("needle new", created=noon, acquired=noon - 10 * day)
    lab.image("needle of a member", owner=lab.people["member"], created=noon + day)

    def narrowed(**by: object) -> list[str]:
        wanted = Search("needle", **by)  # type: ignore[arg-type]
        items = lab.as_("admin").search(Kind.IMAGE, Slice(), wanted).items
        return [item.name for item in items if isinstance(item, base.Image)]

    assert narrowed(owner=lab.people["member"].id) == ["needle of a member"]
    assert narrowed(group=lab.elsewhere.id) == []
    assert len(narrowed(group=lab.group.id)) == 3
    assert narrowed(since=noon, until=noon + day) == ["needle new"]
    assert narrowed(until=noon) == ["needle old"]
    assert narrowed(until=noon - 9 * day, by_acquisition=True) == ["needle new"]


def test_pages_follow_each_other_and_an_id_comes_first(lab: world.World) -> None:
    ids = [lab.image(f"needle {letter}").id for letter in "abcde"]
    oldest = lab.image(f"needle {ids[0]}").id

    def page(text: str, offset: int, limit: int) -> tuple[list[int], bool]:
        matches = lab.as_("owner").search(Kind.IMAGE, Slice(offset, limit), Search(text))
        return [item.id for item in matches.items], matches.has_more

    newest_first = [oldest, *reversed(ids)]
    assert page("needle", 0, 4) == (newest_first[:4], True)
    assert page("needle", 4, 4) == (newest_first[4:], False)
    assert page(str(ids[0]), 0, 1) == ([ids[0]], True)
    assert page(str(ids[0]), 1, 1) == ([oldest], False)
    with pytest.raises(BadRequest, match="offset=20000: expected at most 10000"):
        page("needle", 20_000, 1)


def test_the_number_of_queries_does_not_grow_with_the_page(lab: world.World) -> None:
    def queries() -> int:
        gateway = lab.as_("owner")
        with CountedQueries() as counted:
            gateway.search(Kind.IMAGE, Slice(), Search("needle"))
        return counted.count

    lab.image("needle")
    before = queries()
    for number in range(10):
        lab.image(f"needle {number}")
    assert queries() == before


class CountedQueries:
    """How many statements a part of a test has sent to the database."""

    def __enter__(self) -> "CountedQueries":
        self.count = 0
        self._wrapper = connection.execute_wrapper(self._counted)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(None, None, None)

    def _counted(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.count += 1
        return execute(sql, params, many, context)
