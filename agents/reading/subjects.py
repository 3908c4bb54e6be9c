"""Who ``Ông`` or ``Bà`` is: the person that the document is about, with a sentence that names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.reading.names import name_spans
from agents.reading.passages import sentences_of
from agents.reading.ranking import Ranked
from graph.results import Passage

_POINTS_BACK = re.compile(r"(?:Ông|Bà|Cô|Anh|Chị|Cụ|Người|Nhà thơ|Nhà văn|Nhạc sĩ|Vua)(?= [^\W\dA-ZĐ])")


_IN_TIME = re.compile(
    r"(?:Năm|Ngày|Tháng|Từ|Đến|Trước|Sau|Khi|Trong|Cuối|Đầu)(?!\w)[^;:.]*, (?:ông|bà)(?= [^\W\dA-ZĐ])"
)
"""What opens with a time and goes on with the pronoun: ``Năm 1284, ông soạn …``."""

_KIN_OF = re.compile(
    r"(?:Con gái|Con trai|Vợ|Chồng|Con rể|Con dâu|Cháu nội|Cháu ngoại) (?:của )?(?:ông|bà)(?= là | lấy | được )"
)
"""What opens with a relative of whom the pronoun stands for: ``Con gái ông là vợ của`` An."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person with a sentence that names them in full."""

    name: str
    sentence: str


def subject_of(ranked: Ranked, passages: Sequence[Passage]) -> Subject | None:
    """The person that the sentence's opening pronoun stands for; None without a pronoun or a naming sentence."""
    text = ranked.sentence.text
    if not any(opens.match(text) for opens in (_POINTS_BACK, _IN_TIME, _KIN_OF)):
        return None
    title = ranked.passage.title
    spans = name_spans(title)
    if not spans or spans[0][0] != 0 or " " not in title[: spans[0][1]]:
        return None
    name = title[: spans[0][1]]
    if not all(word[0].isupper() for word in name.split()):
        return None
    same_document = (passage for passage in passages if passage.document_id == ranked.passage.document_id)
    named = (
        s.text for passage in same_document for s in sentences_of(passage.text) if name in s.text and not s.heading
    )
    sentence = next(named, None)
    return Subject(name, sentence) if sentence else None
