"""What reading keeps is of a text as it is: a changed one of the same id is read anew."""

from __future__ import annotations

from dataclasses import replace

from agents.analysis.answer_types import answer_type
from agents.ports import Material, Question
from agents.reading.asked import asked
from agents.reading.context import context_passage
from agents.reading.mentions import resolved
from agents.reading.ranking import rank_sentences
from agents.reading.reader import read
from graph.retrieval.passage_terms import passage_terms

_ASKED = "Kho Cửa Đông mở cửa lúc mấy giờ?"
_OLD = context_passage("Kho Cửa Đông mở cửa lúc 7 giờ sáng mỗi ngày.")
_NEW = replace(_OLD, text=_OLD.text.replace("7", "9"))


def test_a_changed_passage_is_read_anew() -> None:
    question = Question(_ASKED, _ASKED, answer_type=answer_type(_ASKED), focus=("Kho Cửa Đông",))
    answers = [read(question, Material((passage,))) for passage in (_OLD, _NEW, _OLD)]
    assert [answer.short for answer in answers if answer] == ["7 giờ", "9 giờ", "7 giờ"]


def test_a_changed_passage_is_ranked_and_cut_anew() -> None:
    sought = asked(_ASKED, answer_type(_ASKED), ())
    for passage in (_OLD, _NEW):
        assert rank_sentences(sought, (passage,))[0].sentence.text == passage.text
        assert passage_terms(passage).fields.text == passage.text


def test_names_are_looked_up_in_the_passages_at_hand() -> None:
    question = Question("Tướng Giáp sinh năm nào?", "Tướng Giáp sinh năm nào?", focus=("Tướng Giáp",))
    known = replace(_OLD, text="Võ Nguyên Giáp sinh năm 1911.")
    assert [resolved(question, (passage,)).focus for passage in (_OLD, known)] == [("Tướng Giáp",), ("Võ Nguyên Giáp",)]
