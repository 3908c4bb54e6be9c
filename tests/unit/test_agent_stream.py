"""Sentences leave a stream as soon as they are whole, wherever the pieces were cut."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agents.marks import AnswerMarks
from agents.ports import Written
from agents.stream import SentenceCutter
from graph.text.sentences import sentences

TEXT = (
    "TP. Hồ Chí Minh có 22 quận, huyện. Nghị định số 100/2019/NĐ-CP quy định mức phạt 2.000.000 đồng.\n"
    "Ông nói: “Tôi về Huế.” Bà hỏi lại… Thật không? Đúng vậy!\n\n1. Khoản một. “quê” là nơi sinh. Hết"
)


def cut(pieces: list[str]) -> list[str]:
    cutter = SentenceCutter()
    return [text for piece in pieces for text in cutter.feed(piece)] + cutter.finish()


@given(st.lists(st.integers(0, len(TEXT)), max_size=60))
def test_the_cut_of_the_pieces_does_not_matter(places: list[int]) -> None:
    edges = [0, *sorted(places), len(TEXT)]
    pieces = [TEXT[a:b] for a, b in pairwise(edges)]
    assert cut(pieces) == sentences(TEXT)


def test_a_sentence_leaves_once_the_next_has_begun() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("Vinh là thành phố của TP.") == []
    assert cutter.feed(" Ở đây") == []
    assert cutter.feed(" có biển. Biển") == ["Vinh là thành phố của TP. Ở đây có biển."]
    assert cutter.feed(" đẹp.\n") == ["Biển đẹp."]
    assert cutter.finish() == []


def test_text_without_an_end_is_cut_anyway() -> None:
    cutter = SentenceCutter()
    told = [text for _ in range(3_000) for text in cutter.feed("mãi ")]
    assert told
    assert all(len(text) <= 4_000 for text in told)


def test_rules_and_dashes_are_no_sentences() -> None:
    assert cut(["---\n", "***\n", "Có chữ."]) == ["Có chữ."]


def read(pieces: list[str]) -> tuple[str, str | None, bool]:
    marks = AnswerMarks()
    written: list[Written] = [out for piece in pieces for out in marks.feed(piece)] + marks.finish()
    short = [out.short_answer for out in written if out.short_answer]
    return "".join(out.text for out in written), (short[0] if short else None), marks.declined


ANSWER = "Trả lời ngắn: **Huế** [1]\n- Huế là kinh đô[1, 2].\n2. Sông Hương [3] dài [khoảng] 80 km. [12]\nHết."


@given(st.lists(st.integers(0, len(ANSWER)), max_size=40))
def test_marks_are_taken_out_wherever_they_are_cut(places: list[int]) -> None:
    edges = [0, *sorted(places), len(ANSWER)]
    pieces = [ANSWER[a:b] for a, b in pairwise(edges)]
    text, short, declined = read(pieces)
    assert text == "Huế là kinh đô.\nSông Hương dài [khoảng] 80 km.\nHết."
    assert short == "Huế"
    assert not declined


def test_a_model_may_decline() -> None:
    assert read(["KHÔNG CÓ ", "TRONG TÀI LIỆU."]) == ("", None, True)


def test_an_answer_needs_no_label() -> None:
    assert read(["Khô", "ng ai biết. Trả lời ngắn: x"]) == ("Không ai biết. Trả lời ngắn: x", None, False)


def test_text_without_white_space_is_told_while_it_comes() -> None:
    marks = AnswerMarks()
    told = "".join(out.text for _ in range(5_000) for out in marks.feed("x"))
    assert len(told) > 4_500


def test_initials_without_end_are_cut_in_little_time() -> None:
    cutter = SentenceCutter()
    started = time.process_time()
    told = [text for character in "A. b " * 10_000 for text in cutter.feed(character)]
    assert told
    assert time.process_time() - started < 1.0
