"""Backups at the command line: one file of everything, and back again."""

from pathlib import Path

import click

from registry.cli.contract import Answer, answering


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@answering
def backup(file: Path) -> Answer:
    """备份整个台账到一个文件 (everything of the register in one file, made while it runs)."""
    from registry.backing_up import back_up
    from registry.clock import now
    from registry.domain.errors import Refusal
    from registry.settings import read_settings

    settings = read_settings()
    if not settings.is_embedded:
        raise Refusal("backup.not_embedded")
    made = back_up(settings.data_dir, file, at=now())
    document = {"file": str(made.file), "made_at": made.made_at, "files": made.files, "bytes": made.size}
    return Answer(
        document, f"已备份 {made.files} 个文件，{made.size / 2**20:.1f} MiB：{file}\n里面有密钥，请和数据库一样保管。"
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@answering
def restore(file: Path) -> Answer:
    """把备份放回空的数据目录 (put a backup back into an empty data folder)."""
    from registry import backing_up
    from registry.domain.errors import Refusal
    from registry.settings import read_settings

    settings = read_settings()
    if not settings.is_embedded:
        raise Refusal("backup.not_embedded")
    found = backing_up.restore(file, settings.data_dir)
    document = {"made_at": found.made_at, "files": found.files, "bytes": found.size, "folder": str(settings.data_dir)}
    return Answer(document, f"已放回 {found.files} 个文件，备份时间 {found.made_at}。现在可以 registry serve。")


COMMANDS = (backup, restore)
