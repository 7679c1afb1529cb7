"""Sentences about what an office sets for its own procedure."""

from registry.wording.marks import N_

MESSAGES = {
    "procedure.clock_wrong": N_("请选择期限，长短写 1 到 {most} 的整数。"),
    "procedure.ground_missing": N_("请写明依据，如法条、三定规定、授权或委托文件。"),
    "procedure.clock_twice": N_("这个期限自 {on} 起的设定已经有了，请换一个起用日。"),
    "procedure.unit.day": N_("日"),
    "procedure.unit.workday": N_("工作日"),
    "procedure.unit.month": N_("个月"),
    "procedure.unit.hour": N_("小时"),
}
