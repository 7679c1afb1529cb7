"""Sentences about reports."""

from registry.wording.marks import N_

MESSAGES = {
    "reports.period_wrong": N_(
        "这个月份或年份看不了：请填本月以前的月份（如 2026-03）或年份（如 2026）。下面是本月的。"
    ),
}
