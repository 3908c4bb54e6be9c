"""Those who did something together: a company's founders are all that the sentence names side by side."""

from __future__ import annotations

import re

from agents.reading.lists import runs
from agents.reading.naming import named_people
from graph.text.sentences import Span

_JOINTLY = re.compile(
    r"\b(?:sáng lập|thành lập|lập ra|lập nên|gây dựng|khởi xướng|phát minh|sáng chế|sáng tác|soạn|viết|thiết kế|dịch|"
    r"đồng tác giả|tác giả)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:đầu tiên|duy nhất|thứ (?:nhất|hai|ba|tư|\d)|trẻ nhất|còn lại|kia)\b", re.IGNORECASE)


def with_the_others(question: str, text: str, span: Span) -> Span:
    """A person's name with those that stand side by side with it, where the question asks who did something jointly.

    Args:
        question: The question.
        text: The sentence.
        span: A name in it.
    """
    if not _JOINTLY.search(question) or _ONE.search(question):
        return span
    people = frozenset(named_people(text))
    for run in runs(text):
        inside = [name for name in run if name in people]
        if len(inside) == len(run) > 1 and any(start <= span[0] and span[1] <= end for start, end in run):
            return min(run[0][0], span[0]), max(run[-1][1], span[1])
    return span
