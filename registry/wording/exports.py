"""Sentences about exports."""

from registry.wording.marks import N_

MESSAGES = {
    "exports.too_many_rows": N_("一张工作表最多导出 {limit} 行。请按地区或乡镇缩小范围分次导出，或者改为导出 CSV。"),
    "exports.period_too_long": N_("统计期间最长 {years} 年。"),
    "exports.period_backwards": N_("统计期间的止日 {last} 早于起日 {first}。"),
}
