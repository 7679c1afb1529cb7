"""The command line: the same acts as the pages, for the server's own people and for scripts.

Every command takes --json. Modules here import nothing heavy at their top, so that `registry --help` answers at once.
"""

import sys

import click

from registry.cli import contract


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="registry", prog_name="registry")
def root() -> None:
    """自媒体账号分级分类管理台账 (the register of self-media accounts)."""


def _load() -> None:
    from registry.cli import (
        accounts,
        audit,
        backups,
        bench,
        demo,
        documents,
        exports,
        grading,
        old_ledgers,
        procedure,
        rosters,
        rulebooks,
        serving,
        shots,
        simulations,
        users,
    )

    for module in (
        serving,
        demo,
        users,
        rosters,
        rulebooks,
        simulations,
        grading,
        accounts,
        audit,
        documents,
        exports,
        bench,
        backups,
        old_ledgers,
        procedure,
        shots,
    ):
        for command in module.COMMANDS:
            root.add_command(command)


def main() -> None:
    """The console script."""
    _load()
    sys.exit(contract.run(root, contract.readable(sys.argv[1:])))
