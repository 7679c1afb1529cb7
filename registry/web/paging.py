"""Pages of a list: what the pager draws and what the query skips."""

from dataclasses import dataclass

from flask import request, url_for

PAGE_SIZE = 50
LAST_PAGE = 1_000_000
LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Paging:
    """One page of ``total`` rows; pages count from 1."""

    page: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, 0 where there is none."""
        return min(self.total, (self.page - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.page * self.size)

    def url_for_page(self, page: int) -> str:
        """The same list, another page."""
        asked = {name: value for name, value in request.args.items() if not name.startswith("_")}
        arguments = {**asked, **(request.view_args or {}), "page": page}
        return url_for(request.endpoint or "home.show", **arguments)


def asked_page() -> int:
    """The page asked for; nonsense is the first, and none lies beyond what a database counts to."""
    return min(max(1, request.args.get("page", 1, type=int) or 1), LAST_PAGE)


def asked_key(name: str) -> int | None:
    """The key asked for under ``name``; None where there is none, or one no database could hold."""
    key = request.args.get(name, type=int)
    return key if key is not None and 0 < key <= LARGEST_KEY else None


def key_in(text: str) -> int | None:
    """The key a form's text names; None for what is no number, or one no database could hold."""
    key = int(text) if text.isdecimal() and len(text) <= len(str(LARGEST_KEY)) else None
    return key if key is not None and 0 < key <= LARGEST_KEY else None


def posted_key(name: str) -> int | None:
    """The key a form sent under ``name``; None where there is none, or one no database could hold."""
    return key_in(request.form.get(name, "").strip())


def offset_of(page: int, size: int = PAGE_SIZE) -> int:
    """How many rows lie before ``page``."""
    return (page - 1) * size
