"""Units of measure and money: one normalised symbol for each ("GB", "mm", "rpm", "USD"), and their conversion.

Symbols are what `Term.unit`, `Quantity.unit` and `PropertyInfo.unit` hold. Factors come from pint; what pint has no
notion of (information apart from pure numbers, apparent power, sound levels, money) is told apart here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kgchat.errors import QueryError

if TYPE_CHECKING:
    import pint


# symbol -> (dimension, how pint spells it). "dB" and the like have no pint spelling: they convert to themselves only.
_UNITS: dict[str, tuple[str, str]] = {
    # information
    "bit": ("information", "bit"), "kbit": ("information", "kilobit"), "Mbit": ("information", "megabit"),
    "Gbit": ("information", "gigabit"), "B": ("information", "byte"), "kB": ("information", "kilobyte"),
    "MB": ("information", "megabyte"), "GB": ("information", "gigabyte"), "TB": ("information", "terabyte"),
    "PB": ("information", "petabyte"), "KiB": ("information", "kibibyte"), "MiB": ("information", "mebibyte"),
    "GiB": ("information", "gibibyte"), "TiB": ("information", "tebibyte"),
    "kbit/s": ("data rate", "kilobit/second"), "Mbit/s": ("data rate", "megabit/second"),
    "Gbit/s": ("data rate", "gigabit/second"), "bit/s": ("data rate", "bit/second"),
    "kB/s": ("data rate", "kilobyte/second"), "MB/s": ("data rate", "megabyte/second"),
    "GB/s": ("data rate", "gigabyte/second"), "B/s": ("data rate", "byte/second"),
    # electricity and energy
    "W": ("power", "watt"), "kW": ("power", "kilowatt"), "mW": ("power", "milliwatt"), "MW": ("power", "megawatt"),
    "hp": ("power", "horsepower"), "VA": ("apparent power", "volt*ampere"),
    "kVA": ("apparent power", "kilovolt*ampere"), "V": ("voltage", "volt"), "mV": ("voltage", "millivolt"),
    "kV": ("voltage", "kilovolt"), "A": ("current", "ampere"), "mA": ("current", "milliampere"),
    "Ah": ("charge", "ampere*hour"), "mAh": ("charge", "milliampere*hour"), "Wh": ("energy", "watt*hour"),
    "kWh": ("energy", "kilowatt*hour"), "J": ("energy", "joule"), "kJ": ("energy", "kilojoule"),
    "cal": ("energy", "calorie"), "kcal": ("energy", "kilocalorie"), "ohm": ("resistance", "ohm"),
    "kohm": ("resistance", "kiloohm"),
    # length, area, volume
    "nm": ("length", "nanometer"), "um": ("length", "micrometer"), "mm": ("length", "millimeter"),
    "cm": ("length", "centimeter"), "dm": ("length", "decimeter"), "m": ("length", "meter"),
    "km": ("length", "kilometer"), "inch": ("length", "inch"), "ft": ("length", "foot"), "yd": ("length", "yard"),
    "mi": ("length", "mile"), "mm²": ("area", "millimeter**2"), "cm²": ("area", "centimeter**2"),
    "m²": ("area", "meter**2"), "ft²": ("area", "foot**2"), "mm³": ("volume", "millimeter**3"),
    "cm³": ("volume", "centimeter**3"), "m³": ("volume", "meter**3"), "ft³": ("volume", "foot**3"),
    "L": ("volume", "liter"), "mL": ("volume", "milliliter"), "cL": ("volume", "centiliter"),
    "gal": ("volume", "gallon"), "fl_oz": ("volume", "fluid_ounce"),
    # mass
    "mg": ("mass", "milligram"), "g": ("mass", "gram"), "kg": ("mass", "kilogram"), "t": ("mass", "metric_ton"),
    "oz": ("mass", "ounce"), "lb": ("mass", "pound"), "g/m²": ("area density", "gram/meter**2"),
    # time and frequency
    "ns": ("time", "nanosecond"), "us": ("time", "microsecond"), "ms": ("time", "millisecond"),
    "s": ("time", "second"), "min": ("time", "minute"), "h": ("time", "hour"), "d": ("time", "day"),
    "week": ("time", "week"), "month": ("time", "month"), "year": ("time", "year"),
    "Hz": ("frequency", "hertz"), "kHz": ("frequency", "kilohertz"), "MHz": ("frequency", "megahertz"),
    "GHz": ("frequency", "gigahertz"), "rpm": ("rotation", "revolution/minute"), "fps": ("frame rate", "1/second"),
    "MT/s": ("transfer rate", "1/second"),
    # flow, speed, pressure, temperature, light, sound, angle, print
    "cfm": ("air flow", "foot**3/minute"), "m³/h": ("air flow", "meter**3/hour"),
    "L/min": ("air flow", "liter/minute"), "m/s": ("speed", "meter/second"), "km/h": ("speed", "kilometer/hour"),
    "mph": ("speed", "mile/hour"), "Pa": ("pressure", "pascal"), "kPa": ("pressure", "kilopascal"),
    "hPa": ("pressure", "hectopascal"), "bar": ("pressure", "bar"), "psi": ("pressure", "pound_force_per_square_inch"),
    "mmH2O": ("pressure", "9.80665*pascal"), "degC": ("temperature", "degC"), "degF": ("temperature", "degF"),
    "K": ("temperature", "kelvin"), "N": ("force", "newton"), "gf": ("force", "0.00980665*newton"),
    "N·m": ("torque", "newton*meter"), "lm": ("luminous flux", "lumen"), "lx": ("illuminance", "lux"),
    "cd": ("luminous intensity", "candela"), "cd/m²": ("luminance", "candela/meter**2"),
    "W/(m·K)": ("thermal conductivity", "watt/(meter*kelvin)"),
    "dB": ("sound level", ""), "dBA": ("sound level (A)", ""), "sone": ("loudness", ""),
    "deg": ("angle", "degree"), "rad": ("angle", "radian"), "px": ("pixels", ""), "MP": ("megapixels", ""),
    "dpi": ("print density", "1/inch"), "ppi": ("print density", "1/inch"),
    "percent": ("ratio", "percent"), "ppm": ("ratio", "ppm"), "one": ("count", ""),
}  # fmt: skip

_QUDT: dict[str, str] = {
    "UNITLESS": "one", "NUM": "one", "COUNT": "one", "EA": "one", "ONE": "one", "PERCENT": "percent", "PPM": "ppm",
    "BIT": "bit", "BYTE": "B", "B": "B", "KiloBIT": "kbit", "MegaBIT": "Mbit", "GigaBIT": "Gbit", "KiloBYTE": "kB",
    "MegaBYTE": "MB", "GigaBYTE": "GB", "TeraBYTE": "TB", "PetaBYTE": "PB", "KibiBYTE": "KiB", "MebiBYTE": "MiB",
    "GibiBYTE": "GiB", "TebiBYTE": "TiB", "W": "W", "V-A": "VA", "KiloV-A": "kVA", "V": "V", "A": "A", "A-HR": "Ah",
    "MilliA-HR": "mAh", "W-HR": "Wh", "KiloW-HR": "kWh", "J": "J", "CAL": "cal", "KiloCAL": "kcal", "OHM": "ohm",
    "KiloOHM": "kohm", "HP": "hp", "M": "m", "IN": "inch", "FT": "ft", "YD": "yd", "MI": "mi", "MicroM": "um",
    "MilliM2": "mm²", "CentiM2": "cm²", "M2": "m²", "FT2": "ft²", "MilliM3": "mm³", "CentiM3": "cm³", "M3": "m³",
    "FT3": "ft³", "L": "L", "LITER": "L", "GAL_US": "gal", "OZ_VOL_US": "fl_oz", "GM": "g", "TONNE": "t",
    "TON_Metric": "t",
    "OZ": "oz", "OZ_M": "oz", "LB": "lb", "LB_M": "lb", "GM-PER-M2": "g/m²", "SEC": "s", "MIN": "min", "HR": "h",
    "DAY": "d", "WK": "week", "MO": "month", "YR": "year", "MicroSEC": "us", "HZ": "Hz", "REV-PER-MIN": "rpm",
    "RPM": "rpm", "FRAME-PER-SEC": "fps", "FT3-PER-MIN": "cfm", "M3-PER-HR": "m³/h", "L-PER-MIN": "L/min",
    "M-PER-SEC": "m/s", "KiloM-PER-HR": "km/h", "MI-PER-HR": "mph", "PA": "Pa", "HectoPA": "hPa", "BAR": "bar",
    "PSI": "psi", "MilliM_H2O": "mmH2O", "DEG_C": "degC", "DEG_F": "degF", "K": "K", "N": "N", "GM_F": "gf",
    "N-M": "N·m",
    "LM": "lm", "LUX": "lx", "CD": "cd", "CD-PER-M2": "cd/m²", "NIT": "cd/m²", "W-PER-M-K": "W/(m·K)", "DeciB": "dB",
    "DECIB": "dB", "DeciB_A": "dBA", "SONE": "sone", "DEG": "deg", "ARCDEG": "deg", "RAD": "rad", "PIXEL": "px",
    "PX": "px", "MegaPIXEL": "MP", "DPI": "dpi", "PPI": "ppi", "PIXEL-PER-IN": "ppi", "DOT-PER-IN": "dpi",
    "PIXEL_PER_INCH": "ppi", "DOTS-PER-IN": "dpi",
}  # fmt: skip
_PREFIX = {
    "Nano": "n", "Micro": "u", "Milli": "m", "Centi": "c", "Deci": "d", "Kilo": "k", "Mega": "M", "Giga": "G",
    "Tera": "T", "Peta": "P", "Hecto": "h",
}  # fmt: skip

# How property names and people's files spell units, lower case: "weight_g", "price_usd", "speedGHz".
_SPELLED = {symbol.lower(): symbol for symbol in _UNITS if symbol not in ("MP", "mW", "one", "K", "mV", "Mbit")} | {
    "in": "inch", "inches": "inch", "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "lbs": "lb",
    "millimeter": "mm", "millimeters": "mm", "millimetre": "mm", "millimetres": "mm", "centimeter": "cm",
    "centimeters": "cm", "centimetre": "cm", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "watt": "W",
    "watts": "W", "volt": "V", "volts": "V", "amp": "A", "amps": "A", "hour": "h", "hours": "h", "hr": "h", "hrs": "h",
    "minute": "min", "minutes": "min", "mins": "min", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "day": "d", "days": "d", "weeks": "week", "months": "month", "years": "year", "yr": "year", "yrs": "year",
    "hertz": "Hz", "megahertz": "MHz", "gigahertz": "GHz", "gigabyte": "GB", "gigabytes": "GB", "megabyte": "MB",
    "megabytes": "MB", "terabyte": "TB", "terabytes": "TB", "liter": "L", "liters": "L", "litre": "L", "litres": "L",
    "pixel": "px", "pixels": "px", "degree": "deg", "degrees": "deg", "pct": "percent", "%": "percent",
    "db": "dB", "dba": "dBA", "mhz": "MHz", "ghz": "GHz", "mb": "MB", "mbps": "Mbit/s", "gbps": "Gbit/s", "ml": "mL",
    "celsius": "degC", "fahrenheit": "degF", "nits": "cd/m²", "nit": "cd/m²", "lumens": "lm", "sqm": "m²",
}  # fmt: skip
# Endings that are also words, word parts or counts: taken after "_" or "-" only, and never in camelCase.
_AMBIGUOUS_ENDINGS = """
m g l s h d v a b w k t j n in min one cal bar us second day hour month year week bit
"""
_AMBIGUOUS = frozenset(_AMBIGUOUS_ENDINGS.split())

# ISO 4217 codes in circulation, without funds and metals.
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
"""
CURRENCIES = frozenset(_CODES.split())
_CURRENCY_ALIASES = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD"}


def is_currency(symbol: str | None) -> bool:
    """Return whether the symbol is an ISO 4217 code of money."""
    return symbol in CURRENCIES


def normalise(text: str) -> str | None:
    """Return the symbol for a unit as files and people spell it ("Gigabytes", "lbs", "rmb"); None when unknown."""
    text = text.strip()
    if text in _UNITS:
        return text
    if (code := _CURRENCY_ALIASES.get(text.upper(), text.upper())) in CURRENCIES:
        return code
    return _SPELLED.get(text.lower())


def unit_from_iri(iri: str, symbol: str | None = None) -> str | None:
    """Return the symbol of a QUDT unit IRI; of another unit's IRI by its `symbol` in the graph or its local name.

    Compound QUDT names are put together from their parts: `GigaBYTE-PER-SEC` is "GB/s".
    None when nothing can be made of it.
    """
    local = re.split(r"[#/]", iri.rstrip("/#"))[-1]
    if currency := re.fullmatch(r"(?:CCY_|Currency_)?([A-Z]{3})", local):
        code = _CURRENCY_ALIASES.get(currency[1], currency[1])
        if code in CURRENCIES and ("CCY_" in local or "currency" in iri.lower() or local not in _QUDT):
            return code
    known = _qudt_symbol(local) or (normalise(symbol) if symbol else None) or normalise(local)
    if known is not None:
        return known
    return symbol if symbol else None


def _qudt_symbol(local: str) -> str | None:
    if local in _QUDT:
        return _QUDT[local]
    if "-PER-" in local:
        above, _, below = local.partition("-PER-")
        parts = [_qudt_symbol(above), _qudt_symbol(below)]
        if None in parts:
            return None
        symbol = f"{parts[0]}/{parts[1]}"
        return symbol if symbol in _UNITS or _pint_dimension(symbol) else None
    for prefix, letter in _PREFIX.items():
        if local.startswith(prefix) and (base := _QUDT.get(local[len(prefix) :])):
            symbol = letter + base
            return symbol if symbol in _UNITS or _pint_dimension(symbol) else None
    return None


def unit_from_name(name: str) -> str | None:
    """Return the unit that a local name ends in ("weight_g", "length-mm", "priceUSD", "speed_ghz"), else None.

    Meant for numeric properties: "made_in" ends in inches too.
    """
    if separated := re.search(r"[_\-]([A-Za-z%]+)$", name):
        return normalise(separated[1])
    if camel := re.search(r"(?<=[a-z0-9])([A-Z]{2,4}|[A-Z][a-z]{1,5}|[A-Z]{1,2}[a-z]{1,2})$", name):
        ending = camel[1]
        if ending.lower() not in _AMBIGUOUS and (len(ending) > 1):
            return normalise(ending)
    return None


def dimension(symbol: str) -> str:
    """Return what a unit measures in a word or two: "length", "information", "money"; "unknown" for an unknown unit."""
    if symbol in CURRENCIES:
        return "money"
    if symbol in _UNITS:
        return _UNITS[symbol][0]
    return _pint_dimension(symbol) or "unknown"


def compatible(a: str, b: str) -> bool:
    """Return whether values in one unit can be told in the other. Money is compatible with the same currency only."""
    if a == b:
        return True
    if a in CURRENCIES or b in CURRENCIES:
        return False
    try:
        _affine(a, b)
    except QueryError:
        return False
    return True


def convert(value: float, from_symbol: str, to_symbol: str) -> float:
    """Return `value` in the other unit.

    Raises QueryError when the two do not measure the same, and for two currencies: rates are not in the graph.
    """
    if from_symbol == to_symbol:
        return value
    factor, offset = _affine(from_symbol, to_symbol)
    # 12 significant digits: what pint's factors carry beyond them is noise ("6.800000000000001").
    return float(f"{value * factor + offset:.12g}")


@lru_cache(maxsize=4096)
def _affine(from_symbol: str, to_symbol: str) -> tuple[float, float]:
    if from_symbol in CURRENCIES or to_symbol in CURRENCIES:
        raise QueryError(
            f"{from_symbol} cannot be converted to {to_symbol}: the graph holds no exchange rates. "
            f"Ask in the currency of the prices."
        )
    known = [_UNITS.get(s) for s in (from_symbol, to_symbol)]
    dimensions = {
        entry[0] if entry else _pint_dimension(s) for entry, s in zip(known, (from_symbol, to_symbol), strict=True)
    }
    spelled = [entry[1] if entry else _for_pint(s) for entry, s in zip(known, (from_symbol, to_symbol), strict=True)]
    if len(dimensions) != 1 or None in dimensions or "" in spelled:
        raise QueryError(
            f"{from_symbol} ({dimension(from_symbol)}) cannot be converted to {to_symbol} ({dimension(to_symbol)}). "
            f"Use a unit that measures the same."
        )
    one, zero = (_pint_convert(x, *spelled) for x in (1.0, 0.0))
    return one - zero, zero


def _pint_convert(value: float, from_spelled: str, to_spelled: str) -> float:
    registry = _registry()
    try:
        left, right = registry.parse_expression(from_spelled), registry.parse_expression(to_spelled)
        if left.magnitude == 1 and right.magnitude == 1:
            return float(registry.Quantity(value, left.units).to(right.units).magnitude)
        return float((value * left / right).to_base_units().magnitude)
    except Exception as err:  # pint raises many kinds for one cause: these two do not convert
        raise QueryError(f"{from_spelled} cannot be converted to {to_spelled}: {err}.") from err


def _for_pint(symbol: str) -> str:
    return symbol.replace("·", "*").replace("²", "**2").replace("³", "**3")


@lru_cache(maxsize=1024)
def _pint_dimension(symbol: str) -> str | None:
    """Return pint's dimensionality as text for a unit that is not in our table, None when pint does not know it."""
    if not re.fullmatch(r"[A-Za-zµ°²³·*/()^0-9_.\- ]{1,40}", symbol) or not re.search(r"[A-Za-zµ°]", symbol):
        return None
    try:
        dimensions = _registry().parse_units(_for_pint(symbol)).dimensionality
    except Exception:  # an undefined unit, or text that is no unit at all
        return None
    return " ".join(f"{name.strip('[]')}^{power:g}" for name, power in sorted(dimensions.items())) or None


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[float]:
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True, cache_folder=None)
