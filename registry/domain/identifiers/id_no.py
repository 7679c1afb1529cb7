"""The citizen identity number (公民身份号码, GB 11643) and the residence permits built like it.

Only the check digit and the date of birth decide. The place is a hint: python-stdnum's own validator wants
the county to have existed in the year of birth, though a number bears the county of the day of issue. Permits
of Hong Kong, Macao and Taiwan residents begin 81, 82 and 83; a foreigner's permanent permit begins 9.
"""

import re
from datetime import date
from enum import StrEnum

from registry.domain.identifiers.characters import is_masked, is_scientific, squeeze

_SHAPE = re.compile(r"\d{17}[\dX]")
_NEARLY = re.compile(r"\d{6}((?:18[7-9]|19\d|20\d)\d)(\d{2})(\d{2})\d{2,4}[\dX]")
_FORMER = re.compile(r"\d{6}(\d{2})(\d{2})(\d{2})\d{3}")
_PROVINCE = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71)")


class IdKind(StrEnum):
    """Whose permit a number is, as its first digits say."""

    CITIZEN = "citizen"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    TAIWAN = "taiwan"
    FOREIGN = "foreign"


def compact(text: str) -> str:
    """The number alone: half width, upper-case X, without spaces, hyphens and quotation marks."""
    return re.sub(r"[-.·_'\"]", "", squeeze(text)).upper()


def validate(text: str) -> tuple[str, ...]:
    """Problem codes of an identity number, none if it is sound. Never raises.

    ``identifiers.rounded``: a spreadsheet has replaced the last digits by zeros; reject, do not repair.
    ``identifiers.id_no_place`` is a hint only.
    """
    number = compact(text)
    if is_masked(text):
        return ("identifiers.masked",)
    if is_scientific(text) or (len(number) == 18 and number.endswith("000")):
        return ("identifiers.rounded",)
    if len(number) == 15 and number.isdigit():
        return ("identifiers.id_no_old",)
    if len(number) != 18:
        return ("identifiers.id_no_length",)
    if not _SHAPE.fullmatch(number):
        return ("identifiers.id_no_shape",)
    return _problems(number)


def _problems(number: str) -> tuple[str, ...]:
    problems = []
    if birth_date(number) is None:
        problems.append("identifiers.id_no_birth_date")
    if _check_digit(number) != number[17]:
        problems.append("identifiers.id_no_check")
    if id_kind(number) is None:
        problems.append("identifiers.id_no_place")
    return tuple(problems)


def _check_digit(number: str) -> str:
    """What the last digit of a number has to be."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(number))


def tells_birthday(text: str) -> bool:
    """Whether digits tell a place and a birthday as a person's number does, though its check digit be wrong, one digit
    lacking or one too many, or it be a former one of fifteen digits. Such a number is protected until it is known better.
    """
    number = compact(text)
    found = _NEARLY.fullmatch(number) or _FORMER.fullmatch(number)
    if found is None or id_kind(number) is None:
        return False
    year, month, day = map(int, found.groups())
    try:
        date(year if year > 99 else 1900 + year, month, day)
    except ValueError:
        return False
    return True


def id_kind(text: str) -> IdKind | None:
    """Whose permit the first digits name; None where they name nothing known."""
    number = compact(text)
    if _PROVINCE.match(number):
        return IdKind.CITIZEN
    permits = {"81": IdKind.HONG_KONG, "82": IdKind.MACAO, "83": IdKind.TAIWAN}
    return IdKind.FOREIGN if number[:1] == "9" else permits.get(number[:2])


def birth_date(text: str) -> date | None:
    """Date of birth in the number, None where its digits are no date (or no plausible one, before 1870)."""
    from stdnum.cn import ric  # only where a number is looked at: it loads much else

    number = compact(text)
    try:
        born: date = ric.get_birth_date(number)
    except Exception:  # the library raises several kinds on short or odd text
        return None
    return born if born.year >= 1870 else None


def place(text: str) -> str | None:
    """The six digits of the place that issued the number: a hint, perhaps of a county long renamed."""
    digits = compact(text)[:6]
    return digits if len(digits) == 6 and digits.isdigit() else None


def format(text: str) -> str:
    """The number as printed: eighteen characters in one run."""
    return compact(text)


def mask(text: str) -> str:
    """First three and last four characters, stars between, of the same length; a short text is all stars."""
    number = compact(text)
    if len(number) < 11:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
