"""The fast normal forms give what their plain definitions give."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from graph.text.normalise import strip_diacritics, unify_tones

_ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
_TONED = st.text("qQòóỏõọÒùúủÙ aeyAEYhuo,", max_size=30)
_OPEN = re.compile(r"([òóỏõọÒÓỎÕỌ])([aeAE])(?!\w)|(?<![qQ])([ùúủũụÙÚỦŨỤ])([yY])(?!\w)")


@given(_ANY_TEXT)
@example("Trường Sa “Đông” \u034f\u0e38")
def test_marks_and_nothing_else_are_removed(text: str) -> None:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    assert strip_diacritics(text) == "".join(c for c in plain if not unicodedata.combining(c))


@given(_TONED)
@example("hòa hoà quý thúy Thủy khỏe khoẻ hòan")
def test_tones_of_open_pairs_move_to_the_second_vowel(text: str) -> None:
    def moved(match: re.Match[str]) -> str:
        first, second = (match[1], match[2]) if match[1] else (match[3], match[4])
        vowel, tone = unicodedata.normalize("NFD", first)[0], unicodedata.normalize("NFD", first)[1]
        return vowel + unicodedata.normalize("NFC", second + tone)

    assert unify_tones(text) == _OPEN.sub(moved, text)
