"""Words of the regions."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "regions.unknown": N_("没有行政区划 {region}，请写六位代码或名称（如 330825、龙游县）"),
    "regions.ambiguous": N_("“{region}”不止一处，请写代码：{regions}"),
}
