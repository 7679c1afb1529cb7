"""Identity and mobile numbers inside a text that is about something else: a remark, a reason, an unknown column.

``mask_inside`` is how such a text is shown and printed; ``restore_inside`` undoes it where the text comes back, so that
what was only masked is never taken for a change (个人信息保护法 第六条: no more than the purpose needs). A former number of
fifteen digits is known by the birthday in it.
"""

import re

from registry.domain.identifiers.id_no import mask as mask_id_no

_NUMBER = re.compile(
    r"https?://[!-~]+|(?<![0-9A-Za-z])(?:\d{17}[\dXx]|[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}|\d{6}(?P<gap>[ -])\d{8}(?P=gap)?\d{3}[\dXx]|1[3-9]\d(?:\d{8}|-\d{4}-\d{4}| \d{4} \d{4}))(?![0-9A-Za-z])"
)

SHORTEST_NUMBER = 11
"""Characters of the shortest number looked for; most cells are shorter."""


def mask_inside(text: str) -> str:
    """``text`` with each identity or mobile number masked; addresses of the web stay as they are."""
    return text if len(text) < SHORTEST_NUMBER else _NUMBER.sub(_mask, text)


def restore_inside(text: str, known: str) -> str:
    """``text`` with the masks of numbers that stand in ``known`` replaced by those numbers."""
    if "*" not in text:
        return text
    for found in _NUMBER.finditer(known):
        if not found[0].startswith("http"):
            text = text.replace(_mask(found), found[0], 1)
    return text


def _mask(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("http"):
        return text
    digits = re.sub("[ -]", "", text)
    return mask_id_no(digits) if len(digits) >= 15 else f"{digits[:3]}****{digits[-4:]}"
