"""A sentence that denies what is asked does not answer it, and neither does one that affirms what is denied."""

from __future__ import annotations

import pytest

from agents.grounding.judge import judge
from agents.ports import Material, Verdict
from agents.reading.context import context_passage
from agents.reading.gate import GIVEN
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst
from tests.agent_doubles import passage

_POOL = "Trẻ em dưới 6 tuổi không được xuống bể sâu."
_BOTH = "Trẻ em dưới 6 tuổi không được xuống bể sâu, trẻ em từ 6 tuổi trở lên được xuống bể sâu."
_HOW_OLD = "Trẻ em bao nhiêu tuổi được xuống bể sâu?"
_GUESTS = "Khách tham quan không được vào phòng máy chủ."
_STAFF = "Kỹ thuật viên được vào phòng máy chủ."
_WHO = "Ai được vào phòng máy chủ?"
_WHO_NOT = "Ai không được vào phòng máy chủ?"
_WINE = "Từ ngày 5 tháng 3 năm 2024, cửa hàng không bán rượu."
_SINCE = "Cửa hàng bán rượu từ ngày nào?"
_LEAVE = "Nhân viên chưa nghỉ hết phép năm được chuyển tối đa 5 ngày sang năm sau."


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (_POOL, _HOW_OLD, "dưới 6 tuổi"),
        ("Không cho trẻ em dưới 6 tuổi xuống bể sâu.", _HOW_OLD, "dưới 6 tuổi"),
        (_BOTH, _HOW_OLD, "dưới 6 tuổi"),
        (_GUESTS, _WHO, "Khách tham quan"),
        (_GUESTS.replace("không", "chưa"), _WHO, "Khách tham quan"),
        ("Nghiêm cấm khách tham quan vào phòng máy chủ.", _WHO, "khách tham quan"),
        ("Mọi nhân viên được vào phòng máy chủ, trừ thực tập sinh.", _WHO, "thực tập sinh"),
        (_STAFF, _WHO_NOT, "Kỹ thuật viên"),
        (_WINE, _SINCE, "ngày 5 tháng 3 năm 2024"),
    ],
)
def test_an_answer_cut_from_the_contrary_is_not_supported(text: str, question: str, answer: str) -> None:
    assert judge(question, answer, (passage(1, "Quy định", text),)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (_GUESTS, _WHO_NOT, "Khách tham quan"),
        (_STAFF, _WHO, "Kỹ thuật viên"),
        (_BOTH, _HOW_OLD, "từ 6 tuổi trở lên"),
        (_WINE, "Từ ngày nào cửa hàng không bán rượu?", "ngày 5 tháng 3 năm 2024"),
        (
            "Phòng Một cửa không nhận hồ sơ sau ngày 15/3/2024.",
            "Phòng Một cửa nhận hồ sơ đến ngày nào?",
            "ngày 15/3/2024",
        ),
        (
            "Người không đội mũ bảo hiểm bị phạt 500.000 đồng.",
            "Người không đội mũ bảo hiểm bị phạt bao nhiêu?",
            "500.000 đồng",
        ),
        (_LEAVE, "Nhân viên được chuyển tối đa bao nhiêu ngày nghỉ phép sang năm sau?", "tối đa 5 ngày"),
        ("Cửa hàng mở cửa lúc 8 giờ, không mở cửa vào chủ nhật.", "Cửa hàng mở cửa lúc mấy giờ?", "8 giờ"),
    ],
)
def test_a_negation_beside_the_point_keeps_no_answer_back(text: str, question: str, answer: str) -> None:
    assert judge(question, answer, (passage(1, "Quy định", text),)).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("text", "question"), [(_POOL, _HOW_OLD), (_WINE, _SINCE)])
async def test_the_reader_shows_no_short_answer_from_a_sentence_that_denies(text: str, question: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), GIVEN)
    assert answer is not None
    assert answer.short is None


@pytest.mark.parametrize(("text", "question"), [(_GUESTS, _WHO), (_STAFF, _WHO_NOT)])
async def test_those_who_are_not_meant_are_no_answer(text: str, question: str) -> None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    assert read(understood, Material((context_passage(text),)), GIVEN) is None


async def test_a_sentence_that_denies_answers_yes_or_no() -> None:
    understood = await RulesAnalyst(None, None, "t").analyse("Khách tham quan có được vào phòng máy chủ không?", ())
    answer = read(understood, Material((context_passage(_GUESTS),)), GIVEN)
    assert answer is not None
    assert answer.sentences == (_GUESTS,)


async def test_a_line_of_marks_alone_says_nothing() -> None:
    question = await RulesAnalyst(None, None, "demo").analyse("Ai là chủ tịch tập đoàn Viettel?", ())
    found = passage(1, "Chủ tịch tập đoàn Viettel", ">\n* * *\nÔng Nguyễn Mạnh Hùng là chủ tịch tập đoàn Viettel.")
    answer = read(question, Material((found,)))
    assert answer is not None
    assert answer.short == "Nguyễn Mạnh Hùng"
