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


def test_a_word_mostly_written_without_capitals_is_no_name_for_one_place_or_heading_with_them() -> None:
    text = "Một thiết kế đẹp là thiết kế dễ dùng. Giải Thiết Kế năm nay có ba giải nhất."
    passages = (Passage("1", "d", "d", "d", "Thiết Kế", text, 0, len(text), path=("Thiết Kế", "Về Thiết Kế")),)
    assert respelt("giai thiet ke", passages) == "Giải Thiết Kế", "as a name of which it is a part"
    assert respelt("thiet ke la gi", passages) == "thiết kế la gi"


def test_words_that_only_titles_hold_take_their_capitals() -> None:
    assert respelt("gia ha o dau", PASSAGES) == "Gia Hạ o dau"


def test_what_no_passage_holds_stays() -> None:
    assert respelt("ai vẽ tranh sông lam", PASSAGES) == "ai vẽ tranh sông lam"


def test_names_are_found_in_the_new_spelling_of_a_restored_question_alone() -> None:
    text = "ai thiết kế dinh máy hồng"
    assert resolved(Question(text, text, restored=True), PASSAGES).focus == ("Dinh Mây Hồng",)
    assert resolved(Question(text, text), PASSAGES).focus == ()
