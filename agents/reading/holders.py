"""All who hold a post that a question names without saying of what: ``Ai là giám đốc?`` in papers of two companies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.reading.answers import Answer
from agents.reading.lexicon import SURNAMES
from agents.reading.named import whole_names
from agents.reading.passages import CELL, Sentence, sentences_of
from agents.reading.posts import POSTS, opens_post
from graph.results import Passage
from graph.text.normalise import name_key, unify_tones

_BARE = re.compile(
    rf"^(?:(?:ai|người nào) (?:đang |hiện )?(?:là|làm|giữ chức) (?P<first>{POSTS})|"
    rf"(?P<second>{POSTS})(?: hiện nay| hiện tại| bây giờ)? (?:là ai|tên (?:là )?gì))\W*$",
    re.IGNORECASE,
)
_ANY_POST = re.compile(rf"(?<!\w)(?:{POSTS})(?!\w)", re.IGNORECASE)
_NOT_OF_IT = re.compile(
    r"(?<!\w)(?:nguyên|cựu|cố|phó|tổng|thay mặt|(?:trợ l[ýí]|thư k[ýí])(?: riêng)?(?: của| cho)?) $", re.IGNORECASE
)
"""Before a post: who is named held it once, or holds another."""

_YEAR = r"(?:19|20)\d\d"
_PAST = re.compile(
    r"(?<!\w)(?:(?:từ|giai đoạn|nhiệm kỳ) [\w/]+(?: [\w/]+){0,4} ?"
    rf"(?:(?:đến|tới) (?:hết |cuối |đầu |ngày |tháng |năm )*\d+|[-–] ?{_YEAR})|đến (?:hết |cuối |đầu )?năm {_YEAR}|"
    r"trước (?:đây|kia)|từng|(?:khi|lúc) (?:đó|ấy)|bấy giờ|miễn nhiệm|bãi nhiệm|cách chức|từ chức|"
    rf"đã (?:nghỉ|thôi|mất|qua đời)|thôi (?:giữ|làm))(?!\w)|\({_YEAR} ?[-–] ?{_YEAR}\)",
    re.IGNORECASE,
)
"""A term that is over, or may be."""

_NOUN = re.compile(
    r" (?:công ty|tổng công ty|tập đoàn|ngân hàng|nhà máy|xí nghiệp|xưởng|bệnh viện|viện|trường|chi nhánh|trung tâm|"
    r"sở|cục|khối|phòng|khoa|ban|tổ|đội|hội đồng quản trị|hội đồng)(?!\w)",
    re.IGNORECASE,
)
_OF_BODY = re.compile(r"(?:phòng|bộ phận|nhóm|ca|ban|khoa|thôn)$", re.IGNORECASE)
"""Ends posts that hold the noun of their body: Trưởng ``phòng`` Nhân sự."""

_REST_OF_NAME = re.compile(r" [^\W\d_]+(?=:| là )")
"""The second half of a body's one word, in small letters: Nhân ``sự``."""

_LEADS = re.compile(r"(?:(?: là|:| –) ?| )(?:(?:ông|bà|anh|chị) )?", re.IGNORECASE)
_FOLLOWS = re.compile(r" \(| –|,? (?:hiện )?(?:là|làm|giữ chức(?: vụ)?)", re.IGNORECASE)
_STOP = re.compile(r" ?(?:[,.;:)|–]|$)")
_STOP_OR_MORE = re.compile(rf"{_STOP.pattern}| (?:và|của|tại|ở|từ|kể từ)(?!\w)")
_MOST = 5
_FAR = 24
"""Letters before a post that are looked at: more than the longest of `_NOT_OF_IT` has."""


def holders(text: str, passages: Sequence[Passage]) -> Answer | None:
    """Everybody who is said to hold the post, with the sentences that say so; None where that is one or nobody.

    Args:
        text: The question.
        passages: What was found.
    """
    match = _BARE.match(text.strip())
    if match is None:
        return None
    post = match["first"] or match["second"]
    found: dict[str, tuple[str, Sentence]] = {}
    for passage in passages:
        for sentence in sentences_of(passage.text):
            for name in _named(sentence.text, post):
                found.setdefault(name_key(name), (name, sentence))
    if len(found) < 2:
        return None
    people = list(found.values())[:_MOST]
    lines = (line for _, sentence in people for line in (sentence.header, sentence.text) if line)
    return Answer(tuple(dict.fromkeys(lines)), "; ".join(name for name, _ in people))


def _named(text: str, post: str) -> Iterator[str]:
    """People whom a sentence gives the post, their names right beside it."""
    if _PAST.search(text):
        return
    people = [span for span in whole_names(text) if _is_person(text[slice(*span)])]
    for found in _ANY_POST.finditer(text):
        start = found.start()
        if found[0].lower() != post.lower() or _NOT_OF_IT.search(text, max(0, start - _FAR), start):
            continue
        body = _end_of_body(text, found)
        led = [span for span in people if span[0] >= body and _leads(text, found, text[body : span[0]])]
        for first, last in led or [
            span for span in people if span[1] <= start and _follows(text, span[1], start, body)
        ]:
            yield text[first:last]


def _is_person(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and unify_tones(words[0].lower()) in SURNAMES and all(word[0].isupper() for word in words)


def _end_of_body(text: str, post: re.Match[str]) -> int:
    """Where what the post is of ends: a noun with its name, or the name alone where the post holds the noun."""
    noun = _NOUN.match(text, post.end())
    end = noun.end() if noun else post.end()
    if noun is None and not _OF_BODY.search(post[0]):
        return end
    names = (
        span for span in whole_names(text) if post.end() < span[0] <= end + 1 and not _is_person(text[slice(*span)])
    )
    first, last = next(names, (end, end))
    rest = _REST_OF_NAME.match(text, last) if last > end and " " not in text[first:last] else None
    return rest.end() if rest else last


def _leads(text: str, post: re.Match[str], between: str) -> bool:
    """Whether a post leads to a name: by nothing but a colon or ``là``, or as first cell of a row."""
    first = between == CELL and not text[: post.start()].strip("| ")
    return first or _LEADS.fullmatch(between) is not None


def _follows(text: str, name_end: int, start: int, body: int) -> bool:
    """Whether a post follows a name as what the person is, and neither does something nor goes on to another post."""
    between = text[name_end:start].rstrip()
    if between == ",":
        return _STOP.match(text, body) is not None
    if between == CELL.rstrip():
        return not opens_post(text.lstrip("| ")) and _STOP.match(text, body) is not None
    return _FOLLOWS.fullmatch(between) is not None and _STOP_OR_MORE.match(text, body) is not None
