"""Units by their symbols in OME-XML, and their names in OME's enumerations, which the store keeps.

Source: the OME model 2016-06, UnitsLength, UnitsTime, UnitsPressure, UnitsTemperature,
UnitsElectricPotential, UnitsPower, UnitsFrequency.
"""

import itertools

PREFIXES = {
    "Y": "YOTTA",
    "Z": "ZETTA",
    "E": "EXA",
    "P": "PETA",
    "T": "TERA",
    "G": "GIGA",
    "M": "MEGA",
    "k": "KILO",
    "h": "HECTO",
    "da": "DECA",
    "": "",
    "d": "DECI",
    "c": "CENTI",
    "m": "MILLI",
    "µ": "MICRO",  # the micro sign
    "μ": "MICRO",  # the Greek letter, which looks the same
    "u": "MICRO",
    "n": "NANO",
    "p": "PICO",
    "f": "FEMTO",
    "a": "ATTO",
    "z": "ZEPTO",
    "y": "YOCTO",
}
PREFIXED = {
    "m": "METER",
    "s": "SECOND",
    "Pa": "PASCAL",
    "V": "VOLT",
    "W": "WATT",
    "Hz": "HERTZ",
}
OTHERS = {
    "Å": "ANGSTROM",
    "thou": "THOU",
    "li": "LINE",
    "in": "INCH",
    "ft": "FOOT",
    "yd": "YARD",
    "mi": "MILE",
    "ua": "ASTRONOMICALUNIT",
    "ly": "LIGHTYEAR",
    "pc": "PARSEC",
    "pt": "POINT",
    "pixel": "PIXEL",
    "reference frame": "REFERENCEFRAME",
    "min": "MINUTE",
    "h": "HOUR",
    "d": "DAY",
    "bar": "BAR",
    "Mbar": "MEGABAR",
    "kbar": "KILOBAR",
    "dbar": "DECIBAR",
    "cbar": "CENTIBAR",
    "mbar": "MILLIBAR",
    "atm": "ATMOSPHERE",
    "psi": "PSI",
    "Torr": "TORR",
    "mTorr": "MILLITORR",
    "mm Hg": "MMHG",
    "°C": "CELSIUS",
    "°F": "FAHRENHEIT",
    "K": "KELVIN",
    "°R": "RANKINE",
}
NAMES: dict[str, str] = {
    prefix + base: PREFIXES[prefix] + PREFIXED[base]
    for prefix, base in itertools.product(PREFIXES, PREFIXED)
} | OTHERS


def unit_name(symbol: str) -> str | None:
    """The enumeration name of a unit, e.g. MICROMETER for µm; None for units OME does not know."""
    return NAMES.get(symbol.strip())
