"""`registry audit verify`: whether the audit log still holds together; a command, since it reads every entry."""

import click

from registry.cli.contract import Answer, answering, opened


@click.group("audit")
def audit() -> None:
    """操作日志 (the audit log)."""


@audit.command("verify")
@answering
def verify() -> Answer:
    """逐条核对操作日志是否被改过 (verify the chain; exit 1 where it is broken)."""
    from sqlalchemy import func, select

    from registry.domain.audit_chain import first_break
    from registry.store.audit import AuditEntry, walk_chain
    from registry.store.db import db

    with opened():
        session = db.session()
        total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        broken = first_break(walk_chain(session))
        at = (
            None
            if broken is None
            else session.scalar(select(AuditEntry.id).order_by(AuditEntry.id).offset(broken).limit(1))
        )
    document = {"ok": broken is None, "entries": total, "broken_at": at}
    words = f"操作日志完整，共 {total} 条" if broken is None else f"操作日志从第 {at} 号起对不上，可能被改过或删过"
    return Answer(document, words, is_complete=broken is None)


COMMANDS = (audit,)
