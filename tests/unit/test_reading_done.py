"""Whether something has been done is shown by the sentence that tells of it, not by the one before."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.done import decision
from agents.reading.gate import GIVEN
from agents.reading.reader import read
from agents.reading.tokens import tokenise
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

BRIDGE = "Dự án cầu Bình An khởi công năm 2021. Cầu đã hoàn thành và thông xe vào tháng 5 năm 2024."
TAX = "Công ty Minh Long phải nộp thuế quý II trước ngày 30/7. Công ty đã nộp đủ thuế vào ngày 25/7."
NOT_YET = "Cầu Bình An được khởi công năm 2021 với vốn 300 tỷ đồng. Đến nay cầu vẫn chưa thông xe."


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("Dự án cầu Bình An đã hoàn thành chưa?", BRIDGE, "Cầu đã hoàn thành"),
        ("Công ty Minh Long đã nộp thuế quý II chưa?", TAX, "Công ty đã nộp đủ thuế"),
        ("Cầu Bình An đã thông xe chưa ạ?", NOT_YET, "Đến nay cầu vẫn chưa thông xe"),
    ],
)
async def test_the_sentence_that_decides_is_shown(question: str, text: str, shown: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((Passage("1", "1", "1", "1", "Tin", text, 0, len(text)),)), GIVEN)
    assert answer is not None
    assert answer.sentences[0].startswith(shown)


@pytest.mark.parametrize(
    "said",
    ["Hai bên ký hợp đồng thuê kho.", "Hồ sơ cần được nộp trước ngày 5/3.", "Hai bên đã thống nhất giá thuê."],
)
def test_what_tells_of_no_deed_decides_nothing(said: str) -> None:
    assert decision("Hợp đồng thuê kho đã được ký chưa?", tokenise(said).terms) <= 0
    assert decision("Hồ sơ đã nộp chưa?", tokenise(said).terms) <= 0
    assert decision("Ai đã ký hợp đồng thuê kho?", tokenise(f"Ông An đã ký. {said}").terms) == 0
