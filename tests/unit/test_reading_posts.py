"""Who does something, said by a post or a body and not by a name."""

from __future__ import annotations

import pytest

from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

RULES = """Đơn nghỉ phép do trưởng bộ phận duyệt.
Thủ quỹ giữ chìa khóa két và chi tiền mặt.
Phiếu chi trên 20 triệu đồng phải có chữ ký của Trưởng phòng Tài vụ.
Nhà máy thứ hai do công ty Hòa Minh xây dựng.
Kế toán trưởng là chị Phạm Thu Hà."""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Ai duyệt đơn nghỉ phép?", "trưởng bộ phận"),
        ("Ai giữ chìa khóa két?", "Thủ quỹ"),
        ("Phiếu chi 25 triệu đồng cần chữ ký của ai?", "Trưởng phòng Tài vụ"),
        ("Ai xây dựng nhà máy thứ hai?", "công ty Hòa Minh"),
        ("Kế toán trưởng là ai?", "Phạm Thu Hà"),
    ],
)
async def test_a_post_or_a_body_answers_who(question: str, answer: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    material = Material((Passage("1", "d", "d", "d", "Quy định nội bộ", RULES, 0, len(RULES)),))
    pieces = [piece async for piece in ExtractiveWriter().write(understood, material, (), ())]
    assert next((piece.short_answer for piece in pieces if piece.short_answer), None) == answer
