"""Python's cycle collector at rest while a hundred thousand rows are handled.

Rows and decisions hold no cycles, yet the collector walks all of them again and again as they grow in number: that was
half the time of an import.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No collection inside the block, or the function it decorates; what was before comes back after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
