"""Sentences that end a legal instrument as a whole, and those that end a part of it or none."""

from __future__ import annotations

from datetime import date

import pytest

from graph.text.endings import day_of_ending, ends_whole

NUMBER = "38/2019/NĐ-CP"


@pytest.mark.parametrize(
    "sentence",
    [
        f"2. Nghị định này thay thế Nghị định số {NUMBER} ngày 09 tháng 5 năm 2019 của Chính phủ quy định mức lương.",
        f"Nghị định này có hiệu lực từ ngày 01/7/2023 và thay thế Nghị định {NUMBER}.",
        f"Bãi bỏ Nghị định số 12/2010/NĐ-CP và Nghị định số {NUMBER}.",
        f"2. Nghị định số {NUMBER} ngày 09/5/2019 của Chính phủ hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        f"a) Nghị định số {NUMBER} đã được sửa đổi theo Nghị định số 10/2021/NĐ-CP hết hiệu lực thi hành.",
    ],
)
def test_an_instrument_ends_as_a_whole(sentence: str) -> None:
    assert ends_whole(sentence, NUMBER.lower())


@pytest.mark.parametrize(
    "sentence",
    [
        f"Nghị định này thay thế Điều 5 Nghị định số {NUMBER}.",
        f"Bãi bỏ một số nội dung tại Nghị định số {NUMBER} gồm:",
        f"Nghị định này thay thế Nghị định số {NUMBER}, trừ quy định tại Điều 7.",
        f"Nghị định số {NUMBER} hết hiệu lực một phần.",
        f"Các biểu mẫu ban hành kèm theo Nghị định số {NUMBER} hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        f"Nghị định này có hiệu lực đến khi Nghị định số {NUMBER} hết hiệu lực thi hành.",
        f"Thông tư số 12/2020/TT-BNV hướng dẫn Nghị định số {NUMBER} hết hiệu lực thi hành.",
        f"Luật số 10/2018/QH14 đã được sửa đổi theo Nghị định số {NUMBER} hết hiệu lực thi hành.",
        f"Nghị định này hướng dẫn Nghị định số {NUMBER}.",
    ],
)
def test_a_part_of_it_or_another_one_ends(sentence: str) -> None:
    assert not ends_whole(sentence, NUMBER)


def test_the_day_of_the_end_where_one_is_named() -> None:
    assert day_of_ending(f"Nghị định {NUMBER} hết hiệu lực kể từ ngày 01 tháng 7 năm 2023.") == date(2023, 7, 1)
    assert day_of_ending(f"Nghị định {NUMBER} hết hiệu lực thi hành từ 1/7/2023.") == date(2023, 7, 1)
    assert day_of_ending(f"Nghị định {NUMBER} hết hiệu lực kể từ ngày Nghị định này có hiệu lực.") is None
    assert day_of_ending(f"Nghị định {NUMBER} hết hiệu lực từ ngày 31/2/2023.") is None
