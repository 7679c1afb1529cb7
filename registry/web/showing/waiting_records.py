"""What waits about the register itself: roster rows set aside, and legal texts not compared for too long."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from registry.domain.permissions import Actor, may
from registry.web.showing.waiting import Line, waited


def of_parked(number: int, asker: Actor, on: date) -> Iterator[Line]:
    """One line for all rows of rosters that were set aside and are not settled."""
    if number and may(asker, "accounts.amend"):
        url = url_for("parking.list_")
        yield Line("waiting", on, *waited(on, on), _("处理待核的花名册行"), _("%(n)s 行", n=number), url, None,
                   _("导入时存疑留下的，核实以后写入或者不要"), (url, _("去处理")), asker.region_code, 1)  # fmt: skip


def of_stale(number: int, asker: Actor, on: date) -> Iterator[Line]:
    """One line for all articles that have to be compared with the text in force again, to who may do it."""
    if number and may(asker, "bases.confirm"):
        url = url_for("bases.list_")
        yield Line("waiting", on, *waited(on, on), _("复核法律条文"), _("%(n)s 条", n=number), url, None,
                   _("很久没有与现行条文核对，文书引用以前要核"), (url, _("去核对")), asker.region_code, 1)  # fmt: skip
