"""Words of the regions."""

from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "regions.unknown": N_("没有行政区划代码 {region}"),
}
