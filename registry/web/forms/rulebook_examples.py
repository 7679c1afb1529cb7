"""The form of one example of a draft: an account, up to three violations and two measures, and what a day should give."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, SelectField, StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from registry.domain.grading.cases import Case, Expectation
from registry.domain.grading.facts import Account, Facts, Measure, Violation
from registry.domain.grading.rulebook import Rulebook
from registry.domain.terms import MeasureKind, Severity
from registry.web.forms import Form, at_most, choices, required
from registry.web.forms.rulebook_tables import tiers, whole

VIOLATIONS, MEASURES = (1, 2, 3), (1, 2)


def _fields() -> dict[str, Any]:
    """The numbered fields of the violations and the measures."""
    found: dict[str, Any] = {}
    for n in VIOLATIONS:
        found[f"code_{n}"] = SelectField(_l("违规情形"))
        found[f"severity_{n}"] = SelectField(
            _l("程度"), choices=lambda: choices(Severity, empty=str(_l("按情形的默认")))
        )
        found[f"recognised_{n}"] = DateField(_l("认定日"), [Optional()])
        found[f"occurred_{n}"] = DateField(_l("行为日"), [Optional()], description=_l("不填：与认定日同一天"))
    for n in MEASURES:
        found[f"kind_{n}"] = SelectField(_l("处置"), choices=lambda: choices(MeasureKind, empty=str(_l("没有"))))
        found[f"effective_{n}"] = DateField(_l("生效日"), [Optional()])
        found[f"for_{n}"] = SelectField(
            _l("针对"),
            choices=lambda: [("", _l("不写明")), *((str(v), _l("第 %(n)s 件违规", n=v)) for v in VIOLATIONS)],
        )
    return found


class _Base(Form):
    title = StringField(
        _l("例子说明什么"), [required(), at_most(120)], description=_l("如：一年内第二次一般违规，列 C")
    )
    registered_on = DateField(_l("账号登记日"), [required()])
    on = DateField(_l("看哪一天"), [required()])
    tier = SelectField(_l("等级应为"), choices=lambda: tiers(empty=_l("不核对")))
    points = whole(_l("分数应为"), is_needed=False)
    proposal = SelectField(
        _l("建议应为"), choices=lambda: [("", _l("不核对")), ("none", _l("没有建议")), *choices(MeasureKind)]
    )


class ExampleForm(type("Numbered", (_Base,), _fields())):  # type: ignore[misc]  # fields are named by number
    """One example to be added."""

    def __init__(self, book: Rulebook, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _l("没有")), *((row.code, f"{row.code} {row.name}") for row in book.codes)]
        for n in VIOLATIONS:
            self[f"code_{n}"].choices = offered

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what a violation, a measure and the expectation need to be one."""
        is_fine = bool(super().validate(extra_validators))
        for field, words in self._doubts():
            field.errors = [*field.errors, words]
            is_fine = False
        return is_fine

    def _doubts(self) -> Iterator[tuple[Field, Any]]:
        for kinds, days, numbers in (("code", "recognised", VIOLATIONS), ("kind", "effective", MEASURES)):
            for n in numbers:
                chosen, day = self[f"{kinds}_{n}"], self[f"{days}_{n}"]
                if bool(chosen.data) != bool(day.data) and not day.errors:
                    yield (day, _l("这一项必填")) if chosen.data else (chosen, _l("填了日期，请选一项"))
        for n in MEASURES:
            target = self[f"for_{n}"].data
            if self[f"kind_{n}"].data and target and not self[f"code_{target}"].data:
                yield self[f"for_{n}"], _l("这一件违规没有填")
        if not self.expected():
            yield self.tier, _l("等级、分数、建议至少填一项")

    def expected(self) -> tuple[tuple[str, Any], ...]:
        """What is to be checked."""
        found = (("tier", self.tier.data), ("points", self.points.data), ("proposal", self.proposal.data))
        return tuple((name, value) for name, value in found if value not in (None, ""))

    def into(self, book: Rulebook) -> Rulebook:
        """The rulebook with this example as its last."""
        facts = Facts(Account(self.registered_on.data), tuple(self._violations(book)), tuple(self._measures()))
        case = Case(self.title.data, facts, (Expectation(self.on.data, self.expected()),))
        return replace(book, examples=(*book.examples, case))

    def _violations(self, book: Rulebook) -> Iterator[Violation]:
        for n in VIOLATIONS:
            code, day = self[f"code_{n}"].data, self[f"recognised_{n}"].data
            if code:
                severity = self[f"severity_{n}"].data or book.code_rows[code].severity
                yield Violation(f"v{n}", code, severity, self[f"occurred_{n}"].data or day, day)

    def _measures(self) -> Iterator[Measure]:
        for n in MEASURES:
            if self[f"kind_{n}"].data:
                target = self[f"for_{n}"].data
                kind = MeasureKind(self[f"kind_{n}"].data)
                yield Measure(f"m{n}", kind, self[f"effective_{n}"].data, f"v{target}" if target else None)


class DropForm(Form):
    """An example to be taken away; ``lock``: the state of the draft that was seen, since examples go by their number."""

    lock = IntegerField(validators=[required()], widget=HiddenInput())


def without(book: Rulebook, number: int) -> Rulebook:
    """The rulebook without its example of that number."""
    return replace(book, examples=tuple(each for n, each in enumerate(book.examples, 1) if n != number))
