"""处置统计: what counts in which column of the national table."""

from itertools import product

import pytest

from registry.domain.statistics import COUNTED, HEADERS, Column, Effected, cells, column_of, tabulate
from registry.domain.terms import MeasureKind, TargetKind


def test_the_columns_are_those_of_the_national_table_in_its_order() -> None:
    assert list(HEADERS) == list(Column)
    assert list(HEADERS.values()) == [
        "约谈", "警告或罚款", "暂停功能或更新", "下架移动应用程序", "处置小程序", "关闭违法网站", "关闭账号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "target", "column"),
    [
        ("interview", "website", Column.INTERVIEW),
        ("suspension", "account", Column.SUSPENSION),
        ("delisting", "app", Column.APP),
        ("delisting", "mini_program", Column.MINI_PROGRAM),
        ("shutdown", "mini_program", Column.MINI_PROGRAM),
        ("shutdown", "website", Column.WEBSITE),
        ("shutdown", "account", Column.ACCOUNT),
        ("delisting", "content", None),
        ("reminder", "account", None),
    ],
)
def test_a_measure_counts_by_its_kind_and_its_target(kind: str, target: str, column: Column | None) -> None:
    assert column_of(MeasureKind(kind), TargetKind(target)) is column


def test_every_measure_counts_once_or_is_named_beside_the_table() -> None:
    found = [Effected("甲县", kind, target, 1) for kind, target in product(MeasureKind, TargetKind)]
    table = tabulate(found, ["甲县", "乙县"])
    assert sum(table.total.values()) + sum(table.outside.values()) == len(found)
    assert set(table.rows["乙县"].values()) == {0}


def test_penalties_the_register_does_not_keep_stay_blank_and_are_no_zero() -> None:
    line = cells("甲县", dict.fromkeys(COUNTED, 0))
    assert line == ["甲县", 0, None, 0, 0, 0, 0, 0]
