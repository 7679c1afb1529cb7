"""The identifier of an account on its platform (平台账号ID), soft in syntax: warn, never refuse.

Platforms publish no grammar; the patterns are what was seen, so a problem here is a warning. ``uid_from_url``
finds the stable id inside an address: a roster with links only still names its accounts.
"""

import base64
import binascii
import re
from urllib.parse import parse_qs, unquote

from registry.domain.identifiers import url as addresses
from registry.domain.identifiers.characters import is_masked, is_scientific, squeeze
from registry.domain.terms import Platform

_LABEL = re.compile(
    r"(?:(?:微信|抖音|快手|小红书|视频号|微博|账号|头条|百家|知乎|平台|用户|b站)?(?:id|uid|mid|号)|原始id|微信原始id)[:=]",
    re.IGNORECASE,
)
_SYNTAX: dict[Platform, re.Pattern[str]] = {
    Platform.WECHAT: re.compile(r"gh_[0-9a-f]{12}|[a-z][-_a-z0-9]{5,19}"),
    Platform.CHANNELS: re.compile(r"sph[a-z0-9]{6,}|v2_[0-9a-z]+@finder"),
    Platform.DOUYIN: re.compile(r"MS4wLjABAAAA[\w-]{10,}|[a-z0-9_.-]{2,24}"),
    Platform.KUAISHOU: re.compile(r"[a-z0-9_-]{4,20}"),
    Platform.WEIBO: re.compile(r"\d{5,12}"),
    Platform.XIAOHONGSHU: re.compile(r"[0-9a-f]{24}|[a-z0-9_.-]{4,20}"),
    Platform.BILIBILI: re.compile(r"\d{1,20}"),
    Platform.TOUTIAO: re.compile(r"\d{5,20}|MS4wLjABAAAA[\w-]{10,}"),
    Platform.BAIJIAHAO: re.compile(r"\d{10,20}"),
    Platform.ZHIHU: re.compile(r"[a-z0-9-]{2,50}"),
    Platform.NETEASE: re.compile(r"T\d{13}"),
    Platform.SOHU: re.compile(r"\d{4,12}"),
    Platform.PENGUIN: re.compile(r"\d{4,12}|8Q[\w-]{8,}"),
    Platform.WEBSITE: re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}|[\u4e00-\u9fa5]ICP备\d{5,9}号(?:-\d+)?"),
    Platform.APP: re.compile(r".*ICP备\d{5,9}号-\d+A|[a-z]\w*(?:\.\w+)+|\w{2,40}"),
    Platform.MINI_PROGRAM: re.compile(r"wx[0-9a-f]{16}|gh_[0-9a-f]{12}|.*ICP备\d{5,9}号-\d+X"),
}
# Lower-case words, which nothing can be wrong with but their shape: no number that was rounded, no stars, no base64.
_PLAIN = re.compile("[a-z](?:(?!xxx)[a-z0-9_]){3,39}")
# Tokens whose case is part of them (base64), and record numbers.
_TOKEN = re.compile(r"MS4wLjABAAAA[\w-]+|8Q[\w%-]{8,}|.*ICP备.*")
# The pages of accounts: platform, host, path with the id in its group (phone hosts were made desktop ones).
_PAGES = r"""
douyin      www\.douyin\.com               /(?:share/)?user/(MS4wLjABAAAA[\w-]+|\d{5,20})
kuaishou    \w+\.(?:m\.)?(?:kuaishou|chenzhongtech|gifshow)\.com /(?:fw/)?(?:profile|user|u)/([\w-]+)
weibo       weibo\.com                     /(?:u/|profile/|p/100505)?(\d{5,12})(?:/.*)?
xiaohongshu www\.xiaohongshu\.com          /user/profile/([0-9a-fA-F]{24})(?:/.*)?
bilibili    space\.bilibili\.com           /(\d+)(?:/.*)?
bilibili    www\.bilibili\.com             /space/(\d+)(?:/.*)?
toutiao     www\.toutiao\.com              /(?:c/)?(?:user|profile)/(?:token/)?(MS4w[\w-]+|\d{5,20})(?:/.*)?
toutiao     (?:www|m)\.ixigua\.com         /home/(\d{5,20})(?:/.*)?
baijiahao   author\.baidu\.com             /home/(\d{10,20})
zhihu       www\.zhihu\.com                /(?:people|org)/([A-Za-z0-9-]+)(?:/.*)?
netease     www\.163\.com                  /(?:dy/|news/)?(?:media|sub)/(T\d{13})(?:\.html)?
sohu        (?:www|mp)\.sohu\.com          /(?:media/|a/\d+_)(\d{4,12})(?:/.*)?
penguin     (?:new|news|view)\.(?:inews\.)?qq\.com /om(?:n/author|/media)/([\w%=-]+)
app         apps\.apple\.com               /.*\b(id\d{6,12})
"""
_IN_PATH = [(Platform(p), re.compile(h), re.compile(path)) for p, h, path in map(str.split, _PAGES.split("\n")[1:-1])]
_IN_QUERY = (
    (Platform.DOUYIN, "www.douyin.com", "sec_uid"),
    (Platform.WECHAT, "mp.weixin.qq.com", "__biz"),
    (Platform.BAIJIAHAO, "baijiahao.baidu.com", "app_id"),
    (Platform.BAIJIAHAO, "author.baidu.com", "app_id"),
)
# Hosts of many authors: their domain names none of them.
_SHARED = re.compile(
    r"(?:.+\.)?(?:douyin|iesdouyin|kuaishou|chenzhongtech|gifshow|kuaishouapp|weibo|xiaohongshu|xhslink|bilibili|"
    r"toutiao|ixigua|baidu|zhihu|163|sohu|qq|sina|csdn|jianshu|douban|apple|huawei|xiaomi|taobao|yidianzixun|"
    r"ifeng|toutiaocdn|snssdk|cnblogs)\.(?:com|cn|com\.cn|net)|(?:t|dwz|url)\.cn|b23\.tv"
)


def compact(text: str, platform: Platform | str = Platform.OTHER) -> str:
    """The id as stored: no spaces, no label ("抖音号："), the case folded where the platform ignores it."""
    if is_plain(text, platform):
        return text
    kept = re.sub(r"\.0$", "", _LABEL.sub("", squeeze(text)).strip("@'\"")) if text else ""
    platform = Platform(platform)
    if platform is Platform.WEBSITE and addresses.is_link(kept):
        return _domain(addresses.parts(kept).netloc)
    if platform is Platform.NETEASE:
        return kept.upper()
    biz = _biz(kept) if platform is Platform.WECHAT else None
    return biz or (kept if _TOKEN.fullmatch(kept) or platform is Platform.OTHER else kept.casefold())


def is_plain(text: str, platform: Platform | str) -> bool:
    """Whether a text can be nothing but an id, and its stored form is the text itself."""
    return _PLAIN.fullmatch(text) is not None and platform != Platform.NETEASE


def validate(text: str, platform: Platform | str = Platform.OTHER) -> tuple[str, ...]:
    """Problem codes of an id on a platform: warnings all. Never raises."""
    if is_plain(text, platform):
        shape = _SYNTAX.get(Platform(platform))
        return () if shape is None or shape.fullmatch(text) else ("identifiers.uid_shape",)
    uid = compact(text, platform)
    if is_masked(text):
        return ("identifiers.masked",)
    if is_scientific(text) or is_scientific(uid) or re.fullmatch(r"\d{15,}000", uid):
        return ("identifiers.rounded",)
    if addresses.is_link(text) and "/" in text:
        return ("identifiers.uid_link",)
    if not re.search(r"\w", uid) or (re.search(r"[\u4e00-\u9fa5]", uid) and "ICP备" not in uid):
        return ("identifiers.uid_name",)
    pattern = _SYNTAX.get(Platform(platform))
    sound = pattern is None or pattern.fullmatch(uid) or _biz(uid)
    return () if sound else ("identifiers.uid_shape",)


def format(text: str, platform: Platform | str = Platform.OTHER) -> str:
    """The id as shown and exported: compact."""
    return compact(text, platform)


def uid_from_url(url: str) -> tuple[Platform, str] | None:
    """Platform and stable id named by an address, compact; None where it names none (a short link, say).

    A nickname page (weibo.com/n/…) names a name, which may change hands: it is no id, the address serves.
    """
    pieces = addresses.parts(url)
    if not pieces.netloc:
        return None
    query = parse_qs(pieces.query.replace("+", "%2B"))
    for platform, domain, name in _IN_QUERY:
        if pieces.netloc == domain and name in query:
            return platform, compact(query[name][0], platform)
    path = unquote(pieces.path).rstrip("/")
    for platform, host, page in _IN_PATH:
        if host.fullmatch(pieces.netloc) and (found := page.fullmatch(path)):
            return platform, compact(found.group(1), platform)
    if is_shared(pieces.netloc):
        return None
    return Platform.WEBSITE, _domain(pieces.netloc)


def is_shared(host: str) -> bool:
    """Whether a host is a platform's, of many authors: its domain names none of them."""
    return _SHARED.fullmatch(host) is not None


def _domain(host: str) -> str:
    return host.removeprefix("www.")


def _biz(text: str) -> str | None:
    """The ``__biz`` of an official account (base64 of a number), padding dropped; None if it is none."""
    bare = text.rstrip("=")
    try:
        number = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return bare if re.fullmatch(rb"\d{6,12}", number) else None
