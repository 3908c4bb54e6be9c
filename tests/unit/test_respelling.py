"""Questions typed without diacritics, spelt as the passages spell the same words."""

from __future__ import annotations

from agents.ports import Question
from agents.reading.mentions import resolved
from agents.reading.respelling import respelt
from graph.results import Passage

TEXT = "Dinh Mây Hồng do kiến trúc sư Lê Văn An thiết kế. Bản thiết kế xong năm 1960. Cá mổ ở chợ."
PASSAGES = (Passage("1", "d", "d", "d", "Thành phố Gia Hạ", TEXT, 0, len(TEXT)),)


def test_runs_of_syllables_take_the_spelling_and_the_capitals_of_names() -> None:
    assert respelt("ai thiet ke dinh máy hồng", PASSAGES) == "ai thiết kế Dinh Mây Hồng"


def test_what_no_passage_holds_stays() -> None:
    assert respelt("ai vẽ tranh sông lam", PASSAGES) == "ai vẽ tranh sông lam"


def test_names_are_found_in_the_new_spelling_of_a_restored_question_alone() -> None:
    text = "ai thiết kế dinh máy hồng"
    assert resolved(Question(text, text, restored=True), PASSAGES).focus == ("Dinh Mây Hồng",)
    assert resolved(Question(text, text), PASSAGES).focus == ()
