"""The unified social credit code (统一社会信用代码, GB 32100-2015) of a company or body.

Eighteen characters: registrar, kind, six digits of region, nine of the organisation, one check character; the
letters I, O, S, V and Z do not occur. Real codes that fail the check are known, so every problem here is a
warning for the officer, never a reason to throw the code away.
"""

import re

from registry.domain.identifiers.characters import is_masked, is_scientific, squeeze

_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PLACE = re.compile(r"..(?:10|1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71)")
_ORGANISATION = re.compile(r"[0-9A-Z]{8}-?[0-9X]")


def compact(text: str) -> str:
    """The code alone: half width, upper case, without spaces, hyphens and points."""
    return re.sub(r"[-.·_'\"]", "", squeeze(text)).upper()


def validate(text: str) -> tuple[str, ...]:
    """Problem codes of a credit code, none if it is sound. Never raises."""
    code = compact(text)
    if is_masked(text):
        return ("identifiers.masked",)
    if is_scientific(text):
        return ("identifiers.rounded",)
    if len(code) == 15 and code.isdigit():
        return ("identifiers.uscc_old_number",)
    if len(code) == 9 and _ORGANISATION.fullmatch(code):
        return ("identifiers.uscc_organisation_code",)
    return _problems(code)


def tells_place(text: str) -> bool:
    """Whether the third and fourth digit are a province's, or 10 for the state's own, as in every real code."""
    return _PLACE.match(compact(text)) is not None


def is_former_number(text: str) -> bool:
    """Whether fifteen digits are a business number of before 2015 (工商注册号), by its own check digit (GB/T 17710)."""
    from stdnum.iso7064 import mod_11_10

    return len(text) == 15 and bool(mod_11_10.is_valid(text))


def _problems(code: str) -> tuple[str, ...]:
    problems = [f"identifiers.uscc_letter_{letter.lower()}" for letter in "OI" if letter in code]
    if any(letter in code for letter in "SVZ"):
        problems.append("identifiers.uscc_letter")
    if len(code) != 18:
        problems.append("identifiers.uscc_length")
    elif code.isdigit() and code.endswith("000"):
        problems.append("identifiers.rounded")
    elif not problems and not _SHAPE.fullmatch(code):
        problems.append("identifiers.uscc_shape")
    elif not problems and _check_character(code) != code[17]:
        problems.append("identifiers.uscc_check")
    return tuple(problems)


def _check_character(code: str) -> str:
    """What the last character of a code has to be."""
    from stdnum.cn import uscc as gb32100  # only where a code is not sound at a glance: it loads much else

    return str(gb32100.calc_check_digit(code[:17]))


def format(text: str) -> str:
    """The code as printed: eighteen characters in one run."""
    return compact(text)
