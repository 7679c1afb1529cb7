"""Articles named in a text: 《名称》第十九条第二项、第三十三条 and the like, with the place where each stands.

A rulebook cites law in words (its `article` and `basis`); to know whether the law was checked, the words must be matched
with the legal-basis library. What is not written 《…》第…条 is not guessed at.
"""

import re
from dataclasses import dataclass

_TITLE = re.compile(r"《([^《》]+)》")
_NUMERAL = "[〇零一二三四五六七八九十百千0-9]+"
_ARTICLE = re.compile(rf"第{_NUMERAL}(?:条(?:之{_NUMERAL})?|项)(?:第{_NUMERAL}款)?(?:第{_NUMERAL}项)?")
_BETWEEN = re.compile(r"(?:、|，|及|和|至)?")


@dataclass(frozen=True, slots=True)
class Citation:
    """An article cited: its instrument's title, the article without paragraph and item, and its place in the text."""

    title: str
    article: str
    start: int
    end: int


def citations(text: str) -> tuple[Citation, ...]:
    """Every article named after an instrument's title, in the order of the text.

    第五款 and 第三项 after an article belong to it; a notice without articles (关于…的通知) is cited by 第三项 alone. The
    title is inside the place of the first article that follows it.
    """
    found = []
    for title in _TITLE.finditer(text):
        first, at = title.span()
        while (article := _ARTICLE.match(text, at)) is not None:
            found.append(Citation(title[1], _stem(article[0]), first, article.end()))
            between = _BETWEEN.match(text, article.end())
            first = at = between.end() if between else article.end()
    return tuple(found)


def _stem(article: str) -> str:
    """第七条第三项 → 第七条; 第三项, which has no article above it, stays."""
    head, mark, rest = article.partition("条")
    if not mark:
        return article
    below = re.match(rf"之{_NUMERAL}", rest)
    return head + mark + (below[0] if below else "")
