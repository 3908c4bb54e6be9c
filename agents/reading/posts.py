"""Posts and bodies as answers to ``ai``: ``Trưởng phòng Nhân sự`` duyệt, ``bộ phận buồng phòng`` giữ.

Rules and contracts say who does something by what they are, and not by a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.reading.asked import Asked
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.names import one_word
from agents.reading.passages import Sentence
from graph.text.normalise import unify_tones
from graph.text.sentences import Span

_ASKS = re.compile(r"(?<!\w)ai(?!\w)(?! là (?!người))", re.IGNORECASE)
_IS_WHO = re.compile(r"(?<!\w)là (?:những )?ai\W*$", re.IGNORECASE)
_DOER = re.compile(r"^\W*(?:người|ai|cấp)(?!\w)", re.IGNORECASE)
"""Opens a question for whoever does something: ``Người duyệt đơn là ai?``"""

_POSTS = (
    "tổng giám đốc|giám đốc|trưởng phòng|phó phòng|trưởng bộ phận|trưởng nhóm|trưởng ca|trưởng ban|trưởng khoa|"
    "trưởng thôn|tổ trưởng|đội trưởng|nhóm trưởng|quản đốc|kế toán trưởng|kế toán|thủ quỹ|thủ kho|văn thư|thủ thư|"
    "thư ký|lễ tân|bảo vệ|chủ tịch|hiệu trưởng|viện trưởng|cục trưởng|giáo viên chủ nhiệm|giáo viên|giảng viên|bác sĩ|"
    "điều dưỡng|y tá|dược sĩ|nhân viên|cán bộ|chuyên viên|kỹ thuật viên|người quản lý|quản lý|người phụ trách|"
    "người đứng đầu|người lao động|người sử dụng lao động|người đại diện|bộ trưởng|thứ trưởng|thủ tướng|thủ trưởng|"
    "ban giám đốc|ban giám hiệu|ban quản trị|ban quản lý|ban chấp hành|ban tổ chức|ban lãnh đạo|hội đồng|"
    "uỷ ban nhân dân|ủy ban nhân dân|chính phủ|quốc hội|toà án|tòa án|cơ quan|công đoàn|bộ phận|tổ bảo vệ|"
    "bên thuê|bên cho thuê|bên mua|bên bán|bên giao|bên nhận|chủ nhà|chủ hộ|chủ đầu tư|nhà thầu|cư dân|khách hàng|"
    "cha mẹ|phụ huynh|học sinh|sinh viên|cổ đông|hội viên"
)
_BODIES = "phòng|tổ|đội|bộ|ban|khối|trung tâm|sở|cục|bên|xưởng|khoa|chi nhánh|công ty|tập đoàn|ngân hàng|viện"
"""Bodies only before a capital: ``phòng`` Nhân sự is one, ``phòng`` tiêu chuẩn is not."""

POSTS = "|".join(sorted(_POSTS.split("|"), key=len, reverse=True))
"""Posts for a regular expression, the longest first."""

_OPENS = re.compile(
    rf"(?<![\w-])(?i:(?:phó )?(?:{POSTS})(?!\w)|(?:{_BODIES})(?= (?-i:[A-ZĐÀ-Ỹ])))",
)
_WORD = re.compile(r" ([^\W_]+)(?![\w/.]*\d)")
_ENDS = FUNCTION_WORDS | frozenset(
    "phải có ký duyệt quyết phê xem cho ban thực tổ kiểm giữ lập báo gửi nhận giao phụ điều chủ đề trình thông xử theo "
    "hướng cấp chi trả nộp tiếp chịu không chưa nếu hay hoặc khi xác thu đưa làm đứng đại cử yêu thẩm quy bàn".split()
)
"""First syllables of what a post does; they no longer belong to its name."""
_LONGEST = 5


def asks_agent(asked: Asked) -> bool:
    """Whether ``ai`` asks who does or has something, rather than whose name goes with a post."""
    if _IS_WHO.search(asked.text):
        return _DOER.match(asked.text) is not None
    return _ASKS.search(asked.text) is not None


def opens_post(text: str) -> bool:
    """Whether a text opens with a post or a body."""
    return _OPENS.match(text) is not None


def posts(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Posts and bodies with what belongs to their name; none where the question asks for no agent."""
    if not asks_agent(asked):
        return
    text, done = sentence.text, 0
    for match in _OPENS.finditer(text):
        if match.start() >= done:
            done = _end(text, match, asked)
            if not _is_asked_about(text[match.start() : done], asked):
                yield match.start(), done


def _is_asked_about(body: str, asked: Asked) -> bool:
    """Whether the question names the body itself: then somebody else is asked for."""
    return any(word[0].isupper() and unify_tones(word.lower()) in asked.weights for word in body.split()[1:])


def _end(text: str, head: re.Match[str], asked: Asked) -> int:
    """Where the name of a post ends: before what the question says it does, a function word, or a stop."""
    end = head.end()
    before, capitals = unify_tones(head[0].split()[-1].lower()), 0
    for _ in range(_LONGEST):
        match = _WORD.match(text, end)
        if match is None:
            break
        word = unify_tones(match[1].lower())
        if match[1][0].isupper():
            capitals += 1
        elif not one_word(before, word) and (capitals > 1 or word in _ENDS | asked.attribute):
            break
        before, end = word, match.end()
    return end
