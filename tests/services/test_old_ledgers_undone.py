"""What the undo of an old ledger says before it is done."""

from flask_openapi3 import OpenAPI

from registry.services import old_ledgers, transfers
from tests.domain.old_ledger_books import talk
from tests.factories import AT, NEIGHBOUR, make_account, writing
from tests.services.test_old_ledgers import FindActor, bring, enter


def test_the_undo_names_an_account_that_was_handed_over_meanwhile(app: OpenAPI, actor: FindActor) -> None:
    with writing(app) as session:
        account = make_account(session, actor("clerk")).id
    ledger_id = bring(app, actor("clerk"), talk(1))
    enter(app, actor("clerk"), ledger_id)
    by = actor("head")
    with writing(app) as session:
        transfers.transfer(session, account, region_code=NEIGHBOUR, reason="主体迁址", by=by, at=AT)
    with writing(app) as session:
        shown = old_ledgers.plan_undo(session, ledger_id, by=by)
        assert (list(shown.own), [each.id for each, _ in shown.elsewhere]) == ([], [account])
