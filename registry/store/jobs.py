"""Jobs that run behind the page, and the days the daily grading has run for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.store.db import Base
from registry.store.types import Instant, Json


class Job(Base):
    """A row committed with the act that needs the work; enqueued after; swept up again where it never started."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    argument: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class GradeRun(Base):
    """A day for which the clock's own changes were stored."""

    __tablename__ = "grade_runs"

    on: Mapped[date] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(Instant)
    due: Mapped[int]
    moved: Mapped[int]
    proposed: Mapped[int]
