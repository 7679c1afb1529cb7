"""Refusals and errors as pages: what happened, and what to do next; never a trace, never a 500 for bad input."""

import logging

from flask import Flask, Response, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from registry.domain.errors import NotFound, Refusal
from registry.web.formats import word

log = logging.getLogger(__name__)


def _page(status: int, message: str) -> tuple[str, int]:
    return render_template("errors/show.html", status=status, message=message), status


def on_refusal(error: Refusal) -> tuple[str, int]:
    """A refused act: 403 for want of permission, 404 for what is not there, 409 else."""
    status = 404 if isinstance(error, NotFound) else 403 if error.code.startswith("permission.") else 409
    return _page(status, word(error.code, **error.params))


def on_http(error: HTTPException) -> tuple[str, int] | Response:
    """Flask's own errors in our words."""
    status = error.code or 500
    if status == 405 and request.method == "GET" and request.path.count("/") > 2:
        return redirect(request.path.rsplit("/", 1)[0])  # type: ignore[return-value]  # werkzeug's base class of it
    if status < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect
    words = {
        400: _("表单没有读懂，请返回上一页重试。"),
        403: _("您没有办理这件事的权限。"),
        404: _("没有这一页，或者它不在您单位的管辖范围内。"),
        405: _("这个地址不能这样打开，请从页面上的按钮进入。"),
        413: _("文件太大了。请拆成几个文件分别上传，或请管理员调大上限。"),
        429: _("尝试得太频繁，请过几分钟再试。"),
    }
    return _page(status, words.get(status, _("出了点问题，没有写入任何内容。请返回上一页重试。")))


def on_csrf(error: CSRFError) -> tuple[str, int]:
    """A form whose token is missing or old."""
    return _page(400, _("页面停留太久或已重新登录，表单失效了。请返回上一页，刷新后重新提交。"))


def on_stale(error: StaleDataError) -> tuple[str, int]:
    """Two officers at once: the second is told, nothing is overwritten."""
    return _page(409, word("store.changed_meanwhile"))


def on_busy(error: OperationalError) -> tuple[str, int]:
    """SQLite's writer is taken for longer than the timeout."""
    log.exception("database error at %s", request.path)
    return _page(503, word("store.busy"))


def on_fault(error: Exception) -> tuple[str, int]:
    """A fault of ours: logged with its trace, told without it."""
    log.exception("fault at %s", request.path)
    return _page(500, _("系统出错了，本次没有写入任何内容。请稍后再试；仍不行请把时间和所做的操作告诉系统管理员。"))


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(StaleDataError, on_stale)
    app.register_error_handler(OperationalError, on_busy)
    app.register_error_handler(Exception, on_fault)
