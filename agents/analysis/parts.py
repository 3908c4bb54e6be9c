"""Plants, branches and the like of a conversation: which one a follow-up means that names none."""

from __future__ import annotations

import re

from agents.reading.names import names
from graph.text.sentences import sentences

_OF_COMPANY = "nhà máy|phân xưởng|xưởng|kho|phòng|ban|bộ phận|tổ|chi nhánh|cửa hàng|cơ sở|văn phòng đại diện|dự án"
_PART = rf"(?:{_OF_COMPANY}|công ty|khách sạn|bệnh viện|khoa|trường|ngân hàng)"
"""What a part of a company, or a body, is called before its name."""

_WHICH = re.compile(rf"(?<!\w)(?P<sort>{_PART})(?: [^\W\dA-ZĐ]+){{0,2}} nào\b", re.IGNORECASE)
_OF_PART = re.compile(
    rf"\b(?:giám đốc|quản đốc|trưởng|công suất|sản lượng|địa chỉ|số điện thoại|của) (?P<sort>{_PART})"
    r"(?= (?:là|ở|tại|hiện|bao|có|ai|năm|đạt|tên|thế)\b|\W*$)",
    re.IGNORECASE,
)


def is_part(name: str) -> bool:
    """Whether a name with its sort is that of a part of a company."""
    return re.match(rf"(?:{_OF_COMPANY}) ", name, re.IGNORECASE) is not None


def with_sort(name: str, question: str) -> str:
    """A name with what the question calls it: ``nhà máy`` Sông Hậu is neither a river nor somebody."""
    found = re.search(rf"(?<!\w)(?P<sort>{_PART}) {re.escape(name)}(?!\w)", question, re.IGNORECASE)
    return f"{_opened(found['sort'])} {name}" if found else name


def answered_part(question: str, reply: str) -> str | None:
    """The plant, branch and so on that a question asked for (``nhà máy nào``) and the reply names; None for others."""
    asked = _WHICH.search(question)
    if asked is None:
        return None
    sort = asked["sort"].lower()
    for sentence in sentences(reply)[:2]:
        for name in names(sentence):
            own = name if name.lower().startswith(f"{sort} ") else with_sort(name, sentence)
            if own.lower().startswith(f"{sort} "):
                return own
    return None


def of_that_part(question: str, subject: str) -> str | None:
    """The question with the name behind the plant that it only calls so (``giám đốc nhà máy``); None for others."""
    found = _OF_PART.search(question)
    if found is None or not subject.lower().startswith(f"{found['sort'].lower()} "):
        return None
    own = subject[len(found["sort"]) :]
    return f"{question[: found.end('sort')]}{own}{question[found.end('sort') :]}"


def _opened(sort: str) -> str:
    return sort[0].upper() + sort[1:]
