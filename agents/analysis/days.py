"""Days that a question names by the day on which it is asked: ``hôm nay``, ``tối qua``, ``ngày mai``."""

from __future__ import annotations

import re

_PART = "sáng|trưa|chiều|tối|đêm"
_WORDS = (
    (-2, "hôm kia"),
    (-1, rf"hôm qua|(?:{_PART}) (?:hôm )?qua"),
    (0, rf"(?:hôm|bữa|{_PART}) nay"),
    (1, rf"ngày mai|(?:{_PART}) (?:ngày )?mai"),
    (2, "ngày kia|ngày mốt"),
)
_OFFSETS = {f"day{number}": offset for number, (offset, _) in enumerate(_WORDS)}
_DAYS = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<day{number}>{words})" for number, (_, words) in enumerate(_WORDS)) + r")(?!\w)"
)
_OPENING = re.compile(r"^\W*\w")
_QUOTED = re.compile("[“\"«][^”\"»]*[”\"»]")  # fmt: skip
_AN_AGE = re.compile(
    r"(?<!\w)(?:đến|tới|từ|của|vì|thế hệ|giới trẻ|thời đại|xã hội|thế giới|cuộc sống)(?: ngày)? $", re.IGNORECASE
)
"""Before such a word: all time up to now, or an age, is meant."""

_WHO_ASKS = re.compile(
    r"(?<!\w)(?:tôi|mình|tớ|(?<!trẻ )em|cháu|"
    r"chúng (?:tôi|em|ta|tớ|cháu)|nếu|thì|(?<!có )phải|cần(?! Thơ)|nên|muốn)(?!\w)"
)
"""Tells the lot of who asks, for which a rule is sought that holds on every day."""

_TIME = re.compile(
    r"^\W*(?:(?:(?:bây|hiện) giờ|giờ|lúc này|hiện (?:nay|tại)) )?(?:đang )?(?:là )?mấy giờ(?: rồi)?(?: nhỉ| vậy)?\W*$|"
    r"^\W*(?:hôm|bữa) nay (?:đang )?(?:là )?(?:thứ|ngày|mùng|mồng) (?:mấy|bao nhiêu|nào)(?: (?:dương|âm) lịch)?"
    r"(?: rồi)?(?: nhỉ| vậy)?\W*$",
    re.IGNORECASE,
)


def day_words(question: str) -> tuple[str, int] | None:
    """The words by which a question asks what is so on a certain day, and how many days that is after today.

    None where there are none, where they belong to a name (``báo Hôm Nay``), mean an age (``thế hệ hôm nay``), or only
    tell when who asks does something (``Mai tôi nghỉ ốm thì báo ai?``).
    """
    text = _OPENING.sub(lambda opening: opening[0].lower(), _QUOTED.sub(" ", question))
    if _WHO_ASKS.search(text):
        return None
    for match in _DAYS.finditer(text):
        if not _AN_AGE.search(text, 0, match.start()):
            assert match.lastgroup is not None
            return match[0], _OFFSETS[match.lastgroup]
    return None


def asks_the_time(question: str) -> bool:
    """Whether the hour or the date of now is asked (``Bây giờ là mấy giờ?``): no document says that."""
    return _TIME.match(question) is not None
