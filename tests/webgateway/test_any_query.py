"""Whatever is asked, no URL of the webgateway fails: a bad request is answered as one."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omeroweb.gateway import base
from omeroweb.http.session import server
from omeroweb.webgateway import urls
from tests.webgateway.gallery import MEMBER, OWNER, Gallery
from tests.webgateway.test_regions_of_interest import SHAPES

# With every example several queries; a run of 10,000 takes a minute and more.
EXAMPLES, QUERIES = 125, 20

CONVERTER = re.compile(r"<(?P<kind>number|str|path):(?P<name>\w+)>")
TILE = "tile/<number:iid>/<number:z>/<number:c>/<number:t>"


def routes() -> list[str]:
    """Every pattern of the webgateway, and raw tiles, which lie beside it."""
    found = [str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)]
    return [f"/webgateway/{route}" for route in found] + [f"/{TILE}"]


# --- texts that are nearly right ----------------------------------------------

NUMBER = st.one_of(
    st.integers(-3, 70).map(str),
    st.sampled_from(["", "1e400", "nan", "-0", "00", "²", "٣", "9" * 30, "9" * 5000, "1.5", "x"]),
)
WINDOW = st.tuples(NUMBER, NUMBER).map(":".join)
COLOR = st.sampled_from(["FF0000", "0f0", "00FF0080", "fire.lut", "no.lut", "red", "", "FFFFF"])
ENTRY = st.tuples(
    st.sampled_from(["", "-", "--"]),
    st.one_of(st.sampled_from(["1", "2", "3"]), NUMBER),
    st.one_of(st.just(""), WINDOW.map(lambda text: f"|{text}"), st.just("|")),
    st.one_of(st.just(""), COLOR.map(lambda text: f"${text}")),
).map("".join)
JSON = st.sampled_from(
    [
        "[]",
        "[{}]",
        "[null,1,[]]",
        "{}",
        "nan",
        "[" * 2000,
        '[{"inverted":{"enabled":true}},{"reverse":{"enabled":"true"}}]',
        '[{"inverted":[]},{"reverse":null}]',
        '[{"quantization":{"family":"exponential","coefficient":2}}]',
        '[{"quantization":{"family":"logarithmic","coefficient":99}},{"quantization":{}}]',
        '[{"quantization":{"family":"polynomial","coefficient":1e-300}}]',
        '[{"quantization":{"family":[1],"coefficient":{}}}]',
    ]
)
LIST = st.lists(NUMBER, max_size=6).map(",".join)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

VALUES: dict[str, st.SearchStrategy[str]] = {
    "c": st.lists(ENTRY, max_size=4).map(",".join),
    "maps": JSON,
    "m": st.sampled_from(["g", "c", "x"]),
    "p": st.sampled_from(
        ["intmax", "intmean", "intsum", "normal", "intmax|1:2", "intsum|9:1", "|"]
    ),
    "tile": LIST,
    "region": LIST,
    "rows": LIST,
    "columns": LIST,
    "selection": LIST,
    "format": st.sampled_from(["raw", "png", "tif", "jpeg", "webp", "quicktime", "bmp"]),
    "layout": st.sampled_from(["trim", "shrink", "expand", "none"]),
    "callback": st.sampled_from(["show", "a.b", "alert(1)", ""]),
    "color": st.sampled_from(["0f0", "pink"]),
    "to_type": st.sampled_from(["image", "dataset", "plate", "tag"]),
    "rgb": st.just("true"),
    "query": st.sampled_from(["*", "Area>3", "Well-7", "(", "__import__('os')", "a" * 3000]),
    "text": TEXT,
    "author": TEXT,
    "key": TEXT,
    "zipname": TEXT,
    "col_name": TEXT,
    **dict.fromkeys(
        (
            *("q", "z", "t", "x", "y", "w", "h", "resolution", "size", "theZ", "theT", "bins"),
            *("id", "image", "well", "index", "rdefId", "fromid", "toids", "imageId", "run", "fps"),
            *("start", "limit", "offset", "tiled", "ia", "getDefaults", "grabData", "parents"),
            *("dryrun", "store"),
        ),
        NUMBER,
    ),
}
QUERY = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda name: st.tuples(st.just(name), st.one_of(VALUES[name], VALUES[name], TEXT))
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def ids(gallery: Gallery) -> Iterator[list[str]]:
    """Ids that exist, of images, ROIs, shapes, plates and wells, and some that do not."""
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    made = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES))
    real = [*gallery.ids.values(), made.id, *(shape.id for shape in made.shapes), gallery.plate]
    yield [*map(str, real), "0", "1", "424242", "9" * 30]
    rois.delete(made.id)


def filled(route: str, choose: st.DataObject, ids: list[str]) -> str:
    """A path of a route."""

    def values(match: re.Match[str]) -> list[str]:
        if match["kind"] == "number":
            is_object = match["name"].endswith("id")
            return ids if is_object else [*"0123", "40", "9" * 30]
        return ["p", "d", "w", "i", "size.width", "Plate", "Image"]

    return CONVERTER.sub(lambda match: str(choose.draw(st.sampled_from(values(match)))), route)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(choose=st.data())
def test_nothing_that_is_asked_is_an_error_of_the_site(
    gallery: Gallery, ids: list[str], choose: st.DataObject
) -> None:
    client = gallery.client(MEMBER)
    for route in choose.draw(
        st.lists(st.sampled_from(routes()), min_size=QUERIES, max_size=QUERIES)
    ):
        path, query = filled(route, choose, ids), choose.draw(QUERY)
        is_post = choose.draw(st.integers(0, 9)) == 0
        ask(client, path, query, is_post=is_post)


def ask(client: Client, path: str, query: list[tuple[str, str]], *, is_post: bool) -> None:
    """An exception in a view is raised here, with the path and the query in its notes."""
    try:
        answer = client.post(path, as_form(query)) if is_post else client.get(path, query)
        assert answer.status_code < 500
        if answer.streaming:
            for _ in zip(range(3), answer, strict=False):
                pass
            answer.close()
    except BaseException as error:
        error.add_note(f"{'POST' if is_post else 'GET'} {path} {query}")
        raise


def as_form(query: list[tuple[str, str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, text in query:
        form.setdefault(name, []).append(text)
    return form


def test_every_url_is_among_them() -> None:
    assert len(set(routes())) > 50
    assert not [route for route in routes() if re.search(r"[(<]", CONVERTER.sub("1", route))]
