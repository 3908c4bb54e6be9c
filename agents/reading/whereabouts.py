"""Places without a name: ``đặt tại`` phòng bảo vệ và xưởng sơn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.passages import Sentence
from graph.text.sentences import Span

_AT = frozenset({"tại", "ở"})
_NO_PLACES = frozenset("đây đó đâu độ mức tuổi dạng trạng thể ngôi vị giai bậc lứa".split())
_STOP = re.compile(r"[,;:()|.!?\"“”]")
_GOES_ON = frozenset("và của trên dưới trong ngoài giữa trước sau cạnh bên".split())
_ENDS = (FUNCTION_WORDS - _GOES_ON) | frozenset("lúc ngày khi không".split())
_LONGEST = 10


def unnamed_places(sentence: Sentence) -> Iterator[Span]:
    """Phrases behind ``tại`` and ``ở``, up to what is no part of the place."""
    for at, term in enumerate(sentence.terms[:-1]):
        if term not in _AT or sentence.terms[at + 1] in _NO_PLACES:
            continue
        last = at
        for index in range(at + 1, min(at + 1 + _LONGEST, len(sentence.terms))):
            if _STOP.search(sentence.text, sentence.spans[index - 1][1], sentence.spans[index][0]):
                break
            if sentence.terms[index] in _ENDS:
                break
            last = index
        while last > at and sentence.terms[last] in _GOES_ON:
            last -= 1
        if last > at:
            yield sentence.spans[at + 1][0], sentence.spans[last][1]
