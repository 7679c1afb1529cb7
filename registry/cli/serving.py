"""Commands that run the registry: serve, worker, upgrade."""

import errno
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from registry.cli.contract import Answer, answering, opened, started, write
from registry.domain.errors import Refusal

if TYPE_CHECKING:
    from flask import Flask

GREATEST = 65535
PORT = click.IntRange(1, GREATEST)
"""A port one can listen on."""


@click.command()
@click.option("--port", type=PORT, default=None, help="端口，缺省取 REGISTRY_PORT (port to listen on)")
@answering
def serve(port: int | None) -> Answer:
    """启动网页服务 (serve the pages, with the daily grading)."""
    host, port = free_address(port)
    with opened() as app:
        pass  # where it is the embedded one, the database is brought up to date before anybody asks for a page
    run_server(app, host, port, lambda address: f"自媒体账号台账已启动：{address}")
    return Answer({"stopped": True}, "已停止")


def free_address(port: int | None) -> tuple[str, int]:
    """Where to listen, by the option and the settings; checked before the database is opened or upgraded.

    Raises Refusal as `check_port` does.
    """
    from registry.settings import read_settings

    settings = read_settings()
    wanted = port or settings.port
    check_port(settings.host, wanted)
    return settings.host, wanted


def run_server(app: "Flask", host: str, port: int, greet: Any) -> None:
    """Listen, say where, catch up the days missed, run jobs, and serve until stopped.

    Raises Refusal as `check_port` does before anything else is done.
    """
    from waitress.server import create_server

    from registry import jobs

    settings, queue = app.extensions["registry.settings"], app.extensions["registry.queue"]
    try:
        server = create_server(app, host=host, port=port, threads=settings.threads, ident=None)
    except OSError as error:  # taken since it was checked
        raise _unbound(host, port, error) from error
    consumer = None
    with terminable():
        try:
            queue.catch_up()
            consumer = jobs.start_consumer(queue) if settings.embedded_worker else None
            write(sys.stderr, greet(f"http://{host}:{port}/") + "\n")
            server.run()
        except KeyboardInterrupt:
            pass  # told to stop before it listened: that is a stop like any other
        finally:
            if consumer is not None:
                consumer.stop(graceful=True)
            queue.close()
            server.close()


@contextmanager
def terminable() -> Iterator[None]:
    """Make SIGTERM, which service managers send, stop like Ctrl-C; a second one while stopping changes nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    former = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def check_port(host: str, port: int) -> None:
    """Raise Refusal("cli.port_taken" | "cli.port_forbidden" | "cli.host_wrong" | "cli.unbound") where nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise _unbound(host, port, error) from error


def _unbound(host: str, port: int, error: OSError) -> Refusal:
    """Why nobody can listen at an address."""
    if error.errno == errno.EADDRINUSE:
        return Refusal("cli.port_taken", port=port, other=port + 1 if port < GREATEST else port - 1)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refusal("cli.port_forbidden", port=port)
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return Refusal("cli.host_wrong", host=host)
    return Refusal("cli.unbound", host=host, port=port, reason=error.strerror or str(error))


@click.command()
@click.option("--once", is_flag=True, help="办完等着的任务就退出 (perform what waits, then stop)")
@answering
def worker(once: bool) -> Answer:
    """单独运行后台任务 (jobs beside `serve`)."""
    from registry.jobs import Queue

    with opened() as app:
        queue: Queue = app.extensions["registry.queue"]
    if once:
        done = queue.run_waiting()
        return Answer({"performed": done}, f"办完 {done} 项任务")
    queue.recover()
    queue.huey.create_consumer(workers=1, periodic=True).run()
    return Answer({"stopped": True}, "已停止")


@click.command()
@answering
def upgrade() -> Answer:
    """创建或升级数据库 (create or migrate the database)."""
    from registry import upgrading

    app = started()
    is_changed = upgrading.upgrade(app)
    with app.app_context():
        revision = upgrading.found_revision()
    document = {"upgraded": is_changed, "revision": revision}
    return Answer(document, f"数据库已是最新（{revision}）")


COMMANDS = (serve, worker, upgrade)
