"""A text that asks the same question answers it below."""

from __future__ import annotations

import pytest

from agents.analysis.answer_types import answer_type
from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.asked import asked
from agents.reading.context import context_passage
from agents.reading.gate import FOUND
from agents.reading.ranking import rank_sentences
from agents.reading.reader import read
from agents.reading.replies import replies
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

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


@pytest.mark.parametrize(
    ("question", "asked_in_text"),
    [
        ("Ai được vào phòng máy chủ?", "Ai không được vào phòng máy chủ?"),
        ("Ai không được vào phòng máy chủ?", "Ai được vào phòng máy chủ?"),
        ("Khi nào phải nộp báo cáo?", "Ở đâu phải nộp báo cáo?"),
        ("Trường hợp nào được hoàn tiền đặt cọc?", "Trường hợp nào không được hoàn tiền đặt cọc?"),
        ("Vì sao không được hoàn tiền?", "Trường hợp nào không được hoàn tiền?"),
        ("Nhân viên được nghỉ phép bao nhiêu ngày?", "Nhân viên thử việc được nghỉ phép bao nhiêu ngày?"),
        ("Nhân viên thử việc được nghỉ phép bao nhiêu ngày?", "Nhân viên được nghỉ phép bao nhiêu ngày?"),
    ],
)
def test_the_contrary_another_question_word_or_another_subject_is_another_question(
    question: str, asked_in_text: str
) -> None:
    assert replies(question, (_asking(asked_in_text),)) is None


@pytest.mark.parametrize(
    ("question", "asked_in_text"),
    [
        ("Ai không được vào phòng máy chủ?", "Ai không được vào phòng máy chủ?"),
        ("Những ai không được vào phòng máy chủ?", "Ai không được vào phòng máy chủ?"),
        ("Có được hoàn tiền không nếu hủy phòng?", "Nếu hủy phòng thì có được hoàn tiền không?"),
        ("Muốn kích hoạt bảo hành thì làm sao?", "Làm sao để kích hoạt bảo hành?"),
    ],
)
def test_the_same_question_in_slightly_other_words_is_the_same(question: str, asked_in_text: str) -> None:
    assert replies(question, (_asking(asked_in_text),)) is not None


def _asking(question: str) -> Passage:
    return context_passage(f"**1. {question}**\nNgười chưa được cấp thẻ phải chờ ở quầy lễ tân.\n")


def test_a_question_of_the_text_is_never_what_answers() -> None:
    passage = _asking("Trường hợp nào không được hoàn tiền đặt cọc?")
    question = "Trường hợp nào được hoàn tiền đặt cọc?"
    ranked = rank_sentences(asked(question, answer_type(question), ()), (passage,))
    assert [item.sentence.text for item in ranked if "?" in item.sentence.text] == []
