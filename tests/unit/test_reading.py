"""Extractive reading: short answers with the sentences that prove them, and refusals."""

from __future__ import annotations

from datetime import date

import pytest

from agents.context_reader import ContextReader
from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.ports import Material, Question, Rejected
from agents.rules_analyst import RulesAnalyst
from graph.model import Entity, EntityType, Relation
from graph.results import Fact, Passage

LAN = """Trần Thị Lan (1901–1975) là nhà văn Việt Nam, tác giả của tập truyện Bến Sông.
Bà sinh ngày 3 tháng 4 năm 1901 tại làng Phú Khê, huyện Hoằng Hóa, tỉnh Thanh Hóa.
Bà mất tại Hải Phòng năm 1975 trong một trận bão lớn.
Vì bị ốm nặng, bà bỏ dở cuốn tiểu thuyết cuối cùng.
Tác phẩm của bà gồm Bến Sông, Mưa Đêm và Người Về."""
HOA = """Thành phố Hoa Sơn có diện tích 1.205,5 km², dân số 812.400 người và 14 xã, gồm 3 xã đảo.
Thành phố do kỹ sư Lê Văn Minh thiết kế và được thành lập ngày 2/9/1955."""
KIM = """Thành phố Kim Giang có dân số 1.034.000 người. Thành phố được thành lập năm 1960."""
WAGES = """Điều 3. Mức lương tối thiểu
Vùng | Mức lương tối thiểu tháng (đồng/tháng) | Mức lương tối thiểu giờ (đồng/giờ)
Vùng I | 5.100.000 | 24.500
Vùng II | 4.600.000 | 22.100"""
YOUTH = """Điều 4. Tổ chức
1. Tổ chức thanh niên gồm:
a) Đoàn Thanh niên;
b) Hội Sinh viên.
2. Nhà nước khuyến khích thanh niên học tập."""


def passage(title: str, text: str) -> Passage:
    return Passage(title, f"doc-{title}", title, title, title, text, 0, len(text))


PASSAGES = (
    passage("Trần Thị Lan", LAN),
    passage("Hoa Sơn", HOA),
    passage("Kim Giang", KIM),
    passage("Nghị định 9/2031/NĐ-CP về lương tối thiểu", WAGES),
    passage("Luật Tổ chức thanh niên", YOUTH),
)


async def understood(text: str) -> Question:
    return await RulesAnalyst(None, None, "t", today=lambda: date(2031, 1, 1)).analyse(text, ())


async def written(text: str, *, rejected: tuple[Rejected, ...] = ()) -> tuple[str | None, str]:
    question = await understood(text)
    pieces = [piece async for piece in ExtractiveWriter().write(question, Material(PASSAGES), (), rejected)]
    short = next((piece.short_answer for piece in pieces if piece.short_answer), None)
    return short, "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("question", "short", "proof"),
    [
        ("Trần Thị Lan mất ở đâu?", "Hải Phòng", "Bà mất tại Hải Phòng"),
        ("Trần Thị Lan sinh ngày nào?", "ngày 3 tháng 4 năm 1901", "Bà sinh ngày 3"),
        ("Trần Thị Lan sinh năm nào?", "1901", "1901"),
        ("Trần Thị Lan sinh ra ở tỉnh nào?", "Thanh Hóa", "Phú Khê"),
        ("Dân số của Hoa Sơn là bao nhiêu?", "812.400 người", "812.400"),
        ("Diện tích Hoa Sơn là bao nhiêu?", "1.205,5 km²", "1.205,5"),
        ("Hoa Sơn có bao nhiêu xã?", "14 xã", "14 xã"),
        ("Ai thiết kế thành phố Hoa Sơn?", "Lê Văn Minh", "Lê Văn Minh"),
        ("Tác giả của Bến Sông là ai?", "Trần Thị Lan", "tác giả của tập truyện Bến Sông"),
        ("Mức lương tối thiểu giờ ở vùng II là bao nhiêu?", "22.100 đồng/giờ", "Vùng II | 4.600.000 | 22.100"),
        ("Mức lương tối thiểu tháng ở vùng I là bao nhiêu?", "5.100.000 đồng/tháng", "Vùng I | 5.100.000"),
    ],
)
async def test_short_answer_and_proof(question: str, short: str, proof: str) -> None:
    given, text = await written(question)
    assert given == short
    assert proof in text


@pytest.mark.parametrize(
    "question",
    [
        "Chồng của Trần Thị Lan tên là gì?",
        "Trần Thị Lan học trường nào?",
        "Doanh thu của Hoa Sơn là bao nhiêu?",
        "Dân số của Bình Khê là bao nhiêu?",
        "Ai phát minh ra kính hiển vi?",
        "Hoa Sơn có bao nhiêu trường học?",
        "Mức lương tối thiểu giờ ở vùng II sau 25 năm làm việc là bao nhiêu?",
    ],
)
async def test_what_the_passages_do_not_say_is_not_answered(question: str) -> None:
    assert await written(question) == (None, "")


async def test_every_sentence_stands_in_a_passage() -> None:
    _, text = await written("Vì sao Trần Thị Lan bỏ dở cuốn tiểu thuyết cuối cùng?")
    lines = text.splitlines()
    assert lines
    assert all(any(line in item.text for item in PASSAGES) for line in lines)


async def test_two_hops_are_chained_with_both_sentences() -> None:
    short, text = await written("Tác giả của Bến Sông mất ở đâu?")
    assert short == "Hải Phòng"
    assert "tác giả của tập truyện Bến Sông" in text
    assert "Bà mất tại Hải Phòng" in text


async def test_comparison_names_the_winner_and_gives_both_values() -> None:
    short, text = await written("Hoa Sơn hay Kim Giang đông dân hơn?")
    assert short == "Kim Giang"
    assert "812.400" in text
    assert "1.034.000" in text
    assert (await written("Hoa Sơn hay Kim Giang được thành lập trước?"))[0] == "Hoa Sơn"


async def test_a_clause_that_enumerates_comes_with_its_points() -> None:
    short, text = await written("Tổ chức thanh niên gồm những tổ chức nào?")
    assert short == "Đoàn Thanh niên; Hội Sinh viên"
    assert text.splitlines() == ["1. Tổ chức thanh niên gồm:", "a) Đoàn Thanh niên;", "b) Hội Sinh viên."]


async def test_lists_are_given_as_written() -> None:
    short, _ = await written("Trần Thị Lan có những tác phẩm nào?")
    assert short == "Bến Sông, Mưa Đêm và Người Về"


async def test_rejected_sentences_are_not_written_again_and_accepted_ones_are_passed_over() -> None:
    _, text = await written("Trần Thị Lan mất ở đâu?")
    first = text.splitlines()[0]
    _, again = await written("Trần Thị Lan mất ở đâu?", rejected=(Rejected(first, "sai"),))
    assert first not in again
    question = await understood("Trần Thị Lan mất ở đâu?")
    rest = [piece async for piece in ExtractiveWriter().write(question, Material(PASSAGES), (first,), ())]
    assert rest == []


async def test_a_fact_of_the_graph_answers_directly() -> None:
    sentence = "Quê gốc của gia đình Trần Thị Lan là Nghệ An."
    lan = Entity("e1", "t", EntityType.PERSON, "trần thị lan", "Trần Thị Lan")
    place = Entity("e2", "t", EntityType.PLACE, "nghệ an", "Nghệ An")
    fact = Fact(Relation("r", "e1", "HOMETOWN", "e2"), lan, place, 2, 0.9, "c", "d", 0, len(sentence), sentence)
    question = await understood("Quê của Trần Thị Lan ở đâu?")
    pieces = [piece async for piece in ExtractiveWriter().write(question, Material((), (fact,)), (), ())]
    assert pieces[0].short_answer == "Nghệ An"
    assert pieces[1].text.strip() == sentence


async def test_a_given_text_is_read_alone() -> None:
    reader = ContextReader(RulesAnalyst(None, None, "t"), ExtractiveWriter(), LexicalChecker())
    answer = await reader.answer("Trần Thị Lan mất năm nào?", LAN)
    assert answer.short_answer == "1975"
    sentence = answer.sentences[-1]
    assert [LAN[span["start"] : span["end"]] for span in sentence["citations"]] == [sentence["text"]]
    assert (await reader.answer("Giá vàng hôm nay là bao nhiêu?", LAN)).abstained
