"""The quantity: a printed number, and how it is printed.

What is kept is what it takes to judge its digits and to write another in the same manner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from mdgrad.expressions.tokens import MOST_DIGITS
from mdgrad.source import Span

__all__ = ["Quantity", "read_quantity", "write_number"]

MOST_EXPONENT = 2_000
"""A printed power of ten beyond this is left unread."""

# Possessive quantifiers: white space and digits are never read twice.
_QUANTITY = re.compile(
    r"(?P<before>\s*+(?P<approximate>[≈≃~∼≅≒]|\\approx|\\sim)?\s*+(?P<bracket>\()?\s*+)"
    r"(?P<currency>[$€£¥₩₹₽]\s?)?"
    r"(?P<numeral>(?P<sign>[+−–－-]\s?)?(?P<currency_after>[$€£¥₩₹₽]\s?)?"
    r"(?P<digits>[0-9]++(?:[.,'_\u2009\u202f\u00a0][0-9]++)*+|[.,][0-9]++)(?P<point>\.(?![.\w]))?"
    r"(?:(?P<exponent>[eE][+−-]?[0-9]++)"
    r"|\s?(?:[×x*·]|\\times|\\cdot)\s?10(?P<power>\^?\{?[+−-]?[0-9]++\}?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]++))?)"
    r"(?P<percent>\s?\\?%)?"
    r"(?P<truncated>\s?(?:…|\.\.\.))?"
    r"(?P<bracket_end>\s*+\))?"
    r"(?P<unit>\s*(?:(?![²³¹⁰-₟])[^\W\d_]|[°℃Ω$€£¥₩₹₽])[^\W\d]*+(?:/[^\W\d_]++)?[²³]?)?"
    r"(?P<gloss>\s?(?!\([^()]{0,40}(?:[+*/^\\{}_=·×−]|\s[-–]\s|\b\w[-–]\w\b))\([^()0-9]{1,40}\))?"
    r"(?P<after>\s*+[✓✔✅☑]?\ufe0f?\s*+)"
)
_MINUS = "−–－-"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number.

    `value` is exact. `step` is the worth of one unit in its last printed digit: a number claims
    that the exact result, rounded to a multiple of `step`, is `value`.
    """

    value: Fraction
    step: Fraction
    span: Span
    """The numeral itself in the label: sign and digits, without currency, percent and unit."""
    decimals: int
    """Digits behind the decimal mark."""
    digits: int
    """Significant digits."""
    decimal_mark: str = "."
    thousands_mark: str = ""
    minus: str = "-"
    plus: str = ""
    exponent_form: str = ""
    """`e`, `×10^` or `×10⁻`, where a power of ten is printed."""
    exponent: int = 0
    percent: bool = False
    approximate: bool = False
    truncated: bool = False
    unit: str = ""
    """The unit or currency behind the number, stripped."""


def read_quantity(text: str, offset: int = 0, *, approximate: bool = False) -> Quantity | None:
    """Return the number that `text` prints, with units and marks around it, or None.

    `offset` is where `text` stands in its label; `approximate` tells that `≈` stands before it.
    """
    match = _QUANTITY.fullmatch(text)
    if match is None or bool(match["bracket"]) != bool(match["bracket_end"]):
        return None
    marks = _decimal_marks(match["digits"])
    if marks is None or _is_letter(match["unit"] or ""):
        return None
    decimal_mark, thousands_mark = marks
    plain = match["digits"].replace(thousands_mark, "") if thousands_mark else match["digits"]
    plain = plain.replace(decimal_mark, ".")
    exponent = _exponent(match["exponent"], match["power"])
    if exponent is None or len(plain) > MOST_DIGITS:
        return None
    decimals = len(plain.partition(".")[2])
    sign = (match["sign"] or "").strip()
    percent = bool(match["percent"])
    number = int(plain.replace(".", "")) * (1 if sign in {"", "+"} else -1)
    shift = exponent - decimals
    value, step = _shifted(number, shift), _shifted(1, shift)
    approximate = approximate or bool(match["approximate"])
    span = Span(match.start("numeral") + offset, match.end("numeral") + offset)
    if match["currency_after"]:
        # −₩100: what is replaced must not swallow the currency sign.
        span = Span(match.start("digits") + offset, match.end("numeral") + offset)
    quantity = Quantity(
        value=value / 100 if percent else value,
        step=step / 100 if percent else step,
        span=span,
        decimals=decimals,
        digits=max(1, len(plain.replace(".", "").lstrip("0"))),
        decimal_mark=decimal_mark,
        thousands_mark=thousands_mark,
        minus=sign if sign and sign in _MINUS else "-",
        plus="+" if sign == "+" else "",
        exponent_form=_exponent_form(match),
        exponent=exponent,
        percent=percent,
        approximate=approximate,
        truncated=bool(match["truncated"]),
        unit=(match["unit"] or match["currency"] or match["currency_after"] or "").strip(),
    )
    return _loosened(quantity, plain) if approximate else quantity


def _shifted(number: int, places: int) -> Fraction:
    """Return a number times a power of ten."""
    return Fraction(number * 10**places) if places >= 0 else Fraction(number, 10**-places)


def _loosened(quantity: Quantity, plain: str) -> Quantity:
    """Return the quantity with the trailing zeros of an approximate integer insignificant."""
    if "." in plain or quantity.value == 0:
        return quantity
    zeros = len(plain) - len(plain.rstrip("0"))
    return replace(quantity, step=quantity.step * 10**zeros)


def _is_letter(unit: str) -> bool:
    """Return whether what follows a number is no unit but a Greek letter, as in 2π."""
    unit = unit.strip()
    return len(unit) == 1 and "α" <= unit <= "ω"


def _decimal_marks(digits: str) -> tuple[str, str] | None:
    """Return the decimal mark and the thousands mark of `digits`, or None if they make no sense.

    A comma or point before exactly three digits groups thousands if the first group can lead a
    number; a lone point is always the decimal mark, as in nearly all such posts.
    """
    marks = re.sub(r"[0-9]", "", digits)
    groups = re.split(r"[^0-9]", digits)
    if not marks:
        return ".", ""
    last = marks[-1]
    thousands = set(marks[:-1])
    grouped = all(len(group) == 3 for group in groups[1:-1]) and 1 <= len(groups[0]) <= 3
    if len(marks) == 1:
        if last == ",":
            is_group = len(groups[1]) == 3 and 1 <= len(groups[0]) <= 3 and groups[0][0] != "0"
            return (".", ",") if is_group else (",", "")
        return (".", "") if last == "." else ((".", last) if len(groups[1]) == 3 else None)
    if len(thousands) != 1 or not grouped:
        return None
    mark = thousands.pop()
    if mark == last:
        return (".", mark) if len(groups[-1]) == 3 and mark != "." else None
    return (last, mark) if last in ".," else None


def _exponent(exponent: str | None, power: str | None) -> int | None:
    written = exponent[1:] if exponent else (power or "").strip("^{}").translate(_SUPERSCRIPTS)
    if not written:
        return 0
    if len(written) > 5:
        return None
    value = int(written.replace("−", "-").rstrip("}").lstrip("{"))
    return value if abs(value) <= MOST_EXPONENT else None


def _exponent_form(match: re.Match[str]) -> str:
    if match["exponent"]:
        return match["exponent"][0]
    if match["power"]:
        written = match["numeral"]
        return written[match.end("digits") - match.start("numeral") :]
    return ""


def write_number(value: Fraction, like: Quantity, decimals: int | None = None) -> str:
    """Return `value` as a numeral in the manner of `like`: its digits, marks and minus sign.

    `decimals` overrides how many digits stand behind the decimal mark. The value is rounded half
    away from zero, as people do.
    """
    decimals = like.decimals if decimals is None else decimals
    scaled = value * (100 if like.percent else 1)
    exponent = like.exponent if like.exponent_form else 0
    if like.exponent_form and scaled:
        exponent = _leading_power(scaled)
        scaled /= Fraction(10) ** exponent
    units = abs(scaled) * 10**decimals
    rounded = int(units + Fraction(1, 2))
    whole, fraction = divmod(rounded, 10**decimals)
    text = f"{whole:,}".replace(",", like.thousands_mark) if like.thousands_mark else str(whole)
    if decimals:
        text += like.decimal_mark + f"{fraction:0{decimals}d}"
    if like.exponent_form:
        text += _write_exponent(exponent, like.exponent_form)
    sign = like.minus if scaled < 0 and rounded else like.plus
    return sign + text


def _leading_power(value: Fraction) -> int:
    """Return the power of ten of the leading digit of a nonzero `value`."""
    magnitude = abs(value)
    power = len(str(magnitude.numerator)) - len(str(magnitude.denominator))
    return power if magnitude >= Fraction(10) ** power else power - 1


def _write_exponent(exponent: int, form: str) -> str:
    if form in {"e", "E"}:
        return f"{form}{exponent}"
    head = form[: form.index("10") + 2]
    if "^" in form:
        body = f"{{{exponent}}}" if "{" in form else str(exponent)
        return f"{head}^{body}"
    superscript = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    return head + str(exponent).translate(superscript)
