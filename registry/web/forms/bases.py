"""The forms by which officers state, confirm and compare articles of the legal-basis library."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registry.domain.bases import BasisLevel, BasisRole, LegalBasis
from registry.domain.terms import MeasureKind, TargetKind
from registry.services.basis_entries import Article
from registry.web.formats import label, word
from registry.web.forms import Form, at_most, required

COUNTY = {"": None, "yes": True, "no": False}
"""May a county act on it: what the form calls each answer."""


class ConfirmBasisForm(Form):
    """What was read, what it covers, and why this office may act on it."""

    article_text = TextAreaField(
        _l("条文原文"), [required(), at_most(6000)], description=_l("照现行有效文本抄录这一条，并写明出处和查阅日期")
    )
    coverage = TextAreaField(
        _l("适用范围"), [required(), at_most(2000)], description=_l("适用于哪些主体、哪些情形；只能参照的，写明参照")
    )
    competence = TextAreaField(
        _l("本办权限"), [required(), at_most(2000)], description=_l("依据三定、授权或委托，本办能做什么，须由谁决定")
    )

    FIELDS = {  # noqa: RUF012 - WTForms' metaclass reads only fields
        "bases.text_missing": "article_text",
        "bases.coverage_missing": "coverage",
        "bases.competence_missing": "competence",
    }


class ArticleForm(Form):
    """An article as an office states it; a second person confirms it."""

    title = StringField(_l("文件名称"), [required(), at_most(200)], description=_l("全称，不加书名号"))
    number = StringField(_l("文号"), [Optional(), at_most(80)])
    article = StringField(_l("条款"), [required(), at_most(60)], description=_l("如“第十九条”，照原文的写法"))
    issuer = StringField(_l("制定机关"), [required(), at_most(120)])
    level = SelectField(_l("效力层级"), [required()])
    role = SelectField(_l("性质"), [required()])
    text = TextAreaField(_l("条文"), [required(), at_most(6000)], description=_l("照现行有效文本抄录"))
    for_kinds = SelectMultipleField(
        _l("可用于"), [Optional()], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_l("都不选的，只供引用，不单独作处置的依据"),
    )  # fmt: skip
    for_targets = SelectMultipleField(
        _l("限于对象"), [Optional()], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_l("不选的，不限对象"),
    )  # fmt: skip
    county = RadioField(_l("县级可否适用"), [Optional()], default="")
    in_force_from = DateField(_l("起施行日"), [required()], description=_l("条文改了的，写新条文施行的日子"))
    in_force_to = DateField(_l("失效日"), [Optional()], description=_l("最后有效的一天；仍有效的不填"))
    source = StringField(_l("出处"), [required(), at_most(500)], description=_l("在哪里、哪一天查到的文本"))
    note = TextAreaField(_l("使用提示"), [Optional(), at_most(2000)])

    FIELDS = {  # noqa: RUF012 - see above
        "bases.ends_before_it_begins": "in_force_to",
        "bases.exists": "article",
    }

    def offer(self) -> "ArticleForm":
        """Fill in what may be chosen."""
        self.level.choices = [(each.value, word(f"bases.level_{each}")) for each in BasisLevel]
        self.role.choices = [(each.value, word(f"bases.role_{each}")) for each in BasisRole]
        self.for_kinds.choices = [(each.value, label(each)) for each in MeasureKind]
        self.for_targets.choices = [(each.value, label(each)) for each in TargetKind]
        answers = ("bases.county_unknown", "bases.county_may", "bases.county_may_not")
        self.county.choices = [(key, word(code)) for key, code in zip(COUNTY, answers, strict=True)]
        return self

    def fill(self, basis: LegalBasis) -> None:
        """Start from an article on file, so that only what changed has to be typed."""
        for name in ("title", "number", "article", "issuer", "text", "note"):
            self[name].data = getattr(basis, name)
        self.level.data, self.role.data = basis.level.value, basis.role.value
        self.for_kinds.data = [each.value for each in basis.for_kinds]
        self.for_targets.data = [each.value for each in basis.for_targets]
        self.county.data = next(key for key, value in COUNTY.items() if value is basis.county_may)

    @property
    def stated(self) -> Article:
        """The article as it was typed."""
        texts = {
            name: self[name].data or "" for name in ("title", "number", "article", "issuer", "text", "source", "note")
        }
        texts["title"] = texts["title"].strip("《》")
        return Article(
            **texts, level=BasisLevel(self.level.data), role=BasisRole(self.role.data),
            in_force_from=self.in_force_from.data, in_force_to=self.in_force_to.data,
            for_kinds=tuple(map(MeasureKind, self.for_kinds.data or ())),
            for_targets=tuple(map(TargetKind, self.for_targets.data or ())), county_may=COUNTY[self.county.data or ""],
        )  # fmt: skip


class RemarkForm(Form):
    """A word by which an article is confirmed, taken back or found unchanged."""

    remark = StringField(_l("核对说明"), [required(), at_most(500)])

    FIELDS = {"bases.remark_missing": "remark", "bases.second_person": "remark"}  # noqa: RUF012 - see above
