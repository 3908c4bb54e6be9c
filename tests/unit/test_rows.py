"""Rows of tables on the terminal."""

from __future__ import annotations

import pytest

from app.table_rows import row_of

ROWS = ("Vùng | Lương tháng | Ghi chú", "Vùng I | 4.960.000 | ", "II | 4.410.000 | mới", "III | 3.860.000")
TABLE = "Mức lương như sau:\n\n{}\n\nHết.".format("\n".join(ROWS))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Vùng I | 4.960.000 |", "Vùng I · Lương tháng: 4.960.000"),
        ("II | 4.410.000 | mới", "Vùng: II · Lương tháng: 4.410.000 · Ghi chú: mới"),
        ("III | 3.860.000", "III · 3.860.000"),
        ("Vùng | Lương tháng | Ghi chú", "Vùng · Lương tháng · Ghi chú"),
        ("Chưa | có", "Chưa · có"),
    ],
)
def test_cells_are_named_where_the_table_names_its_columns(text: str, shown: str) -> None:
    assert str(row_of(text, ["Đoạn khác.", TABLE])) == shown


def test_a_sentence_is_no_row() -> None:
    assert row_of("Mức lương như sau:", [TABLE]) is None
