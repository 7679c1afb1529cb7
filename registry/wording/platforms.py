"""Sentences about the words offices use for platforms."""

from registry.wording.marks import N_

MESSAGES = {
    "platforms.unknown": N_("没有这个叫法，或者它不在您单位的管辖范围内。"),
    "platforms.no_word": N_("这几个字不能当平台的叫法：要写 1 到 40 个字，不能是“无”“不详”或者号码。"),
    "platforms.known": N_("“{word}”本来就认得，不用另外约定。"),
    "platforms.said_already": N_("本单位已经约定过“{word}”；要改，请先撤销原来的。"),
    "platforms.revoked_already": N_("这个叫法已经撤销过了。"),
}
