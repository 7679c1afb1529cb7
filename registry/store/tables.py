"""Every table of the register, so that one import makes the metadata whole (migrations, tests)."""

from registry.store import (
    accounts,
    audit,
    bases,
    batches,
    bulk_edits,
    documents,
    jobs,
    joint,
    measures,
    old_facts,
    old_ledgers,
    platforms,
    rosters,
    rulebooks,
    simulations,
    users,
    variants,
    violations,
)
from registry.store.db import Base

MODULES = (
    accounts,
    audit,
    bases,
    batches,
    bulk_edits,
    documents,
    jobs,
    joint,
    measures,
    old_facts,
    old_ledgers,
    platforms,
    rosters,
    rulebooks,
    simulations,
    users,
    variants,
    violations,
)
TABLES = Base.metadata.tables
