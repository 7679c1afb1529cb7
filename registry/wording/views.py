"""Sentences about saved filters."""

from registry.wording.marks import N_

MESSAGES = {
    "views.name_wrong": N_("常用筛选的名字要填，最多 {most} 个字。"),
    "views.nothing": N_("现在没有筛选条件，没有什么可存。"),
    "views.too_many": N_("每个列表最多存 {most} 个常用筛选，先删掉用不着的。"),
}
