"""Forms of a rulebook's tables: rows of fields that are added and taken away by buttons of the form, with no script.

They check the shape of each field and that no two rows bear one name; what the rows order is looked at by the rulebook's own
reading. A row keeps whatever it holds beyond its fields (``was``: the name it had).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DecimalField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput

from registry.domain.grading.differing import key_of
from registry.domain.grading.rulebook import (
    TIERS,
    Code,
    FloorRow,
    LadderRow,
    Needs,
    RestorationRow,
    Rulebook,
    SeverityRow,
    Threshold,
)
from registry.domain.terms import MeasureKind, Role, Severity, Tier
from registry.web.formats import label
from registry.web.forms import Form, at_most, choices, required

DECIDERS = (Role.REVIEWER, Role.HEAD)
_NAME = Regexp(r"^\S+$", message=_l("不能有空格"))


class Whole(IntegerField):  # type: ignore[misc]  # WTForms is untyped
    """A whole number, asked for in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits."""
        try:
            super().process_formdata([each.strip() for each in valuelist])
        except ValueError:
            raise ValueError(_l("请填整数")) from None


class Number(DecimalField):  # type: ignore[misc]  # see above
    """A number with decimals, asked for in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata([each.strip() for each in valuelist])
        except ValueError:
            raise ValueError(_l("请填数字，如 1.5")) from None


def tiers(*, empty: Any = None) -> list[tuple[str, Any]]:
    """The tiers with letter and name."""
    head = [("", empty)] if empty is not None else []
    return [*head, *((each.value, f"{each.value} {label(each)}") for each in TIERS)]


def whole(words: Any, least: int = 0, *, is_needed: bool = True, most: int = 999) -> Whole:
    """A field for a whole number between two bounds."""
    limits = NumberRange(least, most, message=_l("应在 %(min)s 到 %(max)s 之间"))
    return Whole(words, [required() if is_needed else Optional(), limits])


def several(words: Any, vocabulary: type[Severity] | type[MeasureKind]) -> SelectMultipleField:
    """Boxes to tick, one or more."""
    return SelectMultipleField(words, choices=lambda: choices(vocabulary), option_widget=CheckboxInput())


def one(words: Any, offered: Any, *, is_needed: bool = True) -> SelectField:
    """One of a list that is worded when the form is opened."""
    return SelectField(words, [required()] if is_needed else [], choices=offered)


class RowForm(Form):
    """One row: its fields, and the name it had when the page was opened."""

    class Meta(Form.Meta):
        """The token stands once, on the whole form."""

        csrf = False

    was = HiddenField()
    article = StringField(_l("条文"), [at_most(200)])
    KIND: type = object
    KEY = "id"

    def row(self, before: Mapping[str, Any]) -> Any:
        """The row as typed; what it holds beyond the form is kept from the row it was."""
        old = before.get(self.was.data or "")
        return replace(old, **self.values()) if old is not None else self.KIND(**self.values())

    def values(self) -> dict[str, Any]:
        """Field by field; an empty one is None."""
        return {name: None if field.data == "" else field.data for name, field in self._fields.items() if name != "was"}

    def doubts(self) -> Iterator[tuple[Field, Any]]:
        """What cannot be meant across fields: field and words."""
        yield from ()


class SeverityForm(RowForm):
    """Points of one severity."""

    name = one(_l("严重程度"), lambda: choices(Severity))
    points = whole(_l("记几分"))
    tier = one(_l("直接列级"), lambda: tiers(empty=_l("不直接列")), is_needed=False)
    wording = StringField(_l("说明"), [at_most(500)])
    KIND, KEY = SeverityRow, "name"


class ThresholdForm(RowForm):
    """From how many points on no better than which tier."""

    points = whole(_l("满几分"), 1)
    tier = one(_l("不高于"), tiers)
    wording = StringField(_l("说明"), [at_most(500)])
    KIND, KEY = Threshold, "points"


class FloorForm(RowForm):
    """How measures hold an account down."""

    id = StringField(_l("行号"), [required(), at_most(12), _NAME])
    kind = one(_l("处置"), lambda: choices(MeasureKind))
    count = whole(_l("几次"), 1, most=99)
    within_months = whole(_l("几个月内"), 1, is_needed=False)
    tier = one(_l("不高于"), tiers)
    wording = StringField(_l("说明"), [at_most(500)])
    KIND = FloorRow


class WayForm(RowForm):
    """A way up by one step."""

    id = StringField(_l("行号"), [required(), at_most(12), _NAME])
    from_tier = one(
        _l("恢复"), lambda: [(low.value, f"{low.value} → {high.value}") for high, low in pairwise(TIERS)][::-1]
    )  # fmt: skip
    clean_months = whole(_l("清白几个月"))
    max_points = whole(_l("分数不高于"), is_needed=False)
    filing_complete = BooleanField(_l("登记资料齐全"))
    by_application = BooleanField(_l("须申请、批准"))
    wording = StringField(_l("说明"), [at_most(500)])
    KIND = RestorationRow

    def values(self) -> dict[str, Any]:
        """The step's upper end follows from its lower one."""
        found = super().values()
        return {**found, "to_tier": TIERS[TIERS.index(Tier(found["from_tier"])) - 1]}


class CallForm(RowForm):
    """What calls for which measure."""

    id = StringField(_l("行号"), [required(), at_most(12), _NAME])
    trigger = one(_l("什么时候"), lambda: [("violation", _l("认定违规时")), ("overdue", _l("整改逾期时"))])
    severities = several(_l("违规的程度（一个不勾：不论程度）"), Severity)
    of = several(_l("哪种处置的整改"), MeasureKind)
    history = one(
        _l("此前还须有"),
        lambda: [("", _l("不限")), ("kind", _l("处置")), ("severities", _l("违规"))], is_needed=False,
    )  # fmt: skip
    needs_kind = one(_l("哪种处置"), lambda: choices(MeasureKind, empty=str(_l("不选"))), is_needed=False)
    needs_severities = several(_l("哪些程度的违规"), Severity)
    needs_count = whole(_l("第几次起"), 1, is_needed=False, most=99)
    needs_months = whole(_l("几个月内"), 1, is_needed=False)
    rung = one(_l("建议"), lambda: choices(MeasureKind))
    decides = one(
        _l("谁决定"), lambda: [("", _l("未写明")), *((each.value, label(each)) for each in DECIDERS)], is_needed=False
    )  # fmt: skip
    basis = StringField(_l("可依据的法律"), [at_most(500)])
    wording = StringField(_l("说明"), [at_most(500)])
    KIND = LadderRow

    def doubts(self) -> Iterator[tuple[Field, Any]]:
        """What the chosen trigger or history asks for beside it."""
        if self.trigger.data == "overdue" and not self.of.data:
            yield self.of, _l("请勾选是哪种处置的整改逾期")
        if self.history.data == "kind" and not self.needs_kind.data:
            yield self.needs_kind, _l("请选一种处置")
        if self.history.data == "severities":
            yield from (
                (each, _l("这一项必填")) for each in (self.needs_severities, self.needs_months) if not each.data
            )

    def values(self) -> dict[str, Any]:
        """Only what the chosen trigger and history read is kept."""
        found = {name: value for name, value in super().values().items() if not name.startswith(("needs_", "history"))}
        is_overdue = self.trigger.data == "overdue"
        found["severities"] = frozenset() if is_overdue else frozenset(self.severities.data)
        found["of"] = frozenset(self.of.data) if is_overdue else frozenset()
        return {**found, "needs": self.needs()}

    def needs(self) -> Needs | None:
        """The history asked for."""
        if not self.history.data:
            return None
        count, months = self.needs_count.data or 1, self.needs_months.data
        if self.history.data == "kind":
            return Needs(kind=self.needs_kind.data, count=count, within_months=months)
        return Needs(severities=frozenset(self.needs_severities.data), count=count, within_months=months)


class CodeForm(RowForm):
    """One entry of the taxonomy."""

    code = StringField(_l("编号"), [required(), at_most(12), _NAME])
    name = StringField(_l("情形"), [required(), at_most(200)])
    severity = one(_l("起算程度"), lambda: choices(Severity, empty=str(_l("由办案人定"))), is_needed=False)
    KIND, KEY = Code, "code"


class TableForm(Form):
    """A table: its rows, and the state of the draft that was seen."""

    lock = IntegerField(validators=[required()], widget=HiddenInput())
    TABLE = ""

    FIELDS: Mapping[str, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what several of them say together."""
        is_fine = super().validate(extra_validators)
        for field, words in (*self._twice(), *(doubt for each in self.rows for doubt in each.form.doubts())):
            field.errors = [*field.errors, words]
            is_fine = False
        self.rows.errors = [each.errors for each in self.rows if each.errors]
        return bool(is_fine)

    def _twice(self) -> Iterator[tuple[Field, Any]]:
        """The name fields of rows whose name an earlier row bears."""
        seen: set[Any] = set()
        for each in self.rows:
            field = each.form[each.form.KEY]
            if field.data in seen and field.data is not None and field.data != "":
                yield field, _l("与上面的一行重复")
            seen.add(field.data)

    def into(self, book: Rulebook) -> Rulebook:
        """The rulebook with this table as typed."""
        before = {key_of(row): row for row in getattr(book, self.TABLE)}
        table: dict[str, Any] = {self.TABLE: tuple(each.form.row(before) for each in self.rows)}
        return replace(book, **table)

    def wrong(self) -> list[tuple[int, Field]]:
        """The fields with an error, each with the number of its row."""
        return [(number, field) for number, each in enumerate(self.rows, 1) for field in each.form if field.errors]

    def drop(self, number: int) -> None:
        """Take the row of that number away, if there is one."""
        if 0 < number <= len(self.rows.entries):
            del self.rows.entries[number - 1]


def _table(name: str, row: type[RowForm]) -> type[TableForm]:
    """The form of a table whose rows are ``row``."""
    return type(f"{name}Form", (TableForm,), {"TABLE": name, "rows": FieldList(FormField(row))})


TABLE_FORMS: Mapping[str, type[TableForm]] = {
    name: _table(name, row)
    for name, row in {
        "severities": SeverityForm, "thresholds": ThresholdForm, "floors": FloorForm, "restoration": WayForm,
        "ladder": CallForm, "codes": CodeForm,
    }.items()
}  # fmt: skip


def opened(table: str, book: Rulebook, lock: int) -> TableForm:
    """The form of a table as the rulebook has it, or as it was sent."""
    return TABLE_FORMS[table](data={"lock": lock, "rows": [_data(row) for row in getattr(book, table)]})


def _data(row: Any) -> dict[str, Any]:
    """A row as its form takes it."""
    found = {name: getattr(row, name) for name in row.__dataclass_fields__}
    found = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in found.items()}
    needs = found.pop("needs", None)
    if needs is not None:
        found.update(
            history="kind" if needs.kind else "severities", needs_kind=needs.kind or "", needs_count=needs.count,
            needs_severities=sorted(needs.severities), needs_months=needs.within_months,
        )  # fmt: skip
    return {**found, "was": key_of(row)}
