"""Sentences about imports as acts; what is found inside a file is worded in rosters.py."""

from registry.wording.marks import N_

MESSAGES = {
    "rosters.unknown": N_("没有这次导入，或者它不在您单位的管辖范围内。"),
    "rosters.settled": N_("这次导入已经是“{state}”，不能再办。"),
    "rosters.changed_since": N_("预览之后台账又有变动，按旧预览写入会覆盖别人的改动。已按最新台账重新核对，请看过再确认。"),
    "rosters.not_applied": N_("这次导入是“{state}”，没有可撤销的内容。"),
    "rosters.kept_edited": N_("导入后有人改过，保留"),
    "rosters.kept_archived": N_("导入后已归档，保留"),
    "rosters.kept_has_file": N_("已有违规、处置、等级变动或文书，保留"),
}
