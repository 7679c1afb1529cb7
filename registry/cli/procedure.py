"""The procedure at the command line: its table as the pages draw it. Needs no database."""

from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering

if TYPE_CHECKING:
    from registry.domain.cases.clocks import Clock
    from registry.domain.cases.procedure import Act


@click.command("procedure")
@answering
def procedure() -> Answer:
    """列出办案程序：环节、谁办、文书、期限、关口 (print the procedure of a case as one table)."""
    from registry.domain.cases import clocks, states
    from registry.domain.cases.gates import GATES
    from registry.domain.cases.procedure import PROCEDURE
    from registry.domain.cases.vocabulary import EXITS, CaseState
    from registry.wording import word

    rows = [_row(each) for each in PROCEDURE]
    document = {
        "states": [
            {"state": each.value, "name": word(f"cases.state.{each}"), "is_exit": each in EXITS} for each in CaseState
        ],
        "actions": rows,
        "clocks": [_clock(each) for each in clocks.all_clocks()],
        "gates": [{"gate": name, "name": word(f"cases.gate_name.{name}")} for name in GATES],
        "measure": [
            {"act": each.act, "sources": sorted(each.sources), "target": each.target.value, "who": each.permission}
            for each in states.TRANSITIONS
        ],
    }
    lines = [f"{row['name']}　{row['who_name']}　{row['article']}" for row in rows]
    return Answer(document, "\n".join(lines))


def _row(row: "Act") -> dict[str, Any]:
    """One act with its words."""
    from registry.domain.permissions import PERMISSIONS
    from registry.wording import word

    return {
        "act": row.act,
        "name": word(f"cases.act.{row.act}"),
        "part": row.part.value,
        "sources": sorted(state.value for state in row.sources),
        "target": row.target.value if row.target else None,
        "who": row.permission,
        "roles": sorted(role.value for role in PERMISSIONS[row.permission]),
        "who_name": word(f"cases.who.{row.permission}"),
        "documents": [{"form": number, "name": word(f"cases.form.{number}")} for number in row.forms],
        "document_owed": bool(row.forms) and row.is_paper_owed,
        "documents_besides": [{"form": number, "name": word(f"cases.form.{number}")} for number in row.besides],
        "clocks_started": list(row.starts),
        "clocks_stopped": list(row.stops),
        "gates": list(row.gates),
        "article": row.article,
        "needs_reason": row.needs_reason,
    }


def _clock(clock: "Clock") -> dict[str, Any]:
    since = clock.since.isoformat() if clock.since else None
    return {"clock": clock.id, "days": clock.days, "unit": clock.unit, "starts": clock.starts, "basis": clock.ground,
            "since": since}  # fmt: skip


COMMANDS = (procedure,)
