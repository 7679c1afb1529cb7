"""Commands on offices and users: how the first administrator comes into being."""

import sys

import click

from registry.cli.contract import Answer, answering, opened
from registry.domain.errors import Refusal


@click.group("office")
def office() -> None:
    """单位 (offices)."""


@office.command("add")
@click.argument("name")
@click.option("--region", "region_code", required=True, help="行政区划代码 (six digits, GB/T 2260)")
@click.option("--prefix", default="", help="机关代字，例如 禾网信 (what its document numbers begin with)")
@answering
def add_office(name: str, region_code: str, prefix: str) -> Answer:
    """添加一个单位 (add an office on a region)."""
    from registry.clock import now
    from registry.services import users as services
    from registry.store.db import transaction

    with opened(), transaction() as session:
        added = services.add_office(
            session, name=name, region_code=region_code, document_prefix=prefix, by=None, at=now()
        )
        document = {"id": added.id}
    return Answer(document, f"已添加单位 {name}（{document['id']}）")


@click.group("user")
def user() -> None:
    """用户 (users)."""


@user.command("add")
@click.argument("username")
@click.option("--office", "office_name", required=True, help="单位名称 (name of the office)")
@click.option(
    "--role", required=True, type=click.Choice(["clerk", "reviewer", "head", "admin", "auditor"]), help="角色 (role)"
)
@click.option("--name", "display_name", default="", help="姓名 (name shown; default: the sign-in name)")
@click.option("--post", default="", help="职务 (post)")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码 (read the password from stdin)")
@answering
def add_user(username: str, office_name: str, role: str, display_name: str, post: str, password_stdin: bool) -> Answer:
    """添加一个用户 (add one who may sign in)."""
    from registry.clock import now
    from registry.domain.errors import NotFound
    from registry.domain.terms import Role
    from registry.services import users as services
    from registry.store.db import transaction
    from registry.store.users import find_office

    password = (
        read_password() if password_stdin else click.prompt("密码", hide_input=True, err=True, confirmation_prompt=True)
    )
    with opened(), transaction() as session:
        found = find_office(session, office_name)
        if found is None:
            raise NotFound("offices.unknown", office=office_name)
        added = services.add_user(
            session, office=found, username=username, name=display_name or username, role=Role(role), post=post,
            password=password, by=None, at=now(),
        )  # fmt: skip
        document = {"id": added.id}
    return Answer(document, f"已添加用户 {username}（{document['id']}）")


def read_password() -> str:
    """The first line of stdin, without its end and without the mark Notepad and PowerShell put before UTF-8.

    The cause of a refusal is left out: Python's own would repeat the bytes.
    """
    if sys.stdin is None:
        raise click.Abort
    line = sys.stdin.buffer.readline()
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refusal("users.password_not_utf8") from None


COMMANDS = (office, user)
