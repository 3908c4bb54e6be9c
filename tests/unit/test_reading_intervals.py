"""Numbers of a question that lie in the ranges of a clause."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.context import context_passage
from agents.reading.gate import FOUND
from agents.reading.intervals import within
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst

NOTICE = (
    "Người xin nghỉ từ 1 đến 2 ngày phải báo trước ít nhất 1 ngày làm việc; "
    "người xin nghỉ từ 3 ngày trở lên phải báo trước ít nhất 7 ngày làm việc."
)
TRAVEL = "Quãng đường từ 400 km trở lên được trả 900.000 đồng; dưới 400 km được trả 350.000 đồng."


@pytest.mark.parametrize(
    ("question", "text", "terms"),
    [
        ("nghỉ 4 ngày", "nghỉ từ 3 ngày trở lên", {"4", "ngày"}),
        ("nghỉ 3 hôm", "nghỉ từ 3 ngày trở lên", {"3", "hôm"}),
        ("nghỉ 2 ngày", "nghỉ từ 3 ngày trở lên", set()),
        ("nghỉ 5 ngày", "đơn nghỉ trên 5 ngày", set()),
        ("nghỉ 5 ngày", "đơn nghỉ đến 5 ngày", {"5", "ngày"}),
        ("dự toán 35 triệu", "trên 10 triệu đồng đến 50 triệu đồng", {"35", "triệu", "đồng"}),
        ("dự toán 10 triệu", "trên 10 triệu đồng đến 50 triệu đồng", set()),
        ("dự toán 35 triệu", "dự toán trên 10.000.000 đồng", {"35", "triệu", "đồng"}),
        ("trẻ 17 tuổi", "từ đủ 16 tuổi đến dưới 18 tuổi", {"17", "tuổi"}),
        ("trẻ 18 tuổi", "từ đủ 16 tuổi đến dưới 18 tuổi", set()),
        ("17 người", "từ đủ 16 tuổi đến dưới 18 tuổi", set()),
        ("nghỉ 4 ngày", "không quá 5 ngày, ít nhất 2 ngày", set()),
        ("ngày 4/5/2031", "từ 1 đến 5 ngày", set()),
    ],
)
def test_a_quantity_lies_in_a_range_of_its_unit(question: str, text: str, terms: set[str]) -> None:
    assert within(question, text) == terms


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Xin nghỉ 4 ngày phải báo trước bao lâu?", NOTICE, "ít nhất 7 ngày làm việc"),
        ("Xin nghỉ 2 ngày phải báo trước bao lâu?", NOTICE, "ít nhất 1 ngày làm việc"),
        ("Đi quãng đường 450 km được trả bao nhiêu tiền?", TRAVEL, "900.000 đồng"),
        ("Đi quãng đường 90 km được trả bao nhiêu tiền?", TRAVEL, "350.000 đồng"),
    ],
)
async def test_the_branch_whose_range_holds_the_number(question: str, text: str, short: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), FOUND)
    assert answer is not None
    assert answer.short == short
