"""Dates and amounts are found with the keys of their values."""

from __future__ import annotations

import pytest

from ingestion.extraction.values import find_values


def _keys(text: str) -> list[tuple[str, str]]:
    return [(text[v.start : v.end], v.key) for v in find_values(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông sinh ngày 19 tháng 5 năm 1890.", [("ngày 19 tháng 5 năm 1890", "1890-05-19")]),
        ("Bà mất 19/5/1990 tại Huế", [("19/5/1990", "1990-05-19")]),
        ("có hiệu lực từ 01-7-2025", [("01-7-2025", "2025-07-01")]),
        ("Cách mạng tháng 8 năm 1945", [("tháng 8 năm 1945", "1945-08")]),
        ("vào năm 1945, ông", [("năm 1945", "1945")]),
        ("từ thế kỷ 15 đến thế kỷ XVII", [("thế kỷ 15", "c15"), ("thế kỷ XVII", "c17")]),
        ("(1890 – 1969)", [("1890", "1890"), ("1969", "1969")]),
        ("năm 179 TCN", [("năm 179 TCN", "-0179")]),
        ("những năm 1980", [("những năm 1980", "198x")]),
        ("quý III/2024", [("quý III/2024", "2024-Q3")]),
        ("quý 3/2024", [("quý 3/2024", "2024-Q3")]),
        ("ngày 2/9 hằng năm", [("ngày 2/9", "--09-02")]),
        ("ngày 31/2/2020", []),
        ("máy in HP-1020", []),
    ],
)
def test_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert _keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mức 4.960.000 đồng/tháng", [("4.960.000 đồng/tháng", "4960000 đồng/tháng")]),
        ("phạt 3,5 triệu đồng", [("3,5 triệu đồng", "3500000 đồng")]),
        ("rộng 1.200 km²", [("1.200 km²", "1200 km²")]),
        ("rộng 1.200,5 km2", [("1.200,5 km2", "1200.5 km²")]),
        ("dân số 8,5 triệu người", [("8,5 triệu người", "8500000 người")]),
        ("tăng 12 %", [("12 %", "12 %")]),
        ("tăng 0,125%", [("0,125%", "0.125 %")]),
        ("trong 30 ngày làm việc", [("30 ngày làm việc", "30 ngày làm việc")]),
        ("vốn 25 nghìn tỷ đồng", [("25 nghìn tỷ đồng", "25000000000000 đồng")]),
        ("mật độ 4.513 người/km²", [("4.513 người/km²", "4513 người/km²")]),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, str]]) -> None:
    assert _keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 100/2019/NĐ-CP",
        "khoản 2 Điều 8",
        "máy bay A320",
        "Luật số 57/2020/QH14",
        "phiên bản 2.0.1",
        "giá 1.250,000.000 đồng",
        f"giá {'9' * 5000} đồng",
    ],
)
def test_numbers_that_are_no_values(text: str) -> None:
    assert _keys(text) == []


def test_offsets_are_into_the_whole_text() -> None:
    text = "Năm 1945. Năm 1946 có 3 triệu người."
    values = find_values(text, 10)
    assert [text[v.start : v.end] for v in values] == ["Năm 1946", "3 triệu người"]
