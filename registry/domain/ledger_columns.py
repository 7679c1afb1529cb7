"""The columns in which the ledgers of violations and of measures leave the register: header and width."""

Columns = tuple[tuple[str, float], ...]

VIOLATIONS: Columns = (
    ("序号", 6), ("编号", 8), ("账号名称", 24), ("所属平台", 12), ("平台账号ID", 22), ("所属地区", 14), ("情形代码", 10),
    ("违规情形", 26), ("违规程度", 10), ("违规事实", 48), ("链接", 32), ("发生日期", 12), ("线索来源", 12), ("登记日期", 12),
    ("登记人", 12), ("状态", 10), ("认定日期", 12), ("认定人", 12), ("撤销日期", 12), ("撤销原因", 24),
)  # fmt: skip
MEASURES: Columns = (
    ("序号", 6), ("编号", 8), ("账号名称", 24), ("所属平台", 12), ("平台账号ID", 22), ("所属地区", 14), ("处置措施", 10),
    ("状态", 12), ("对象类别", 10), ("处置对象", 28), ("决定机关", 20), ("执行机关", 20), ("法律依据", 34), ("处置事由", 44),
    ("情形代码", 10), ("违规编号", 10), ("提请日期", 12), ("提请人", 12), ("决定日期", 12), ("批准人", 12), ("生效日期", 12),
    ("到期日期", 12), ("结束日期", 12), ("解除日期", 12), ("撤销日期", 12), ("整改要求", 32), ("整改期限", 12),
    ("复查日期", 12), ("整改通过日期", 12),
)  # fmt: skip


def headers(columns: Columns) -> list[str]:
    """The header row."""
    return [header for header, _ in columns]


def widths(columns: Columns) -> list[float]:
    """The width of each column, in Excel's characters."""
    return [width for _, width in columns]
