"""Addresses of accounts as officers paste them: share texts, mobile hosts, tracking parameters.

``compact`` gives one address for one page; ``validate`` says what an address cannot do (a short link names no
account, a search page names many). Nothing is opened: the register never goes out to the network.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from registry.domain.identifiers.characters import narrow

_IN_TEXT = re.compile(r"https?://[^\s<>\"'，。；、】【（）《》]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)(?::\d+)?(?:[/?#].*)?", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|spm\w*|share_?\w*|from|is_from_\w+|vd_source|scene|wxshare\w*", re.IGNORECASE)
# Meaningless on the platforms' pages, but perhaps a forum's own parameter elsewhere.
_NOISE = re.compile(
    r"_?from\w*|timestamp|ts|u_code|i?did|iid|tt_from|chksm|xhsshare|app\w*|xsec_\w+|previous_page|enter_\w+|"
    r"luicode|lfid|refer_\w+|is_all|jumpfrom|seid|vid|fid|cc|extra_params|modeFrom|source|wfr|action|region|tab",
    re.IGNORECASE,
)
_NAMING = frozenset(("__biz", "app_id", "sec_uid", "xpt", "userId", "user_id", "uid"))
# A phone's host and the desktop host that shows the same page.
_HOSTS = {
    "m.weibo.cn": "weibo.com",
    "m.weibo.com": "weibo.com",
    "www.weibo.com": "weibo.com",
    "weibo.cn": "weibo.com",
    "m.douyin.com": "www.douyin.com",
    "douyin.com": "www.douyin.com",
    "iesdouyin.com": "www.douyin.com",
    "www.iesdouyin.com": "www.douyin.com",
    "m.kuaishou.com": "www.kuaishou.com",
    "kuaishou.com": "www.kuaishou.com",
    "m.xiaohongshu.com": "www.xiaohongshu.com",
    "xiaohongshu.com": "www.xiaohongshu.com",
    "m.bilibili.com": "www.bilibili.com",
    "bilibili.com": "www.bilibili.com",
    "m.toutiao.com": "www.toutiao.com",
    "toutiao.com": "www.toutiao.com",
    "m.zhihu.com": "www.zhihu.com",
    "zhihu.com": "www.zhihu.com",
    "m.163.com": "www.163.com",
    "3g.163.com": "www.163.com",
    "163.com": "www.163.com",
    "m.sohu.com": "www.sohu.com",
    "sohu.com": "www.sohu.com",
}
_PAGES = frozenset(
    (
        "mp.weixin.qq.com",
        "channels.weixin.qq.com",
        "baijiahao.baidu.com",
        "author.baidu.com",
        "space.bilibili.com",
    )
)
_SHORT = re.compile(r"v\.(?:douyin|kuaishou|kuaishouapp)\.com|xhslink\.com|b23\.tv|(?:t|m\.tb|dwz|url)\.cn")
_NOWHERE = urlsplit("")
_NO_ACCOUNT = re.compile(r"/?|/(?:search\w*|discover|explore|login|home|index)(?:[/.].*)?|/user/self")
_PLATFORM = "|".join(map(re.escape, sorted({*_HOSTS, *_HOSTS.values(), *_PAGES})))
_TAIL = "[A-Za-z0-9/_~%=&+:@?#.-]*[A-Za-z0-9/_=&-]"
SOUND = (
    rf"https?://(?!(?:{_PLATFORM}|{_SHORT.pattern})(?![a-z0-9.-]))(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{{2,}}(?:[/?#]{_TAIL}|/)?"
    rf"|https?://(?:{_PLATFORM})/(?!search|discover|explore|login|home|index|user/self)[A-Za-z0-9_]{_TAIL}"
)
"""The shape of what is surely an address and nothing else, with no problem to tell: most links of a large roster."""


def find(text: str) -> str:
    """The first address inside a text (a share text, a cell with words around); else the text, narrowed."""
    narrowed = narrow(text)
    inside = _IN_TEXT.search(narrowed)
    return inside.group().rstrip(".,;!?") if inside else narrowed


def is_link(text: str) -> bool:
    """Whether the text holds a web address, with or without its scheme."""
    return bool(parts(text).netloc)


@lru_cache(maxsize=4096)
def parts(text: str) -> SplitResult:
    """The pieces of the address in ``text``; no ``netloc`` where there is none that a browser may open."""
    found = find(text)
    if "." not in found:  # most texts asked about are plain ids, and no host is without one
        return _NOWHERE
    if _BARE.fullmatch(found):
        found = f"https://{found}"
    try:
        pieces = urlsplit(found)
        port = pieces.port
    except ValueError:  # a broken port or bracket
        return _NOWHERE
    if pieces.scheme not in ("http", "https") or not pieces.hostname or not _BARE.fullmatch(pieces.hostname):
        return _NOWHERE
    host = _HOSTS.get(pieces.hostname, pieces.hostname)
    known = host in _HOSTS.values()
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    return pieces._replace(scheme="https" if known else pieces.scheme, netloc=netloc)


def compact(text: str) -> str:
    """One address for one page; a text that is no web address comes back narrowed (``validate`` says so).

    Host in lower case, phone hosts made desktop ones, tracking parameters and trailing slashes gone, the
    other parameters sorted, the fragment kept only where it is the page's own route (``#/…``).
    """
    pieces = parts(text)
    if not pieces.netloc:
        return find(text)
    path = quote(unquote(pieces.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    query = urlencode(_kept(parse_qsl(pieces.query), known=_is_platform(pieces.netloc)))
    fragment = pieces.fragment if pieces.fragment[:1] in ("/", "!") else ""
    path = path or ("/" if query or fragment else "")
    return pieces._replace(path=path, query=query, fragment=fragment).geturl()


def _is_platform(host: str) -> bool:
    return host in _HOSTS.values() or host in _PAGES


def _kept(pairs: Sequence[tuple[str, str]], *, known: bool) -> list[tuple[str, str]]:
    """The parameters without the trackers; on a known platform without its noise as well."""
    named = [pair for pair in pairs if pair[0] in _NAMING or not _TRACKING.fullmatch(pair[0])]
    return sorted(p for p in named if p[0] in _NAMING or not (known and _NOISE.fullmatch(p[0])))


def validate(text: str) -> tuple[str, ...]:
    """Problem codes of an address, none if it can name one account's page. Never raises."""
    pieces = parts(text)
    if not pieces.netloc:
        scheme = _SCHEME.match(find(text))
        foreign = scheme and scheme.group(1).lower() not in ("http", "https")
        return ("identifiers.url_scheme" if foreign else "identifiers.url_none",)
    if _SHORT.fullmatch(pieces.netloc):
        return ("identifiers.url_short",)
    return ("identifiers.url_no_account",) if names_no_account(text) else ()


def names_no_account(text: str) -> bool:
    """Whether the address is a platform's front, search or sign-in page: shared by all, so never a key."""
    pieces = parts(text)
    naming = any(name in _NAMING for name, _ in parse_qsl(pieces.query))
    return _is_platform(pieces.netloc) and not naming and _NO_ACCOUNT.fullmatch(pieces.path) is not None


def format(text: str) -> str:
    """The address as shown: compact, with its Chinese characters readable."""
    return unquote(compact(text))


def mask(text: str) -> str:
    """An address is public: nothing to mask."""
    return compact(text)
