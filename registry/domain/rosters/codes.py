"""Ids, credit codes, identity numbers, telephones and links as cells carry them.

What each must look like stands in domain/identifiers; here a cell becomes text first, and what a
spreadsheet has
destroyed (1.1E+17, …000) is taken away rather than guessed. Findings on personal fields never repeat
the value.
"""

import re
from math import isfinite

from registry.domain import identifiers
from registry.domain.rosters.shapes import UNKNOWN, Cell, CellProblem, Cleaned, Level
from registry.domain.rosters.tidy import as_text, is_unknown, narrow, tidy

_LOST = frozenset({"identifiers.rounded"})
_HINTS = frozenset({"identifiers.id_no_place", "identifiers.url_short", "identifiers.uid_shape"})
_NO_UID = frozenset({"identifiers.uid_name", "identifiers.uid_link", "identifiers.masked"})
_EXACT = 2**53
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DIGITS = re.compile(r"\d{14,18}[\dX]")
"""What may be a person's number: a credit code nearly always has a letter before its end."""

_USCC_LABEL = re.compile(r"^(?:统一)?社会?信用代码(?:证)?(?:号码?)?\s*[:：]\s*")
_BIRTHDAY_INSIDE = re.compile(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_FORMER_INSIDE = re.compile(r"(?<!\d)[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_RUINED = re.compile(r"\d(?:\.\d+)?[eE]\+?1\d")
_PERSON_INSIDE = re.compile(r"(?<!\d)\d{17}[\dX](?![\dX])")

_NO_PHONE = re.compile(
    "(?:本人)?(?:联系)?(?:电话|手机|手机号|号码|方式)?(?:不详|未知|不明|不清楚|未留|未填|未提供|没有|没|无|暂无|缺|待补|空号|停机|关机|打不通|无法接通|无人接听|"
    "不愿提供|拒绝提供)(?:联系)?(?:电话|手机|手机号|号码|方式)?|(?:电话|手机)?(?:联系不上|无法联系|联系不到|失联|已停机|已停用|换号)"
)
"""What an officer writes where there is no telephone to be had."""


def digits(cell: Cell) -> str:
    """A code as text. A number is one only as far as Excel keeps its digits: 15, more only if none was
    zeroed.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool) and isfinite(cell) and cell == int(cell):
        whole = int(cell)
        return str(whole) if abs(whole) < 10**15 or (abs(whole) < _EXACT and whole % 10) else f"{whole:.5E}"
    return as_text(cell)


def clean_uid(cell: Cell, platform: str) -> Cleaned:
    """An account's id as text, in the case it was written; its ruined, masked or misplaced forms are
    unknown.
    """
    text = tidy(digits(cell))
    if is_unknown(text):
        return UNKNOWN
    codes = identifiers.uid.validate(text, platform)
    found = _found(codes, written=text)
    if _LOST.intersection(codes) or _NO_UID.intersection(codes):
        return Cleaned(None, False, found)
    value = _plain_uid(text, platform)
    return Cleaned(None if is_unknown(value) else value, False, found)  # @无 says no more than 无


def _plain_uid(text: str, platform: str) -> str:
    """The id without label and spaces, but in its own case, which some platforms show."""
    if identifiers.uid.is_plain(text, platform):
        return text
    kept = identifiers.uid.compact(text, platform)
    own = narrow(text)
    place = own.casefold().rfind(kept.casefold())
    return own[place : place + len(kept)] if place >= 0 else kept


def clean_url(cell: Cell) -> Cleaned:
    """A link as text; of a share text only the link, of words without a link nothing."""
    text = tidy(as_text(cell))
    if is_unknown(text):
        return UNKNOWN
    codes = identifiers.url.validate(text)
    found = _found(codes, written=text)
    if "identifiers.url_none" in codes or "identifiers.url_scheme" in codes:
        return Cleaned(None, False, found)
    return Cleaned(identifiers.url.find(text), False, found)


def clean_uscc(cell: Cell) -> Cleaned:
    """A unified social credit code; one that fails its check is kept as written and flagged."""
    text = _USCC_LABEL.sub("", tidy(digits(cell)))
    if is_unknown(text):
        return UNKNOWN
    codes = identifiers.uscc.validate(text)
    code = identifiers.uscc.compact(text)
    if not codes:
        return Cleaned(code)
    if len(code) > 18 and len(inside := _PERSON_INSIDE.findall(code)) == 1 and is_persons_number(inside[0]):
        return Cleaned(inside[0])  # 身份证330825… (本人): never shown, like a bare one
    if _LOST.intersection(codes):  # the first digits of a person's number tell the birthday
        shown = {} if tells_a_person(text) else {"written": text}
        return Cleaned(None, False, _found(codes, **shown))
    if is_persons_number(code):  # never shown: the row moves it to its protected field
        return Cleaned(code)
    if tells_a_person(text):  # masked, ruined or among words: no code, and not to be shown
        return Cleaned(None, False, _found(codes))
    return Cleaned(code, False, _found(codes, written=text))


def is_persons_number(code: str) -> bool:
    """Whether a code is an identity number, or may be one, which some offices put in the company's column.

    A sound one is; one that fails its check still tells whose birthday it is, unless it is a sound credit code of a
    real place. What fails both checks and has a person's place where a company's would have none is a person's too.
    """
    if not _DIGITS.fullmatch(code):
        return False
    if not identifiers.id_no.validate(code):
        return True
    is_company = not identifiers.uscc.validate(code) or identifiers.uscc.is_former_number(code)
    if identifiers.id_no.tells_birthday(code):
        return not (is_company and (len(code) == 15 or identifiers.uscc.tells_place(code)))
    is_citizens = identifiers.id_no.id_kind(code) is identifiers.id_no.IdKind.CITIZEN
    return len(code) == 18 and is_citizens and not is_company and not identifiers.uscc.tells_place(code)


def tells_a_person(cell: Cell) -> bool:
    """Whether what was written under the credit code tells a birthday, in digits or in a number Excel cut short."""
    text = narrow(f"{cell:.0f}" if isinstance(cell, float | int) else as_text(cell))
    if ruined := _RUINED.search(text):
        text = f"{float(ruined[0]):.0f}"
    if identifiers.mask_inside(text) != text or identifiers.id_no.tells_birthday(text):
        return True
    bare = "".join(text.split())
    former = any(not identifiers.uscc.is_former_number(each) for each in _FORMER_INSIDE.findall(bare))
    return former or _BIRTHDAY_INSIDE.search(bare) is not None


def company_code(cell: Cell) -> str | None:
    """The sound credit code a cell holds, which some offices put in one column with identity numbers.

    A person's number with a wrong digit may pass the other check by chance (one in thirty-one): of digits alone only
    such are a company's as tell no birthday and have a province where a credit code has it.
    """
    text = tidy(digits(cell))
    if not identifiers.id_no.validate(text) or identifiers.uscc.validate(text):
        return None
    code = identifiers.uscc.compact(text)
    if _DIGITS.fullmatch(code) is None:
        return code
    is_company = identifiers.uscc.tells_place(code) and not identifiers.id_no.tells_birthday(code)
    return code if is_company else None


def clean_id_no(cell: Cell) -> Cleaned:
    """An identity number; one ruined by Excel is unknown, one that fails its check is kept and flagged."""
    text = tidy(digits(cell))
    if is_unknown(text):
        return UNKNOWN
    codes = identifiers.id_no.validate(text)
    if _LOST.intersection(codes):
        return Cleaned(None, False, _found(codes, written=_ruined(text)))
    value = identifiers.id_no.compact(text)
    return Cleaned(text if "identifiers.masked" in codes else value, False, _found(codes))


def _ruined(text: str) -> str:
    """How a ruined personal number was written, as far as it tells nothing of the person: 3.3…E+17, 330***********2000."""
    mantissa, mark, power = text.upper().partition("E")
    return f"{mantissa[:3]}…E{power}" if mark else identifiers.mask_id_no(text)


def clean_phone(cell: Cell) -> Cleaned:
    """Telephone numbers, several joined by 、; what is no number is kept as written and flagged."""
    if cell.__class__ is str and _MOBILE.fullmatch(cell):
        return Cleaned(cell)  # nearly every cell of a large roster
    text = tidy(digits(cell))
    if is_unknown(text):
        return UNKNOWN
    codes = identifiers.phone.validate(text)
    if codes == ("identifiers.phone_none",):  # words without a digit tell nobody's number: they are shown as written
        says_none = _NO_PHONE.fullmatch(narrow(text)) is not None
        told = "rosters.phone_unknown" if says_none else codes[0]
        return Cleaned(
            None, False, (CellProblem(Level.NOTE if says_none else Level.WARNING, told, {"written": text[:60]}),)
        )
    if _LOST.intersection(codes):
        return Cleaned(None, False, _found(codes, written=_ruined(text)))
    value = text if "identifiers.masked" in codes else identifiers.phone.compact(text)
    return Cleaned(value or None, False, _found(codes))


def _found(codes: tuple[str, ...], **params: str) -> tuple[CellProblem, ...]:
    """The identifiers' findings as this cell's problems, each at its level."""
    return tuple(CellProblem(_level(code), code, params) for code in codes)


def _level(code: str) -> Level:
    if code in _LOST:
        return Level.ERROR
    return Level.NOTE if code in _HINTS or code == "identifiers.masked" else Level.WARNING
