"""Several small questions asked in one statement, for a page that would else send a statement for each figure on it.

Each question's rows come back as texts, whatever they are in the database, and the question reads its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

Answer = TypeVar("Answer")
Texts = Sequence[str | None]


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """A query whose columns are counts, days, codes or names, and how its rows of texts are read. Rows come in no order."""

    query: Select[*tuple[Any, ...]]
    read: Callable[[Sequence[Texts]], Answer]


def ask(session: Session, questions: Mapping[str, Question[Any]]) -> dict[str, Any]:
    """The answer of each question, by its name: one statement."""
    width = max(len(each.query.selected_columns) for each in questions.values())
    asked = [_padded(name, each.query, width) for name, each in questions.items()]
    found: dict[str, list[Texts]] = {name: [] for name in questions}
    for name, *texts in session.execute(union_all(*asked)):
        found[name].append(texts[: len(questions[name].query.selected_columns)])
    return {name: each.read(found[name]) for name, each in questions.items()}


def _padded(name: str, query: Select[*tuple[Any, ...]], width: int) -> Select[*tuple[Any, ...]]:
    """The query's columns as texts after its name, filled up with nothing to the widest."""
    inner = query.subquery()
    texts = [cast(column, String) for column in inner.c]
    return select(literal(name, String), *texts, *(cast(null(), String) for _ in range(width - len(texts))))
