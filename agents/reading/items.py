"""Items of a list with a head (``a) Kết hôn: nghỉ 4 ngày``): the head that is asked goes before a longer one."""

from __future__ import annotations

import re

from agents.grounding.paraphrase import spaced
from agents.reading.asked import Asked
from agents.reading.passages import Sentence
from agents.reading.tokens import is_number, tokenise

_HEAD = re.compile(r"(?:(?:[a-zđ]|\d{1,2})[.)] )?(?P<head>[^:;|]{2,60}):\s")
_ASKED = 0.1
_WORD = 0.02
_LONGEST = 5


def head_credit(asked: Asked, sentence: Sentence) -> float:
    """What an item gains whose whole head stands in the question, more for a longer one; 0 for any other sentence."""
    match = _HEAD.match(sentence.text)
    head = tokenise(match["head"]).terms if match else ()
    if not head or all(map(is_number, head)) or spaced(head) not in spaced(asked.terms):
        return 0.0
    return _ASKED + _WORD * min(len(head), _LONGEST)
