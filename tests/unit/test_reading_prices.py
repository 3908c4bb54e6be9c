"""Prices of a unit, cells that hold ``key: value``, and those who did something together."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.reading.tables.inner import inner_value
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

LINES = (
    "Rau muống\n\nGiá: 25.000 đồng/kg\nĐóng gói: túi 500 g\n\nCà chua bi\n\nGiá: 48.000 đồng/kg\nĐóng gói: hộp 250 g"
)
ROWS = "Mặt hàng | Giá bán\nGạo ST25 | Giá: 38.000 đồng/kg\nGạo nàng thơm | Giá: 27.000 đồng/kg"
DETAILS = "Sản phẩm | Thông tin\nHạt dẻ | Giá: 180.000 đồng/kg; bao bì: túi 1 kg\nHạt sen | Giá: 90.000 đồng/kg"
RECORD = "Thuộc tính | Giá trị\nTên | Mật ong rừng\nGiá | 220.000 đồng/kg\nXuất xứ | U Minh"
JOINED = "Rau muống\n\nGiá: 25.000 đồng/kg Đóng gói: túi 500 g\nXuất xứ: Phú Thịnh"


async def _read(question: str, title: str, text: str) -> Answer | None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    return read(understood, Material((Passage("1", "1", "1", "1", title, text, 0, len(text)),)), FOUND)


@pytest.mark.parametrize(
    ("question", "title", "text", "short"),
    [
        ("Rau muống bao nhiêu tiền một ký?", "Bảng giá rau", LINES, "25.000 đồng/kg"),
        ("Giá cà chua bi bao nhiêu một ký?", "Bảng giá rau", LINES, "48.000 đồng/kg"),
        ("Gạo ST25 bao nhiêu tiền một cân?", "Bảng giá gạo", ROWS, "38.000 đồng/kg"),
        ("Giá gạo nàng thơm bao nhiêu một kg?", "Bảng giá gạo", ROWS, "27.000 đồng/kg"),
        ("Giá hạt dẻ một ký là bao nhiêu?", "Bảng giá hạt", DETAILS, "180.000 đồng/kg"),
        ("Mật ong rừng giá bao nhiêu một ký?", "Nông sản", RECORD, "220.000 đồng/kg"),
        ("Rau muống bao nhiêu tiền một ký?", "Bảng giá rau", JOINED, "25.000 đồng/kg"),
    ],
)
async def test_the_price_of_a_unit_is_told(question: str, title: str, text: str, short: str) -> None:
    answer = await _read(question, title, text)
    assert answer is not None
    assert answer.short == short


async def test_the_price_of_another_unit_is_not() -> None:
    text = "Mặt hàng | Giá\nXoài cát | 480.000 đồng/thùng\nBưởi | 300.000 đồng/thùng"
    assert await _read("Xoài cát bao nhiêu tiền một ký?", "Bảng giá", text) is None
    answer = await _read("Xoài cát bao nhiêu tiền một thùng?", "Bảng giá", text)
    assert answer is not None
    assert answer.short == "480.000 đồng/thùng"


@pytest.mark.parametrize(
    ("cell", "asked", "value"),
    [
        ("Giá: 250.000 đồng/kg; bao bì: túi 1 kg", "giá hạt điều bao nhiêu", "250.000 đồng/kg"),
        ("Giá: 250.000 đồng/kg; bao bì: túi 1 kg", "bao bì hạt điều", "túi 1 kg"),
        ("25.000 đồng/kg Đóng gói: túi 500 g", "giá rau", "25.000 đồng/kg"),
        ("Thứ 2 - Thứ 6: 8h00 - 17h00", "giờ mở cửa", "Thứ 2 - Thứ 6: 8h00 - 17h00"),
        ("12 tháng", "bảo hành", "12 tháng"),
        ("Đàng Trong: Thuận Hóa và Quảng Nam", "chúa nguyễn cai quản vùng nào", "Đàng Trong: Thuận Hóa và Quảng Nam"),
    ],
)
def test_a_cell_gives_the_value_under_the_key_that_is_asked(cell: str, asked: str, value: str) -> None:
    assert inner_value(cell, frozenset(asked.split())) == value


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "Ai sáng lập Công ty Minh Tâm?",
            "Công ty Minh Tâm do ông Nguyễn Văn Tám và bà Lê Thị Hoa sáng lập năm 2012.",
            "Nguyễn Văn Tám và bà Lê Thị Hoa",
        ),
        (
            "Ai thành lập Công ty Minh Tâm?",
            "Công ty Minh Tâm được thành lập bởi Nguyễn Văn Tám, Lê Thị Hoa và Trần Văn Ba.",
            "Nguyễn Văn Tám, Lê Thị Hoa và Trần Văn Ba",
        ),
        (
            "Ai là giám đốc Công ty Minh Tâm?",
            "Giám đốc Công ty Minh Tâm là ông Nguyễn Văn Tám, bà Lê Thị Hoa làm kế toán.",
            "Nguyễn Văn Tám",
        ),
    ],
)
async def test_founders_are_all_that_stand_side_by_side(question: str, text: str, short: str) -> None:
    answer = await _read(question, "Công ty Minh Tâm", text)
    assert answer is not None
    assert answer.short == short


async def test_what_follows_of_founders_is_asked_of_one() -> None:
    text = (
        "Công ty Minh Tâm do ông Nguyễn Văn Tám và bà Lê Thị Hoa sáng lập năm 2012. "
        "Ông Nguyễn Văn Tám sinh năm 1970 ở Huế."
    )
    answer = await _read("Người sáng lập Công ty Minh Tâm sinh năm nào?", "Công ty Minh Tâm", text)
    assert answer is not None
    assert answer.short == "1970"
