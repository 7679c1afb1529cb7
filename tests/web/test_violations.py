"""The pages of violations: recording with a view of what would follow, recognising, voiding, evidence."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask_openapi3 import OpenAPI
from sqlalchemy import func, select

from registry.clock import today
from registry.domain.permissions import Actor
from registry.domain.terms import DocumentKind, Severity
from registry.store.accounts import Account
from registry.store.documents import Document
from registry.store.measures import Measure
from registry.store.violations import Evidence, Violation
from tests.client import LIST_STATEMENTS, Client
from tests.factories import AT, make_account, make_violation, writing
from tests.services.cases import make_effective

Actors = Callable[[str], Actor]
Clients = Callable[[str], Client]
FORM = {"code": "7-3", "severity": "ordinary", "source": "report", "facts": "发布无来源短视频，播放约四万次"}


@pytest.fixture
def account_id(app: OpenAPI, actor: Actors) -> int:
    """An account in tier B."""
    with writing(app) as session:
        return make_account(session, actor("clerk")).id


def put(app: OpenAPI, actor: Actors, account_id: int, **values: object) -> int:
    """A violation of today on file."""
    with writing(app) as session:
        account = session.get_one(Account, account_id)
        return make_violation(session, account, recorder=actor("clerk"), on=today(), **values).id  # type: ignore[arg-type]  # by name


def count(app: OpenAPI, table: type) -> int:
    """How many rows there are."""
    with writing(app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_account_is_found_before_a_violation_is_recorded(app: OpenAPI, account_id: int, client_of: Clients) -> None:
    page = client_of("clerk").get("/violations/new?q=身边事")
    assert f"/violations/new?account={account_id}" in page.text
    assert "没有找到" in client_of("clerk").get("/violations/new?q=无此账号").words


def test_a_violation_is_recorded_with_the_digest_of_its_evidence(
    app: OpenAPI, account_id: int, client_of: Clients
) -> None:
    data = {
        **FORM,
        "occurred_on": str(today()),
        "evidence": [(BytesIO(b"png"), "截图.png"), (BytesIO(b"pdf"), "通报.pdf")],
    }
    page = client_of("clerk").post(f"/violations/new?account={account_id}", data)
    assert "已登记" in page.words
    assert hashlib.sha256(b"png").hexdigest() in page.text
    assert count(app, Evidence) == 2


def test_what_was_typed_is_kept_where_something_is_missing(account_id: int, client_of: Clients) -> None:
    data = {**FORM, "severity": "grave", "occurred_on": str(today())}
    page = client_of("clerk").post(f"/violations/new?account={account_id}", data, status=409)
    assert "改动严重程度要写理由" in page.words
    assert FORM["facts"] in page.text
    page = client_of("clerk").post(f"/violations/new?account={account_id}", {**data, "facts": ""}, status=400)
    assert "这一项必填" in page.words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"occurred_on": str(today() + timedelta(days=1))}, "还没有到"),
        ({"evidence": (BytesIO(b"MZ"), "run.exe")}, "不收这种文件"),
    ],
)
def test_a_refused_record_says_why(account_id: int, client_of: Clients, values: dict[str, object], words: str) -> None:
    data = {**FORM, "occurred_on": str(today()), **values}
    assert words in client_of("clerk").post(f"/violations/new?account={account_id}", data, status=409).words


def test_the_severity_left_open_is_the_default_of_the_code(app: OpenAPI, account_id: int, client_of: Clients) -> None:
    data = {**FORM, "code": "6-8", "severity": "", "occurred_on": str(today())}
    client_of("clerk").post(f"/violations/new?account={account_id}", data)
    with writing(app) as session:
        assert session.scalars(select(Violation)).one().severity is Severity.MAJOR


def test_what_would_happen_is_shown_before_saving_and_stores_nothing(
    app: OpenAPI, account_id: int, client_of: Clients
) -> None:
    client = client_of("clerk")
    data = {**FORM, "code": "6-8", "severity": "major", "preview": "1"}
    page = client.post(f"/violations/new?account={account_id}", data)
    assert "认定后将进入 C 重点关注，建议约谈。" in page.words
    assert "6-8 在 12 个月内是第 1 次" in page.words
    assert "建议 认定一般、较重违规 本规则第十二条" in page.words
    assert 'href="/rulebook?version=2026.1#row-L3"' in page.text
    assert "L3" not in page.words
    assert "满 12 分列 D 严格管理" in page.words
    assert FORM["facts"] in page.text
    assert count(app, Violation) == 0


def test_the_live_preview_says_the_same(app: OpenAPI, account_id: int, client_of: Clients) -> None:
    client = client_of("clerk")
    data = {"csrf_token": client.token(), **FORM, "code": "6-1", "severity": "grave"}
    answer = client.browser.post(f"/violations/preview?account={account_id}", data=data)
    assert answer.status_code == 200
    assert "认定后将进入 D 严格管理，建议关停。" in answer.get_data(as_text=True)
    assert count(app, Violation) == 0


def test_a_repeat_and_the_rung_it_leads_to_are_foreseen(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    with writing(app) as session:
        account = session.get_one(Account, account_id)
        earlier = today() - timedelta(days=9)
        violation = make_violation(session, account, recorder=actor("clerk"), recogniser=actor("reviewer"), on=earlier)
        make_effective(session, account, by=actor("clerk"), head=actor("head"), violation=violation, on=earlier)
    page = client_of("clerk").post(f"/violations/new?account={account_id}", {**FORM, "preview": "1"})
    assert "等级不变，仍为 C 重点关注，建议下架。" in page.words
    assert "是第 2 次，3 分按 1.5 倍计 5 分" in page.words
    assert "认定一般、较重违规，且此前 12 个月内有约谈" in page.words
    assert 'href="/rulebook?version=2026.1#row-L4"' in page.text


def test_another_person_recognises_and_the_tier_moves(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    url = f"/violations/{put(app, actor, account_id, code='6-8', severity=Severity.MAJOR)}"
    assert "认定后将进入 C 重点关注，建议约谈。" in client_of("reviewer").get(url).words
    page = client_of("reviewer").post(f"{url}/recognise", {"recognised_on": str(today())})
    assert "已由 B 一般 调整为 C 重点关注，建议约谈。" in page.words
    assert "将进入" not in page.words
    assert f'href="/measures/new?account={account_id}&amp;violation=1&amp;kind=interview"' in page.text
    assert "提请约谈" in page.words
    with writing(app) as session:
        assert session.get_one(Account, account_id).tier == "C"


def test_the_recorder_is_told_to_leave_it_to_another(app: OpenAPI, account_id: int, client_of: Clients) -> None:
    head = client_of("head")
    head.post(f"/violations/new?account={account_id}", {**FORM, "occurred_on": str(today())})
    assert "认定要由另一位" in head.get("/violations/1").words
    page = head.post("/violations/1/recognise", {"recognised_on": str(today())}, status=409)
    assert "登记人不能自己认定" in page.words


def test_a_clerk_may_not_recognise_or_void(app: OpenAPI, actor: Actors, account_id: int, client_of: Clients) -> None:
    url = f"/violations/{put(app, actor, account_id)}"
    client = client_of("clerk2")
    assert "认定由审核人或负责人办理" in client.get(url).words
    client.post(f"{url}/recognise", {"recognised_on": str(today())}, status=403)
    client.post(f"{url}/void", {"reason": "x"}, status=403)


def test_recognition_before_the_act_is_refused_at_its_field(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    url = f"/violations/{put(app, actor, account_id)}"
    page = client_of("reviewer").post(
        f"{url}/recognise", {"recognised_on": str(today() - timedelta(days=3))}, status=409
    )
    assert "认定日不能早于发生日" in page.words


def test_voiding_asks_for_a_reason_moves_back_and_lists_what_cites_it(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    violation_id = put(app, actor, account_id, code="6-8", severity=Severity.MAJOR, recogniser=actor("reviewer"))
    with writing(app) as session:
        account = session.get_one(Account, account_id)
        violation = session.get_one(Violation, violation_id)
        make_effective(session, account, by=actor("clerk"), head=actor("head"), violation=violation, on=today())
    client, url = client_of("reviewer"), f"/violations/{violation_id}"
    assert "这一项必填" in client.post(f"{url}/void", {"reason": " "}, status=400).words
    page = client.post(f"{url}/void", {"reason": "经复核不是该账号发布"})
    assert "还有 1 项处置引用这条违规" in page.words
    assert '/measures/1"' in page.text
    assert "经复核不是该账号发布" in page.words


def test_evidence_is_handed_out_as_a_download_only(app: OpenAPI, account_id: int, client_of: Clients) -> None:
    client = client_of("clerk")
    data = {**FORM, "occurred_on": str(today()), "evidence": (BytesIO(b"<script>alert(1)</script>"), "网页.txt")}
    client.post(f"/violations/new?account={account_id}", data)
    answer = client.browser.get("/evidence/1")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    client_of("n-clerk").get("/evidence/1", status=404)


def test_more_evidence_is_added_later(app: OpenAPI, actor: Actors, account_id: int, client_of: Clients) -> None:
    url = f"/violations/{put(app, actor, account_id)}"
    client = client_of("clerk")
    assert "请选择文件" in client.post(f"{url}/evidence", status=400).words
    assert "补.png" in client.post(f"{url}/evidence", {"evidence": (BytesIO(b"1"), "补.png")}).words


def test_a_neighbour_county_finds_nothing(app: OpenAPI, actor: Actors, account_id: int, client_of: Clients) -> None:
    url = f"/violations/{put(app, actor, account_id)}"
    client = client_of("n-head")
    client.get(url, status=404)
    client.get(f"/violations/new?account={account_id}", status=404)
    client.post(f"{url}/void", {"reason": "x"}, status=404)
    assert "还没有登记过违规" in client.get("/violations").words


def test_the_list_is_tabbed_by_state_and_costs_few_statements(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    with writing(app) as session:
        account = session.get_one(Account, account_id)
        for _number in range(60):
            make_violation(session, account, recorder=actor("clerk"), code="P-1", severity=Severity.NOTICE, on=today())
    client = client_of("auditor")
    page = client.get("/violations?state=recorded")
    assert page.statements <= LIST_STATEMENTS
    assert "第 1–50 条，共 60 条" in page.words
    assert "没有这样的违规" in client.get("/violations?state=voided").words
    assert client.get("/violations?state=nonsense&page=-4").status == 200


def test_a_link_that_is_none_of_the_web_is_never_clickable(app: OpenAPI, client_of: Clients, actor: Actors) -> None:
    with writing(app) as session:
        violation = make_violation(session, make_account(session, actor("clerk")), recorder=actor("clerk"))
        violation.url, violation_id = "javascript://x/%0aalert(1)", violation.id
    page = client_of("reviewer").get(f"/violations/{violation_id}")
    assert 'href="javascript' not in page.text


def test_a_search_as_long_as_a_book_is_cut(client_of: Clients) -> None:
    client_of("clerk").get("/violations/new?q=" + "a" * 60_000)


def test_trying_out_with_nothing_chosen_says_what_is_missing(account_id: int, client_of: Clients) -> None:
    page = client_of("clerk").post(f"/violations/new?account={account_id}", {"preview": "1"})
    assert "还不能试算。 先选一种违规情形" in page.words
    assert "还不能试算" not in client_of("clerk").get(f"/violations/new?account={account_id}").words


def test_the_same_act_of_the_same_day_is_another_only_where_one_says_so(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    first = put(app, actor, account_id)
    client, url = client_of("clerk"), f"/violations/new?account={account_id}"
    data = {**FORM, "occurred_on": str(today())}
    page = client.post(url, {**data, "preview": "1"})
    assert f'<a href="/violations/{first}">看已登记的这一件</a>' in page.text
    page = client.post(url, data, status=409)
    assert "请勾选“确是另一次”" in page.words
    assert FORM["facts"] in page.text
    assert count(app, Violation) == 1
    assert "已登记" in client.post(url, {**data, "is_another": "y"}).words
    assert count(app, Violation) == 2


def test_what_was_voided_or_happened_on_another_day_is_no_repetition(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    first = put(app, actor, account_id)
    client, url = client_of("reviewer"), f"/violations/new?account={account_id}"
    client.post(url, {**FORM, "occurred_on": str(today() - timedelta(days=1))})
    client.post(f"/violations/{first}/void", {"reason": "登记错了"})
    client.post(url, {**FORM, "occurred_on": str(today())})
    assert count(app, Violation) == 3


def test_recognising_without_evidence_is_cautioned_and_not_stopped(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    url = f"/violations/{put(app, actor, account_id)}"
    reviewer = client_of("reviewer")
    page = reviewer.get(url)
    assert "这条违规还没有任何证据。" in page.words
    assert 'data-confirm="还没有任何证据，确要认定吗？' in page.text
    client_of("clerk").post(f"{url}/evidence", {"evidence": (BytesIO(b"1"), "截图.png")})
    assert "还没有任何证据" not in reviewer.get(url).text
    bare = f"/violations/{put(app, actor, account_id, code='P-1', severity=Severity.NOTICE)}"
    assert "已认定" in reviewer.post(f"{bare}/recognise", {"recognised_on": str(today())}).words


def test_the_list_is_searched_by_account_id_and_paper_and_not_by_facts(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    put(app, actor, account_id)
    with writing(app) as session:
        other = make_account(session, actor("clerk"), name="茶园播报", uid="cybb_7")
        violation = make_violation(session, other, recorder=actor("clerk"), recogniser=actor("reviewer"), on=today())
        measure = make_effective(session, other, by=actor("clerk"), head=actor("head"), violation=violation, on=today())
        session.add(paper_of(measure, "西网信约〔2026〕3号"))
    client = client_of("clerk")
    for text, found in (
        ("茶园", "茶园播报"),
        ("cybb", "茶园播报"),
        ("XHSBS", "西湖身边事"),
        ("〔2026〕3号", "茶园播报"),
    ):
        page = client.get(f"/violations?q={text}")
        assert "共 1 条" in page.words
        assert found in page.words
        assert page.statements <= LIST_STATEMENTS
    assert "没有这样的违规" in client.get("/violations?q=bb_7").words
    assert "没有这样的违规" in client.get("/violations?q=无来源").words
    assert "没有这样的违规" in client.get("/violations?q=%25").words


def paper_of(measure: Measure, doc_no: str) -> Document:
    """A notice on file under a number; what it says is of no matter here."""
    return Document(
        office_id=measure.office_id, region_code=measure.region_code, account_id=measure.account_id,
        measure_id=measure.id, kind=DocumentKind.INTERVIEW_NOTICE, series="约", year=2026, number=3, doc_no=doc_no,
        title="约谈通知书", content={}, content_sha256="0" * 64, pdf_sha256="0" * 64, docx_sha256="0" * 64,
        issued_on=today(), issued_at=AT, issued_by_id=measure.drafted_by_id,
    )  # fmt: skip


def test_a_city_reads_which_county_each_violation_is_of(
    app: OpenAPI, actor: Actors, account_id: int, client_of: Clients
) -> None:
    put(app, actor, account_id)
    assert "xhsbs_2021 · 西湖区" in client_of("c-clerk").get("/violations").words
    assert "xhsbs_2021 · 西湖区" not in client_of("clerk").get("/violations").words
