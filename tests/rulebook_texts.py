"""A small rulebook with all that publishing asks for: articles, bases, a way back, an example."""

from datetime import date


def sound(version: str, region: str, effective_from: date, points: int = 2) -> str:
    """By it one ordinary violation, which carries ``points`` of 2 to 6, already leads to C."""
    return f"""
version = "{version}"
region = "{region}"
effective_from = {effective_from}
initial_tier = "B"
window_months = 12
repeat_factor = 1.5
credit_cap = 3
points_article = "第二条"
[severities]
notice = {{ points = 0, article = "第三条" }}
minor = {{ points = 1, article = "第三条" }}
ordinary = {{ points = {points}, article = "第三条" }}
major = {{ points = 6, article = "第三条" }}
grave = {{ points = 12, tier = "D", article = "第三条" }}
[[thresholds]]
points = 2
tier = "C"
article = "第四条"
[[restoration]]
id = "R1"
from = "D"
to = "C"
clean_months = 12
article = "第五条"
[[restoration]]
id = "R2"
from = "C"
to = "B"
clean_months = 3
article = "第五条"
[[ladder]]
id = "L1"
trigger = "violation"
rung = "interview"
decides = "head"
basis = "《中华人民共和国行政处罚法》第二十八条"
article = "第六条"
[[codes]]
code = "7-3"
name = "不当评述灾难"
severity = "ordinary"
article = "《网络信息内容生态治理规定》第七条第三项"
[[examples]]
title = "一次一般违规，列重点关注"
account = {{ registered_on = 2026-01-05 }}
violation = [
  {{ id = "v1", code = "7-3", severity = "ordinary", occurred_on = 2026-02-01, recognised_on = 2026-02-10 }},
]
expect = [
  {{ on = 2026-02-10, tier = "C", proposal = "interview" }},
]
"""
