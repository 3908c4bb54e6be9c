"""Questions about provisions: which Điều, which decision, how long at most, what is called so."""

from __future__ import annotations

from datetime import date

import pytest

from agents.analysis.answer_types import answer_type
from agents.ports import AnswerType, Material
from agents.reading.answers import Answer
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

TITLE = "NỘI QUY KHO"
OPENING = (
    "Nội quy kho ban hành kèm theo Quyết định số 42/QĐ-BM ngày 10 tháng 6 năm 2030 của Giám đốc.\n"
    "Nội quy thay cho các thông báo về kho."
)
LIFTS = """Điều 4. Xe nâng
1. Tốc độ xe nâng không quá 8 km/h.
2. Người lái xe nâng phải đủ 20 tuổi trở lên và có chứng chỉ."""
VISITORS = """Điều 5. Khách
1. Khách phải đăng ký ít nhất 3 ngày làm việc trước khi đến.
2. Thẻ khách là thẻ màu xanh do bảo vệ cấp."""
YOUTH = """Điều 6. Thợ trẻ
1. Thợ trẻ là người lao động từ đủ 18 tuổi đến 24 tuổi.
2. Thợ trẻ từ đủ 18 tuổi đến dưới 20 tuổi không lái xe nâng."""


def _passage(text: str, *path: str) -> Passage:
    return Passage(path[-1], "noi-quy", "noi-quy.md", "noi-quy.md", TITLE, text, 0, len(text), path=path)


PASSAGES = (
    _passage(OPENING, "Mở đầu"),
    _passage(LIFTS, "Chương II An toàn", "Điều 4 Xe nâng"),
    _passage(VISITORS, "Chương III Ra vào", "Điều 5 Khách"),
    _passage(YOUTH, "Chương IV Người lao động", "Điều 6 Thợ trẻ"),
)


async def _read(question: str) -> Answer | None:
    understood = await RulesAnalyst(None, None, "t", today=lambda: date(2031, 1, 1)).analyse(question, ())
    return read(understood, Material(PASSAGES), FOUND)


@pytest.mark.parametrize(
    ("question", "short", "proof"),
    [
        ("Tốc độ xe nâng nằm ở điều nào của nội quy?", "Điều 4", ("Điều 4. Xe nâng", "1. Tốc độ xe nâng")),
        ("Khoản nào quy định tốc độ xe nâng?", "khoản 1 Điều 4", ("Điều 4. Xe nâng", "1. Tốc độ xe nâng")),
        ("Việc khách đăng ký thuộc chương mấy?", "Chương III", ("1. Khách phải đăng ký",)),
        ("Nội quy kho ban hành theo quyết định số mấy?", "Quyết định số 42/QĐ-BM", ("kèm theo Quyết định",)),
        ("Xe nâng chạy nhanh tối đa bao nhiêu km/h?", "không quá 8 km/h", ("1. Tốc độ xe nâng",)),
        ("Người lái xe nâng phải bao nhiêu tuổi?", "đủ 20 tuổi trở lên", ("2. Người lái xe nâng",)),
        ("Khách phải đăng ký trước bao nhiêu ngày?", "ít nhất 3 ngày làm việc", ("1. Khách phải đăng ký",)),
        ("Từ mấy tuổi đến mấy tuổi thì được gọi là thợ trẻ?", "từ đủ 18 tuổi đến 24 tuổi", ("1. Thợ trẻ là",)),
    ],
)
async def test_a_question_about_provisions(question: str, short: str, proof: tuple[str, ...]) -> None:
    answer = await _read(question)
    assert answer is not None
    assert answer.short == short
    assert all(any(words in sentence for sentence in answer.sentences) for words in proof)


@pytest.mark.parametrize(
    "question", ["Mức ăn ca nằm ở điều nào của nội quy?", "Hợp đồng thuê nhà theo quyết định số mấy?"]
)
async def test_what_no_provision_speaks_of_is_not_answered(question: str) -> None:
    assert await _read(question) is None


def test_a_number_of_an_instrument_is_no_count() -> None:
    assert answer_type("Quy chế ban hành theo quyết định số bao nhiêu?") is AnswerType.THING
    assert answer_type("Có bao nhiêu quyết định?") is AnswerType.NUMBER
