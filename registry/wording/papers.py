"""What is said when a paper cannot be issued or voided, and why a tier moved, as the sanction record prints it."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from registry.domain.grading.explain import Told
from registry.domain.grading.rulebook import Rulebook
from registry.wording import explanations, in_chinese, rulebooks, word
from registry.wording.marks import N_

MESSAGES: dict[str, str] = {
    "documents.unknown": N_("没有这份文书，或者它不在您单位的管辖范围内。"),
    "documents.batch_unknown": N_("没有这批文书，或者不是您要打印的。"),
    "documents.kind_undecided": N_("“{kind}”要等案件作出这种处置的决定以后才能出。"),
    "documents.kind_unfit": N_("“{measure}”用不到{kind}，请从处置页选择文书。"),
    "documents.not_decided": N_("这项处置现在是“{state}”，批准以后才能定稿编号。"),
    "documents.measure_over": N_("这项处置“{state}”，不再对外发文书。"),
    "documents.violation_voided": N_("所依据的违规认定已经撤销，这项处置不再对外发文书。"),
    "documents.basis_unconfirmed": N_(
        "{basis}还没有核对。请审核人或负责人在“法律依据”里核对条文、适用范围和本办权限，核对以后才能定稿。"
    ),
    "documents.prefix_missing": N_(
        "{office}还没有机关代字，文书编不了号。请系统管理员在“管理—单位”里填上（如“禾网信”），再来定稿。"
    ),
    "documents.other_office": N_("这项处置由{office}办理，文书由它定稿编号。"),
    "documents.issued_already": N_("同样的文书已经定稿过（{doc_no}）。确实要再发一份的，请勾选“再发一份”。"),
    "documents.meets_after_effect": N_("这项约谈已登记为 {on} 生效，通知书上的约谈时间不能晚于那一天"),
    "documents.meets_in_past": N_("约谈时间已经过了，请改成以后的时间。"),
    "documents.excuse_out_of_order": N_("书面说明的截止日要在今天和约谈日之间。"),
    "documents.notice_missing": N_(
        "没有找到这个账号的行政处罚事先告知书：先告知、送达、听取陈述申辩，再作决定（行政处罚法第四十四条、第四十五条）。"
    ),
    "documents.day_in_past": N_("“{label}”要在今天以后。"),
    "documents.due_in_past": N_("改正期限要在今天以后。"),
    "documents.due_differs": N_("台账里这项处置的整改期限是 {on}，文书要与台账一致。"),
    "documents.reply_in_past": N_("反馈期限要在今天以后。"),
    "documents.term_differs": N_("台账里这项处置的期限是 {days} 天，文书要与台账一致。"),
    "documents.corrects_other": N_("{doc_no} 是另一个账号的或者另一种文书，不能用这份更正。"),
    "documents.not_issued_here": N_(
        "没有找到。它不是本台账定稿的文书或打印的份，内容被改动过，或者不在您单位的管辖范围内。"
    ),
    "documents.bad_digest": N_("校验码是十六进制的数字，至少 16 位；照着文书页脚抄，或者直接上传文件。"),
    "documents.batch_empty": N_("没有符合条件的定稿文书，没有可以打印的。"),
    "documents.batch_too_many": N_("一次最多打印 {limit} 份，选中的不止这些。请缩小范围分批打印。"),
    "documents.void_elsewhere": N_("{doc_no} 不是本单位发的文书，不能由本单位作废。"),
    "documents.void_already": N_("{doc_no} 已经作废。"),
    "documents.void_reason_missing": N_("请写明作废的理由。编号不再使用，理由会留在台账里。"),
    "papers.move.initial": N_("登记入册"),
    "papers.move.version": N_("改用新版规则，按新规则重新推算"),
    "papers.move.void_violation": N_("所依据的违规认定被撤销，按现有记录重新推算"),
    "papers.move.void_measure": N_("所依据的处置被撤销，按现有记录重新推算"),
    "papers.move.points": N_("{months}个月内累计满{points}分"),
    "papers.move.severity": N_("认定严重违规"),
    "papers.move.measure": N_("{floor}生效"),
    "papers.move.restored": N_("{conditions}，恢复一级"),
    "papers.move.other": N_("按规则{row}行"),
}


class Teller:
    """How the sanction record is worded: the reason of each move, and why the tier is what it is."""

    def __init__(self, books: Sequence[Rulebook]) -> None:
        self._books = books

    def move(self, move: "Moved") -> str:
        """The reason of a move."""
        return tell_move(move, self._books)

    def why(self, outcome: Told) -> list[tuple[str, str]]:
        """The conclusion, then every sentence under what it speaks of; the rulebook by its title, since 本规则 says nothing here."""
        books = self._books
        told = explanations.tell(outcome, books, name=lambda code: explanations.name_code(code, books))
        lines = [(word("explanations.conclusion"), told.conclusion)]
        lines += [(part.heading, said) for part in told.parts for said in part.sentences]
        title = next((book.title for book in books if book.version == outcome.version), None)
        return [(head, said.replace("本规则", f"《{title}》") if title else said) for head, said in lines]


class Moved(Protocol):
    """What of a move is told: the row it cites, what it corrects, the version of the rulebook."""

    row: str
    corrects: str | None
    rulebook_version: str | None


def tell_move(move: Moved, books: Iterable[Rulebook]) -> str:
    """Why a tier moved, in one clause, in Chinese: it stands on a paper, whatever language the reader's pages have."""
    if move.corrects:
        return _say("void_violation" if move.corrects.startswith("v") else "void_measure")
    if move.row in ("initial", "version"):
        return _say(move.row)
    book = next((each for each in books if each.version == move.rulebook_version), None)
    if move.row.startswith("T:"):
        return _say("points", months=book.window_months if book else 12, points=move.row.removeprefix("T:"))
    if move.row.startswith("S:"):
        return _say("severity")
    for floor in book.floors if book else ():
        if floor.id == move.row:
            return _say("measure", floor=rulebooks.floor(floor))
    for way in book.restoration if book else ():
        if way.id == move.row:
            return _say("restored", conditions="，".join(rulebooks.conditions(way)))
    return _say("other", row=move.row)


def _say(code: str, **params: object) -> str:
    return word(f"papers.move.{code}", params, in_chinese).replace(" ", "")  # paper sets no blanks around figures
