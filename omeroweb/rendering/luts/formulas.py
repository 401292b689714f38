"""Tables that are given by a rule: ramps, bands, and colours at some levels with lines between.

The rules describe the tables that ImageJ has in its menu Image > Lookup Tables; OMERO took over
their names. Sources and how near each comes: docs/rendering.md, "Lookup tables".
Levels count from 0 to 255; every table is (256, 3) uint8.
"""

import colorsys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]
Color = tuple[int, int, int]

LEVELS = np.arange(256)

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
CYAN, MAGENTA, YELLOW = (0, 255, 255), (255, 0, 255), (255, 255, 0)


def lines(*stops: tuple[int, Color]) -> Table:
    """Colours at given levels, straight lines between them."""
    at = [level for level, _ in stops]
    parts = [np.interp(LEVELS, at, [color[part] for _, color in stops]) for part in range(3)]
    return _table(np.stack(parts, axis=1))


def _table(colors: NDArray[np.float64]) -> Table:
    return np.asarray(np.rint(colors), np.uint8)


def ramp(*colors: Color) -> Table:
    """Colours at equal distances, straight lines between them."""
    at = np.rint(np.linspace(0, 255, len(colors))).astype(int).tolist()
    return lines(*zip(at, colors, strict=True))


def ramps(*colors: Color) -> Table:
    """One ramp from black for each colour."""
    shades = [np.linspace(BLACK, color, 255 // len(colors)) for color in colors]
    return _table(np.concatenate([*shades, [colors[-1]]]))


def bands(*colors: Color) -> Table:
    """Colours side by side, all equally wide."""
    return np.repeat(np.array(colors, np.uint8), 256 // len(colors), axis=0)


def hues() -> Table:
    """All hues at full saturation, from red over green and blue back to red."""
    colors = [colorsys.hsv_to_rgb(level / 255, 1, 1) for level in range(256)]
    return _table(255 * np.array(colors))


def three_three_two() -> Table:
    """Three bits of red, three of green, two of blue: the level is the colour."""
    red, green, blue = LEVELS & 0xE0, (LEVELS << 3) & 0xE0, (LEVELS << 6) & 0xC0
    return np.stack([red, green, blue], axis=1).astype(np.uint8)


FORMULAS: dict[str, Callable[[], Table]] = {
    "grays": lambda: ramp(BLACK, WHITE),
    "red": lambda: ramp(BLACK, RED),
    "green": lambda: ramp(BLACK, GREEN),
    "blue": lambda: ramp(BLACK, BLUE),
    "cyan": lambda: ramp(BLACK, CYAN),
    "magenta": lambda: ramp(BLACK, MAGENTA),
    "yellow": lambda: ramp(BLACK, YELLOW),
    "red-green": lambda: lines((0, BLACK), (127, (254, 0, 0)), (128, BLACK), (255, (0, 254, 0))),
    "spectrum": hues,
    "3-3-2_rgb": three_three_two,
    "cyan_hot": lambda: ramp(BLACK, (0, 124, 255), CYAN, WHITE),
    "magenta_hot": lambda: lines(
        (0, BLACK), (70, (116, 0, 116)), (129, MAGENTA), (199, (255, 118, 255)), (255, WHITE)
    ),
    "orange_hot": lambda: ramp(BLACK, (255, 128, 0), YELLOW, WHITE),
    "red_hot": lambda: lines((9, BLACK), (88, RED), (166, YELLOW), (245, WHITE)),
    "yellow_hot": lambda: ramp(BLACK, (204, 153, 0), YELLOW, WHITE),
    "hilo": lambda: lines((0, BLUE), (1, (1, 1, 1)), (254, (254, 254, 254)), (255, RED)),
    "ica": lambda: lines(
        (0, (204, 204, 255)),
        (108, (51, 0, 255)),
        (128, BLACK),
        (178, (255, 153, 0)),
        (255, (255, 255, 204)),
    ),
    "ica2": lambda: lines(
        (0, YELLOW), (108, (0, 204, 0)), (128, BLACK), (178, (255, 153, 0)), (255, (255, 255, 204))
    ),
    "ica3": lambda: lines(
        (0, (255, 204, 255)),
        (108, (204, 0, 204)),
        (128, BLACK),
        (148, (255, 102, 0)),
        (255, (255, 255, 204)),
    ),
    "rainbow_rgb": lambda: lines(
        (0, BLACK),
        (50, (5, 10, 249)),
        (100, (10, 249, 10)),
        (200, (249, 10, 10)),
        (231, (194, 10, 86)),
        (255, (151, 143, 146)),
    ),
    "5_ramps": lambda: ramps(BLUE, GREEN, YELLOW, RED, WHITE),
    "6_shades": lambda: lines(
        (0, BLACK),
        (64, RED),
        (96, GREEN),
        (128, BLUE),
        (160, CYAN),
        (192, MAGENTA),
        (224, YELLOW),
        (255, WHITE),
    ),
    "16_colors": lambda: bands(
        BLACK,
        (1, 1, 171),
        (1, 1, 224),
        (0, 110, 255),
        (1, 171, 254),
        (1, 224, 254),
        (1, 254, 1),
        (190, 255, 0),
        YELLOW,
        (255, 224, 0),
        (255, 141, 0),
        (250, 94, 0),
        (245, 0, 0),
        (245, 0, 135),
        (222, 180, 222),
        WHITE,
    ),
    "brgbcmyw": lambda: bands(BLACK, RED, GREEN, BLUE, CYAN, MAGENTA, YELLOW, WHITE),
    "blue_orange_icb": lambda: ramp(BLACK, (0, 64, 0), (127, 0, 127), (255, 127, 0), WHITE),
    "cool": lambda: ramp(BLACK, (0, 128, 128), (127, 0, 255), (255, 127, 0), WHITE),
    "edges": lambda: lines(
        (106, (1, 1, 1)),
        (117, (61, 61, 61)),
        (120, (120, 120, 120)),
        (128, (253, 253, 253)),
        (130, (204, 204, 204)),
        (139, (70, 70, 70)),
        (151, (1, 1, 1)),
    ),
    "gem": lambda: ramp(BLACK, (0, 32, 64), (127, 0, 127), (255, 95, 0), WHITE),
    "phase": lambda: ramp((0, 0, 252), (200, 200, 200), (252, 0, 0)),
    "royal": lambda: lines(
        (0, (1, 1, 7)),
        (33, (1, 7, 177)),
        (48, (1, 89, 254)),
        (80, (1, 254, 254)),
        (95, (1, 254, 254)),
        (111, (128, 254, 1)),
        (127, (254, 222, 1)),
        (153, (254, 152, 1)),
        (192, (254, 1, 1)),
        (206, (224, 178, 178)),
        (227, (228, 228, 228)),
        (243, (254, 254, 254)),
    ),
    "sepia": lambda: lines(
        (0, BLACK),
        (1, (43, 28, 4)),
        (3, (65, 35, 6)),
        (200, (255, 225, 196)),
        (251, (255, 231, 209)),
        (255, WHITE),
    ),
    "smart": lambda: lines(
        (0, (2, 2, 2)),
        (103, (76, 71, 71)),
        (114, (84, 40, 32)),
        (139, (103, 18, 11)),
        (158, (139, 16, 1)),
        (168, (173, 29, 1)),
        (187, (216, 64, 1)),
        (201, (233, 121, 6)),
        (210, (242, 185, 10)),
        (226, (254, 220, 28)),
        (237, (254, 230, 74)),
        (251, (254, 250, 241)),
    ),
    "thal": lambda: lines(
        (0, (1, 1, 9)),
        (16, (1, 1, 128)),
        (48, (1, 1, 254)),
        (64, (1, 64, 1)),
        (112, (1, 254, 1)),
        (128, (64, 1, 1)),
        (176, (254, 1, 1)),
        (191, (201, 61, 1)),
        (209, (201, 132, 1)),
        (224, (254, 191, 1)),
        (240, (254, 254, 254)),
    ),
    "thallium": lambda: lines(
        (0, (1, 1, 1)),
        (39, (1, 10, 1)),
        (121, (8, 52, 8)),
        (166, (36, 96, 36)),
        (195, (82, 145, 82)),
        (217, (147, 196, 147)),
        (236, (234, 243, 234)),
        (241, (253, 253, 253)),
    ),
    "unionjack": lambda: lines(
        (0, BLACK), (63, (0, 0, 190)), (127, WHITE), (191, (190, 0, 0)), (255, WHITE)
    ),
}
