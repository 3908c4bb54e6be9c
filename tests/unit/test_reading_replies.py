"""A text that asks the same question answers it below."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.context import context_passage
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.reading.replies import replies
from agents.rules_analyst import RulesAnalyst

FAQ = """**1. Người bệnh khó khăn được hỗ trợ gì?**
Phòng Công tác xã hội phát suất ăn miễn phí vào trưa thứ Ba.

**2. Giấy hẹn tái khám có giá trị bao lâu?**
Giấy hẹn dùng một lần, có giá trị trong 10 ngày làm việc. Giấy chuyển tuyến có giá trị 30 ngày.

**3. Sau khi báo lỗi thì bao lâu có thợ đến?**
Kỹ thuật viên đến trong 24 giờ. Nếu phải mang máy về, thời gian sửa tối đa là 7 ngày.
"""


async def _read(question: str) -> Answer | None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    return read(understood, Material((context_passage(FAQ),)), FOUND)


@pytest.mark.parametrize(
    ("question", "short", "first"),
    [
        ("Người bệnh khó khăn được hỗ trợ gì?", None, "Phòng Công tác xã hội phát suất ăn miễn phí vào trưa thứ Ba."),
        (
            "Giấy hẹn tái khám có giá trị trong bao lâu?",
            "10 ngày làm việc",
            "Giấy hẹn dùng một lần, có giá trị trong 10 ngày làm việc.",
        ),
        ("Sau khi báo lỗi bao lâu thì có thợ đến?", "24 giờ", "Kỹ thuật viên đến trong 24 giờ."),
    ],
)
async def test_what_stands_below_the_same_question_answers_it(question: str, short: str | None, first: str) -> None:
    answer = await _read(question)
    assert answer is not None
    assert answer.short == short
    assert answer.sentences[0] == first


@pytest.mark.parametrize(
    "question",
    ["Giấy hẹn tái khám lần 2 có giá trị bao lâu?", "Giấy chuyển tuyến có giá trị bao lâu?", "Thợ đến ở đâu?"],
)
def test_a_question_with_another_number_or_subject_is_another_one(question: str) -> None:
    assert replies(question, (context_passage(FAQ),)) is None
