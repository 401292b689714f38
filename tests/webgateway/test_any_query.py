"""Whatever is asked, no URL of the webgateway fails: a bad request is answered as one."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest
from django.test import Client
from django.urls import URLPattern

from omeroweb.gateway import base
from omeroweb.http.session import server
from omeroweb.webgateway import urls
from tests.webgateway.gallery import MEMBER, OWNER, Gallery
from tests.webgateway.test_regions_of_interest import SHAPES

# Of all routes together.
QUERIES = 10_000

CONVERTER = re.compile(r"<(?P<kind>number|str|path):(?P<name>\w+)>")
TILE = "tile/<number:iid>/<number:z>/<number:c>/<number:t>"


def routes() -> list[str]:
    """Every pattern of the webgateway, and raw tiles, which lie beside it."""
    found = [str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)]
    return [f"/webgateway/{route}" for route in found] + [f"/{TILE}"]


# --- texts that are nearly right ----------------------------------------------

Draw = Callable[[Random], str]


def among(*texts: str) -> Draw:
    return lambda dice: dice.choice(texts)


def one_of(*draws: Draw) -> Draw:
    return lambda dice: dice.choice(draws)(dice)


def joined(of: Draw, most: int, separator: str = ",") -> Draw:
    return lambda dice: separator.join(of(dice) for _ in range(dice.randint(0, most)))


def number(dice: Random) -> str:
    return dice.choice((str(dice.randint(-3, 70)), dice.choice(ODD_NUMBERS)))


def window(dice: Random) -> str:
    return f"{number(dice)}:{number(dice)}"


def channel(dice: Random) -> str:
    """An element of c=."""
    sign, index = dice.choice(("", "-", "--")), dice.choice((dice.choice("123"), number(dice)))
    limits = dice.choice(("", "|", f"|{window(dice)}"))
    return sign + index + limits + dice.choice(("", f"${dice.choice(COLORS)}"))


def text(dice: Random) -> str:
    """Characters of any plane of Unicode, of the first more often than of others."""
    ranges = ((0, 0x80), (0, 0xD800), (0xE000, 0x110000))
    return "".join(chr(dice.randrange(*dice.choice(ranges))) for _ in range(dice.randint(0, 12)))


ODD_NUMBERS = ("", "1e400", "nan", "-0", "00", "²", "٣", "9" * 30, "9" * 5000, "1.5", "x")
COLORS = ("FF0000", "0f0", "00FF0080", "fire.lut", "no.lut", "red", "", "FFFFF")
JSON = among(
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
)
LIST = joined(number, 6)

VALUES: dict[str, Draw] = {
    "c": joined(channel, 4),
    "maps": JSON,
    "m": among("g", "c", "x"),
    "p": among("intmax", "intmean", "intsum", "normal", "intmax|1:2", "intsum|9:1", "|"),
    "tile": LIST,
    "region": LIST,
    "rows": LIST,
    "columns": LIST,
    "selection": LIST,
    "format": among("raw", "png", "tif", "jpeg", "webp", "quicktime", "bmp"),
    "layout": among("trim", "shrink", "expand", "none"),
    "callback": among("show", "a.b", "alert(1)", ""),
    "color": among("0f0", "pink"),
    "to_type": among("image", "dataset", "plate", "tag"),
    "rgb": among("true"),
    "query": among("*", "Area>3", "Well-7", "(", "__import__('os')", "a" * 3000),
    **dict.fromkeys(("text", "author", "key", "zipname", "col_name"), text),
    **dict.fromkeys(
        (
            *("q", "z", "t", "x", "y", "w", "h", "resolution", "size", "theZ", "theT", "bins"),
            *("id", "image", "well", "index", "rdefId", "fromid", "toids", "imageId", "run", "fps"),
            *("start", "limit", "offset", "tiled", "ia", "getDefaults", "grabData", "parents"),
            *("dryrun", "store"),
        ),
        number,
    ),
}
NAMES = tuple(VALUES)


def query(dice: Random) -> list[tuple[str, str]]:
    """Up to six parameters; a third of them is any text."""
    names = (dice.choice(NAMES) for _ in range(dice.randint(0, 6)))
    return [(name, dice.choice((VALUES[name], VALUES[name], text))(dice)) for name in names]


@pytest.fixture(scope="module")
def ids(gallery: Gallery) -> Iterator[list[str]]:
    """Ids that exist, of images, ROIs, shapes, plates and wells, and some that do not."""
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    made = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES))
    real = [*gallery.ids.values(), made.id, *(shape.id for shape in made.shapes), gallery.plate]
    yield [*map(str, real), "0", "1", "424242", "9" * 30]
    rois.delete(made.id)


def filled(route: str, dice: Random, ids: list[str]) -> str:
    """A path of a route."""

    def value(match: re.Match[str]) -> str:
        known: Sequence[str] = ("p", "d", "w", "i", "size.width", "Plate", "Image")
        if match["kind"] == "number":
            is_object = match["name"].endswith("id")
            known = ids if is_object else (*"0123", "40", "9" * 30)
        return dice.choice(known)

    return CONVERTER.sub(value, route)


@pytest.mark.parametrize("route", routes())
def test_nothing_that_is_asked_is_an_error_of_the_site(
    gallery: Gallery, ids: list[str], route: str
) -> None:
    client = gallery.client(MEMBER)
    dice = Random(route)  # noqa: S311 - the same queries every time
    for _ in range(QUERIES // len(routes()) + 1):
        path, asked = filled(route, dice, ids), query(dice)
        ask(client, path, asked, is_post=dice.randrange(10) == 0)


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
