"""Plain values as bytes to take a digest of: a hundred thousand rows in a tenth of the time their text would take."""

import marshal
from typing import Any


def plain_bytes(plain: Any) -> bytes:
    """Lists, tuples, dicts, texts, whole numbers and None as bytes; the same for the same values of the same exact types.

    The second format of marshal knows no references between equal objects. A list is not a tuple, a dict has its order;
    members of an enum and other subclasses raise ValueError.
    """
    return marshal.dumps(plain, 2)
