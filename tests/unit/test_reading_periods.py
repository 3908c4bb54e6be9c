"""Values are of the year, the item and the unit that is asked for; a question word stays one."""

from __future__ import annotations

import pytest

from agents.analysis.answer_types import answer_type
from agents.analysis.bare import with_question_word
from agents.ports import AnswerType, Material
from agents.reading.answers import Answer
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.reading.respelling import respelt
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

COMPANY = "Công ty bán gạo sang Nhật Bản. Năm 2023 doanh thu đạt 1.240 tỷ đồng, tăng 12% so với năm 2022."
MEETING = "Chị Nhung, Trưởng phòng Kinh doanh, báo cáo đã ký hợp đồng trị giá 2,3 triệu USD và thu xếp vốn."
LEAVE = "Người lao động được nghỉ như sau: a) Kết hôn: nghỉ 4 ngày; b) Con kết hôn: nghỉ 2 ngày."
BOARD = "Ông Phan Minh Đức là Tổng Giám đốc. Bà Hân hiện là Chủ tịch Hội đồng quản trị."


def _passage(title: str, text: str) -> Passage:
    return Passage(title, title, title, title, title, text, 0, len(text))


async def _read(question: str, *passages: Passage) -> Answer | None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    return read(understood, Material(passages), FOUND)


@pytest.mark.parametrize("year", ["2022", "2024"])
async def test_another_year_and_another_amount_are_no_answer(year: str) -> None:
    passages = (_passage("Biên bản họp năm 2024", MEETING), _passage("Giới thiệu", COMPANY))
    assert await _read(f"Doanh thu năm {year} là bao nhiêu?", *passages) is None


async def test_the_year_of_the_sentence_or_of_the_heading_answers() -> None:
    told = await _read("Doanh thu năm 2023 là bao nhiêu?", _passage("Giới thiệu", COMPANY))
    assert told is not None
    assert told.short == "1.240 tỷ đồng"
    above = await _read("Doanh thu năm 2021 là bao nhiêu?", _passage("Báo cáo năm 2021", "Doanh thu đạt 900 tỷ đồng."))
    assert above is not None
    assert above.short == "900 tỷ đồng"


TWO_QUARTERS = "Doanh thu quý I/2023 đạt 12 tỷ đồng và quý II/2023 đạt 15 tỷ đồng."
TWO_YEARS = "Năm 2022, doanh thu đạt 10 tỷ đồng, còn lợi nhuận năm 2023 đạt 2 tỷ đồng."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Doanh thu quý II/2023 là bao nhiêu?", "Doanh thu quý I/2023 của công ty đạt 12 tỷ đồng."),
        ("Doanh thu quý 2 năm 2023 là bao nhiêu?", "Doanh thu quý I năm 2023 của công ty đạt 12 tỷ đồng."),
        ("Doanh thu quý II/2023 là bao nhiêu?", "Sáu tháng đầu năm 2023 doanh thu đạt 27 tỷ đồng."),
        ("Doanh thu tháng 6 năm 2024 là bao nhiêu?", "Doanh thu tháng 5 năm 2024 đạt 2 tỷ đồng."),
        ("Doanh thu tháng 6/2024 là bao nhiêu?", "Năm 2024 doanh thu đạt 30 tỷ đồng."),
        ("Doanh thu năm 2023 là bao nhiêu?", "Doanh thu quý IV/2023 đạt 12 tỷ đồng."),
        ("Doanh thu năm 2023 là bao nhiêu?", TWO_YEARS),
        ("Doanh thu năm 2023 là bao nhiêu?", "Doanh thu năm 2022 là 10 tỷ đồng, kế hoạch năm 2023 được duyệt."),
    ],
)
async def test_a_value_of_another_quarter_month_or_clause_is_no_answer(question: str, text: str) -> None:
    assert await _read(question, _passage("Báo cáo", text)) is None


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Doanh thu quý I/2023 là bao nhiêu?", TWO_QUARTERS, "12 tỷ đồng"),
        ("Doanh thu quý 2 năm 2023 là bao nhiêu?", TWO_QUARTERS, "15 tỷ đồng"),
        ("Doanh thu năm 2022 là bao nhiêu?", TWO_YEARS, "10 tỷ đồng"),
        ("Lợi nhuận năm 2023 là bao nhiêu?", TWO_YEARS, "2 tỷ đồng"),
        (
            "Lợi nhuận năm 2023 là bao nhiêu?",
            "Năm 2022, lợi nhuận đạt 10 tỷ đồng, năm 2023 đạt 12 tỷ đồng.",
            "12 tỷ đồng",
        ),
        ("Doanh thu tháng 6/2024 là bao nhiêu?", "Báo cáo tháng 6 năm 2024. Doanh thu đạt 3 tỷ đồng.", "3 tỷ đồng"),
        (
            "Doanh thu năm 2023 là bao nhiêu?",
            "Doanh thu các năm 2022 và 2023 lần lượt là 10 tỷ đồng và 12 tỷ đồng.",
            None,
        ),
    ],
)
async def test_a_value_of_the_quarter_month_or_clause_that_is_asked(
    question: str, text: str, short: str | None
) -> None:
    answer = await _read(question, _passage("Báo cáo", text))
    assert answer is not None
    assert short is None or answer.short == short


@pytest.mark.parametrize(
    ("question", "short"), [("Kết hôn được nghỉ mấy ngày?", "4 ngày"), ("Con kết hôn được nghỉ mấy ngày?", "2 ngày")]
)
async def test_the_item_whose_whole_head_is_asked(question: str, short: str) -> None:
    answer = await _read(question, _passage("Nội quy", LEAVE))
    assert answer is not None
    assert answer.short == short


async def test_words_of_the_question_are_no_short_answer() -> None:
    answer = await _read("Ai là Chủ tịch Hội đồng quản trị?", _passage("Giới thiệu", BOARD))
    assert answer is not None
    assert answer.short == "Hân"


def test_whether_something_is_done_yet_asks_for_yes_or_no() -> None:
    assert answer_type("Kho lạnh Trà Nóc đã được thông qua chưa?") is AnswerType.YES_NO


async def test_a_price_per_kilo_is_money() -> None:
    answer = await _read("Giá tôm khô bao nhiêu một ký?", _passage("Bảng giá", "Giá tôm khô là 215.000 đồng/kg."))
    assert answer is not None
    assert answer.short == "215.000 đồng/kg"


@pytest.mark.parametrize(
    ("restored", "question"),
    [
        ("mật khẩu phải có ít nhất máy ký tự", "mật khẩu phải có ít nhất mấy ký tự"),
        ("máy bay dài bao nhiêu", "máy bay dài bao nhiêu"),
        ("sửa máy tính", "sửa máy tính"),
    ],
)
def test_a_question_word_is_likelier_where_nothing_else_asks(restored: str, question: str) -> None:
    assert with_question_word(restored) == question


def test_passages_do_not_respell_the_only_question_word() -> None:
    passage = _passage("Máy", "Máy ký hiệu lạ. Máy ký hiệu lạ.")
    assert respelt("có mấy ký hiệu", (passage,)) == "có mấy ký hiệu"
