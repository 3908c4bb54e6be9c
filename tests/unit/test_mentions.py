"""What the names of a question stand for in the passages at hand."""

from __future__ import annotations

import pytest

from agents.grounding.paraphrase import spaced
from agents.ports import Question
from agents.reading.colloquial import as_written, reworded
from agents.reading.mentions import resolved
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

PASSAGES = tuple(
    Passage(title, title, title, title, title, text, 0, len(text))
    for title, text in (
        ("Lê Văn Hưng", "Lê Văn Hưng được phong Đại tướng năm 1950. Ông là tác giả Hịch núi sông."),
        ("Hịch núi sông", "Hịch núi sông do Lê Văn Hưng soạn. Hịch núi sông có 20 câu."),
        ("Chị Tư Hậu", "Tiểu thuyết Chị Tư Hậu kể về một làng chài. Ca sĩ Trịnh Thu Hà hát bài này."),
        ("Nghị định 9/2031/NĐ-CP", "Điều 3. Mức lương tối thiểu là 5.100.000 đồng."),
        ("Công ty Sao Bắc", "Công ty Sao Bắc do bà Đỗ Thị Mai điều hành. Làm thêm giờ được trả 150%."),
    )
)


async def meant(text: str) -> Question:
    question = await RulesAnalyst(None, None, "t").analyse(text, ())
    return resolved(question, PASSAGES)


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Tướng Hưng sinh năm nào?", ("Lê Văn Hưng",)),
        ("Nhạc phẩm của ca sĩ họ Trịnh là gì?", ("Trịnh Thu Hà",)),
        ("Bà Mai điều hành công ty nào?", ("Đỗ Thị Mai",)),
        ("Truyện Chị Tư Hậu kể về ai?", ("Chị Tư Hậu",)),
        ("Ai soạn bài Hịch núi sông?", ("Hịch núi sông",)),
        ("Vì sao Sao Bắc Đỗ Thị Mai được nhắc đến?", ("Sao Bắc", "Đỗ Thị Mai")),
        ("Ai được phong Đại tướng năm 1950?", ()),
        ("Sếp của Sao Bắc là ai?", ("Sao Bắc",)),
        ("Vua Minh Mạng mất năm nào?", ("Vua Minh Mạng",)),
        ("Mua SB-20A của Sao Bắc giá bao nhiêu?", ("SB-20A", "Sao Bắc")),
        ("Sao Bắc 2031 thưởng bao nhiêu?", ("Sao Bắc",)),
    ],
)
async def test_names_are_read_as_the_passages_write_them(question: str, focus: tuple[str, ...]) -> None:
    assert (await meant(question)).focus == focus


def test_a_provision_and_its_paper_are_found_apart() -> None:
    name = "Điều 3 Nghị định 9/2031/NĐ-CP"
    question = Question(f"{name} nói gì?", f"{name} nói gì?", focus=(name,))
    assert resolved(question, PASSAGES).focus == ("Điều 3", "Nghị định 9/2031/NĐ-CP")
    asks_clause = Question(f"Khoản 7 {name} nói gì?", f"Khoản 7 {name} nói gì?", focus=(name,))
    assert resolved(asks_clause, PASSAGES).focus == (name,)


async def test_the_question_says_the_name_that_is_meant() -> None:
    assert (await meant("Cụ Hưng soạn bài gì?")).text == "Lê Văn Hưng soạn bài gì?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Tăng ca được trả bao nhiêu?", "làm thêm giờ được trả bao nhiêu?"),
        ("Bằng lái của Sao Bắc là gì?", "Bằng lái của Sao Bắc là gì?"),
        ("Hạn chót làm thêm giờ là khi nào?", "Hạn chót làm thêm giờ là khi nào?"),
    ],
)
async def test_colloquial_words_give_way_to_those_of_the_passages_alone(question: str, text: str) -> None:
    assert (await meant(question)).text == text


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("lan nhắm mắt ở thành phố nào", "lan qua đời ở huế", {"nhắm", "mắt"}),
        ("lan qua đời ở đâu", "lan nhắm mắt ở huế", {"qua", "đời"}),
        ("lan nhắm mắt ở đâu", "lan sống ở huế", set()),
    ],
)
def test_what_is_said_in_other_words_counts_as_said(question: str, source: str, said: set[str]) -> None:
    terms = tuple(question.split())
    words = {terms[index] for index in reworded(terms, spaced(source.split()))}
    assert words - {"ở", "nào", "thành", "phố", "đâu"} == said


def test_a_wording_keeps_the_words_that_ask() -> None:
    text = "Gia Hạ có diện tích 12 km²."
    passages = (Passage("9", "d", "d", "d", "Gia Hạ", text, 0, len(text)),)
    assert as_written("Gia Hạ rộng bao nhiêu?", passages) == "Gia Hạ diện tích bao nhiêu?"
