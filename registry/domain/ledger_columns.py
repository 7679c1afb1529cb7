"""The columns in which the ledgers of violations and of measures leave the register: what each is called, how wide it is.

All of them side by side are more than a page takes; those marked as usual fit one sheet of A3 across, and can be read.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Column(NamedTuple):
    """One column: the name it is chosen by, its header, its width in Excel's characters, whether it is usual."""

    name: str
    header: str
    width: float
    is_usual: bool = False


SEQUENCE = "sequence"
"""The running number, which every ledger begins with."""
VIOLATIONS: tuple[Column, ...] = (
    Column(SEQUENCE, "序号", 6, True),
    Column("id", "编号", 8),
    Column("name", "账号名称", 24, True),
    Column("platform", "所属平台", 12, True),
    Column("uid", "平台账号ID", 22),
    Column("region", "所属地区", 14, True),
    Column("code", "情形代码", 10, True),
    Column("code_name", "违规情形", 26, True),
    Column("severity", "违规程度", 10, True),
    Column("facts", "违规事实", 48, True),
    Column("url", "链接", 32),
    Column("occurred_on", "发生日期", 12, True),
    Column("source", "线索来源", 12, True),
    Column("recorded_on", "登记日期", 12),
    Column("recorded_by", "登记人", 12),
    Column("state", "状态", 10, True),
    Column("recognised_on", "认定日期", 12, True),
    Column("recognised_by", "认定人", 12, True),
    Column("voided_on", "撤销日期", 12),
    Column("void_reason", "撤销原因", 24),
)
MEASURES: tuple[Column, ...] = (
    Column(SEQUENCE, "序号", 6, True),
    Column("id", "编号", 8),
    Column("name", "账号名称", 24, True),
    Column("platform", "所属平台", 12, True),
    Column("uid", "平台账号ID", 22),
    Column("region", "所属地区", 14),
    Column("kind", "处置措施", 10, True),
    Column("state", "状态", 12, True),
    Column("target_kind", "对象类别", 10),
    Column("target", "处置对象", 28),
    Column("deciding_body", "决定机关", 20, True),
    Column("executing_body", "执行机关", 20),
    Column("basis", "法律依据", 34, True),
    Column("grounds", "处置事由", 44, True),
    Column("papers", "文书编号", 30, True),
    Column("code", "情形代码", 10),
    Column("violation_id", "违规编号", 10),
    Column("drafted_on", "提请日期", 12),
    Column("drafted_by", "提请人", 12),
    Column("decided_on", "决定日期", 12, True),
    Column("approver", "批准人", 12),
    Column("effective_on", "生效日期", 12, True),
    Column("ends_on", "到期日期", 12, True),
    Column("ended_on", "结束日期", 12),
    Column("lifted_on", "解除日期", 12, True),
    Column("annulled_on", "撤销日期", 12),
    Column("demand", "整改要求", 32),
    Column("due_on", "整改期限", 12, True),
    Column("rechecked_on", "复查日期", 12),
    Column("passed_on", "整改通过日期", 12, True),
)


def chosen(columns: Sequence[Column], names: Sequence[str]) -> list[int]:
    """The places of the columns of these names, the running number first; all of them where none is named."""
    return [at for at, each in enumerate(columns) if not names or each.name == SEQUENCE or each.name in names]


def usual(columns: Sequence[Column]) -> list[str]:
    """The names of the columns that fit a page."""
    return [each.name for each in columns if each.is_usual]
