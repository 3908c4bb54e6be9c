"""Two things that a question joins are read apart, and the values set against each other."""

from __future__ import annotations

import pytest

from agents.analysis.pairs import pair_of
from agents.ports import Material
from agents.reading.context import context_passage
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst

DRILL = "Cuộc diễn tập năm 2024 sơ tán trong 16 phút. Cuộc diễn tập năm 2025 sơ tán trong 11 phút."
PLAN = "Vùng | Kế hoạch (tỷ) | Tỷ lệ kế hoạch\nMiền Trung | 42,3 | 93%\nMiền Nam | 45,0 | 92%\n"


@pytest.mark.parametrize(
    ("question", "names", "parts"),
    [
        (
            "Ngày hội lần 8 so với lần 7 thu được bao nhiêu đơn vị máu?",
            (),
            ("Ngày hội lần 8 thu được bao nhiêu đơn vị máu?", "Ngày hội lần 7 thu được bao nhiêu đơn vị máu?"),
        ),
        (
            "Huế với Hội An nơi nào được công nhận trước?",
            ("Huế", "Hội An"),
            ("Huế được công nhận năm nào?", "Hội An được công nhận năm nào?"),
        ),
        (
            "Lương theo quy chế cũ 2021 và quy chế 2024 khác nhau ra sao?",
            (),
            ("Lương theo quy chế cũ 2021 là bao nhiêu?", "Lương theo quy chế 2024 là bao nhiêu?"),
        ),
    ],
)
def test_a_question_for_each_of_two_things(question: str, names: tuple[str, ...], parts: tuple[str, str]) -> None:
    pair = pair_of(question, names)
    assert pair is not None
    assert pair.parts == parts


@pytest.mark.parametrize("question", ["Cha và mẹ của Nguyễn Du là ai?", "Năm 2024 công ty lãi và lỗ bao nhiêu?"])
def test_things_that_are_not_alike_are_no_pair(question: str) -> None:
    assert pair_of(question, ("Nguyễn Du",)) is None


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Năm 2025 và năm 2024 diễn tập sơ tán mất bao nhiêu phút?", DRILL, "11 phút; 16 phút"),
        ("Miền Trung với Miền Nam, bên nào đạt tỷ lệ kế hoạch thấp hơn?", PLAN, "Miền Nam"),
        ("Năm 2024 và năm 2023 diễn tập sơ tán mất bao nhiêu phút?", DRILL, "16 phút"),
    ],
)
async def test_both_values_are_read_or_the_pair_is_dropped(question: str, text: str, short: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), FOUND)
    assert answer is not None
    assert answer.short == short
