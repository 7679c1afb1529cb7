"""Accounts: the list, the file of one (一号一档), entering, amending, handing over, archiving, revealing."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.clock import now, today
from registry.domain import identifiers, regions
from registry.domain.errors import Refusal
from registry.domain.terms import MeasureKind
from registry.services import accounts as services
from registry.services import provenance, records, transfers
from registry.store import account_queries as store
from registry.store.cases import list_cases_of_account
from registry.store.db import db, transaction
from registry.store.overview import find_under_way
from registry.store.scope import Scope, scope_of
from registry.store.users import list_towns
from registry.store.violations import list_violations
from registry.web import guards
from registry.web.forms.accounts import AccountForm, AmendAccountForm, Entry, ReasonForm, TransferForm
from registry.web.paging import PAGE_SIZE, Paging, asked_page, offset_of
from registry.web.showing import filters, places, sources
from registry.web.showing.files import open_file
from registry.web.showing.reasons import initial_tier, limits_on, name_violation

blueprint = Blueprint("accounts", __name__)
TAKEN = frozenset({"accounts.exists", "accounts.exists_elsewhere"})


@blueprint.get("/accounts")
@guards.permission("accounts.read")
def list_() -> ResponseReturnValue:
    """The register, narrowed, sorted, page by page."""
    session, scope, page = db.session(), guards.scope(), asked_page()
    wanted = filters.read_filter(request.args, today())
    sort, below = request.args.get("sort", "-open"), places.choices_below(guards.actor().region_code)
    total, numbers = store.count_views(session, wanted, filters.views(today()), scope=scope)
    rows = store.list_accounts(session, wanted, scope=scope, sort=sort, limit=PAGE_SIZE, offset=offset_of(page))
    ids = [account.id for account in rows]
    return render_template(
        "accounts/list.html",
        rows=rows,
        under_way=find_under_way(session, ids),
        former=store.list_former_names(session, ids),
        numbers=numbers,
        wanted=wanted,
        sort=sort,
        paging=Paging(page, total),
        fields=filters.query_fields(wanted, store.list_towns_in_use(session, scope=scope_of_towns(wanted)), below),
        limits=limits_on(guards.actor().region_code, today()),
        places=below,
        filters=filters,
        MeasureKind=MeasureKind,
    )


def scope_of_towns(wanted: store.AccountFilter) -> Scope:
    """Where towns are looked for: the region chosen, as far as the asker's office covers it."""
    is_inside = regions.covers(guards.actor().region_code, wanted.region_code)
    return scope_of(wanted.region_code) if is_inside else guards.scope()


@blueprint.get("/accounts/<int:account_id>")
@guards.permission("accounts.read")
def show(account_id: int) -> ResponseReturnValue:
    """The file of one account, today or as of a past day."""
    session, scope = db.session(), guards.scope()
    account = store.get_account(session, account_id, scope=scope)
    on = asked_day(today())
    opened = open_file(session, account, on=on, scope=scope)
    return render_template(
        "accounts/show.html", file=opened, account=account, on=on, is_past=on < today(), name_violation=name_violation,
        sources=sources.lines(provenance.sources(session, account)),
        cases=[each for each in list_cases_of_account(session, account.id, scope=scope) if each.found_on <= on],
    )  # fmt: skip


def asked_day(latest: date) -> date:
    """The past day asked for; nonsense and the future are today."""
    try:
        return min(latest, date.fromisoformat(request.args.get("on", "")))
    except ValueError:
        return latest


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@guards.permission("accounts.amend")
def add() -> ResponseReturnValue:
    """Enter one account by hand."""
    form, asker = AccountForm(), guards.actor()
    own_county = regions.is_lowest(asker.region_code)
    form.region.choices = [("", _("请选择")), *places.lowest_below(asker.region_code)]
    if form.validate_on_submit() and not (own_county or form.region.data):
        form.region.errors = [_("选账号所在的县（市、区）")]
    elif form.is_submitted() and (entry := form.read(today()) if not form.errors else None):
        try:
            with transaction() as opened:
                account = services.register(
                    opened, entry.values, region_code=asker.region_code if own_county else form.region.data,
                    approximate=entry.approximate, by=asker, at=now(), on=today(),
                )  # fmt: skip
                account_id = account.id
            return saved(account_id, entry, _("已登记“%(name)s”。", name=entry.values["name"]))
        except Refusal as refusal:
            say_taken(form, refusal)
    return draw_form(
        "accounts/add.html", form, has_regions=not own_county, initial=initial_tier(asker.region_code, today())
    )


@blueprint.route("/accounts/<int:account_id>/amend", methods=["GET", "POST"])
@guards.permission("accounts.amend")
def amend(account_id: int) -> ResponseReturnValue:
    """Put an account right; a new name is kept as a rename."""
    account = store.get_account(db.session(), account_id, scope=guards.scope())
    form, masked = AmendAccountForm(), records.masked(account)
    if not form.is_submitted():
        form.fill(masked, account.version)
    elif form.validate() and (entry := form.read(today(), masked)):
        version = int(form.version.data) if (form.version.data or "").isdigit() else None
        try:
            with transaction() as opened:
                services.amend(
                    opened, account_id, entry.values, version=version, approximate=entry.approximate,
                    by=guards.actor(), at=now(), on=today(),
                )  # fmt: skip
            return saved(account_id, entry, _("已保存。"))
        except Refusal as refusal:
            say_taken(form, refusal)
            account = store.get_account(db.session(), account_id, scope=guards.scope())
    return draw_form("accounts/amend.html", form, account=account, masked=masked)


def say_taken(form: AccountForm, refusal: Refusal) -> None:
    """Show a taken key at its field; every other refusal goes on its way."""
    if refusal.code not in TAKEN:
        raise refusal
    form.refuse_taken(refusal)


def saved(account_id: int, entry: Entry, words: str) -> ResponseReturnValue:
    """Back to the file, with what is unusual though it was taken."""
    flash(words, "done")
    for warning in entry.warnings:
        flash(warning, "soon")
    return redirect(url_for("accounts.show", account_id=account_id))


def draw_form(template: str, form: AccountForm, **values: object) -> ResponseReturnValue:
    """The form, with the towns of the office's own list to choose from."""
    towns = [town.name for town in list_towns(db.session(), scope=guards.scope())][:300]
    return render_template(template, form=form, towns=towns, **values), 400 if form.is_submitted() else 200


@blueprint.route("/accounts/<int:account_id>/transfer", methods=["GET", "POST"])
@guards.permission("accounts.transfer")
def transfer(account_id: int) -> ResponseReturnValue:
    """Hand an account over to another county of the same city, or of what the office covers."""
    account = store.get_account(db.session(), account_id, scope=guards.scope())
    form, asker = TransferForm(), guards.actor()
    above = account.region_code[:4] + "00" if regions.is_lowest(asker.region_code) else asker.region_code
    others = [place for place in places.lowest_below(above) if place[0] != account.region_code]
    form.region.choices = [("", _("请选择")), *others]
    if not form.validate_on_submit():
        status = 400 if form.is_submitted() else 200
        return render_template("accounts/transfer.html", form=form, account=account), status
    code, name, place = form.region.data, account.name, regions.get(form.region.data).name
    with transaction() as opened:
        transfers.transfer(opened, account_id, region_code=code, reason=form.reason.data, by=asker, at=now())
    flash(_("“%(name)s”已转到%(place)s，连同它的全部记录。", name=name, place=place), "done")
    if regions.covers(asker.region_code, code):
        return redirect(url_for("accounts.show", account_id=account_id))
    return redirect(url_for("accounts.list_"))


@blueprint.route("/accounts/<int:account_id>/archive", methods=["GET", "POST"])
@guards.permission("accounts.archive")
def archive(account_id: int) -> ResponseReturnValue:
    """Take an account out of the lists, with a reason."""
    account = store.get_account(db.session(), account_id, scope=guards.scope())
    form = ReasonForm()
    if account.archived_on is not None and not form.is_submitted():
        return redirect(url_for("accounts.show", account_id=account_id))
    if not form.validate_on_submit():
        return render_template("accounts/shelve.html", form=form, account=account), 400 if form.is_submitted() else 200
    with transaction() as opened:
        services.archive(opened, account_id, reason=form.reason.data, by=guards.actor(), at=now(), on=today())
    flash(_("已归档。它不再出现在台账列表里，记录都在“已归档”中。"), "done")
    return redirect(url_for("accounts.show", account_id=account_id))


@blueprint.route("/accounts/<int:account_id>/restore", methods=["GET", "POST"])
@guards.permission("accounts.archive")
def restore(account_id: int) -> ResponseReturnValue:
    """Bring an archived account back, with a reason."""
    account = store.get_account(db.session(), account_id, scope=guards.scope())
    form = ReasonForm()
    if account.archived_on is None and not form.is_submitted():
        return redirect(url_for("accounts.show", account_id=account_id))
    if not form.validate_on_submit():
        return render_template("accounts/shelve.html", form=form, account=account), 400 if form.is_submitted() else 200
    with transaction() as opened:
        services.restore(opened, account_id, reason=form.reason.data, by=guards.actor(), at=now())
    flash(_("已恢复在册。"), "done")
    return redirect(url_for("accounts.show", account_id=account_id))


@blueprint.route("/accounts/<int:account_id>/reveal", methods=["GET", "POST"])
@guards.permission("accounts.reveal")
def reveal(account_id: int) -> ResponseReturnValue:
    """Show the personal fields in the clear, once, to one who says why; the reading is on file."""
    account = store.get_account(db.session(), account_id, scope=guards.scope())
    form, clear = ReasonForm(), None
    if form.validate_on_submit():
        with transaction() as opened:
            clear = services.reveal(opened, account_id, reason=form.reason.data, by=guards.actor(), at=now())
        account = store.get_account(db.session(), account_id, scope=guards.scope())
    status = 400 if form.is_submitted() and clear is None else 200
    masked = records.masked(account)
    known = list_violations(db.session(), scope=guards.scope(), account_id=account_id)
    told = [row for row in known if identifiers.mask_inside(row.facts) != row.facts]
    return render_template(
        "accounts/reveal.html", form=form, account=account, masked=masked, clear=clear, told=told
    ), status
