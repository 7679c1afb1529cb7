"""What waits for an officer about tiers: overrides to decide or to review, moves to confirm, decisions changed to be seen,
and drafts of the rules themselves to check, to publish or to mend.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from registry.domain import regions
from registry.domain.china_time import china_day
from registry.domain.permissions import Actor, may
from registry.store.overrides import Override
from registry.store.overview import TierCounts
from registry.web.formats import label
from registry.web.showing.waiting import Line, waited


def of_overrides(overrides: Sequence[Override], asker: Actor, on: date) -> Iterator[Line]:
    """Overrides the asker may decide (not the asker's own, none asked for above), and those whose term is over."""
    for each in overrides:
        above = each.office.region_code
        is_above = regions.covers(above, each.account.region_code) and not regions.covers(asker.region_code, above)
        if each.is_to_review:
            since, what, act = each.ended_on or each.until_on, _("到期复核人工调整"), _("去复核")
            text = _("调整为 %(tier)s %(name)s 的期限已到", tier=each.tier, name=label(each.tier))
        elif may(asker, "overrides.decide") and each.asked_by_id != asker.user_id and not is_above:
            since, what, act = china_day(each.asked_at), _("审批人工调整"), _("去审批")
            text = _("%(who)s提请调整为 %(tier)s %(name)s，至 %(on)s", who=each.asked_by.name, tier=each.tier,
                     name=label(each.tier), on=each.until_on)  # fmt: skip
        else:
            continue
        account = each.account
        yield Line(
            "waiting", since, *waited(since, on), what, account.name, url_for("accounts.show", account_id=account.id),
            account, text, (url_for("overrides.show", override_id=each.id), act), account.region_code,
        )  # fmt: skip


def of_counts(counts: TierCounts, asker: Actor, on: date) -> Iterator[Line]:
    """One line for all moves that wait, one for all changed decisions nobody has seen."""
    if counts.pending and may(asker, "tiers.confirm"):
        url, since = url_for("pending.list_"), counts.pending_since or on
        text = _("本单位先确认、后变动；确认前显示原等级")
        yield Line(
            "waiting", since, *waited(since, on), _("确认等级变动"), _("%(n)s 个账号", n=counts.pending), url, None, text,
            (url, _("去确认")), asker.region_code,
        )  # fmt: skip
    if counts.changed:
        url, since = url_for("changes.list_"), counts.changed_since or on
        text = _("撤销或规则换版改变了以前的决定，看过后确认；原来的记录都留着")
        yield Line(
            "waiting", since, *waited(since, on), _("看受影响的决定"), _("%(n)s 件", n=counts.changed), url, None, text,
            (url, _("去看")), asker.region_code,
        )  # fmt: skip


def of_rulebooks(counts: TierCounts, asker: Actor, on: date) -> Iterator[Line]:
    """One line for the drafts to be checked, to be published, to be mended: to the one itself where it is only one."""
    for drafts, what, text, act in (
        (
            counts.to_check,
            _("核对规则草案"),
            _("起草人已送核对；读过改动的条款、检查结果和试算，再核对或退回"),
            _("去核对"),
        ),
        (counts.to_publish, _("公布规则"), _("已核对无误，等负责人公布；从以后的施行日起生效"), _("去公布")),
        (counts.to_mend, _("修改规则草案"), _("核对时退回，改好以后再送核对"), _("去修改")),
    ):
        if not drafts.count:
            continue
        since = china_day(drafts.since) if drafts.since else on
        url, subject = url_for("rulebooks.list_"), _("%(n)s 部", n=drafts.count)
        if drafts.count == 1:
            url, subject = url_for("rulebooks.version", rulebook_id=drafts.only_id), drafts.title or subject
        yield Line(
            "waiting", since, *waited(since, on), what, subject, url, None, text, (url, act), asker.region_code,
        )  # fmt: skip
