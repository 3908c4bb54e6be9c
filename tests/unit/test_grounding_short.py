"""Short answers: the value of another subject, or with another unit, is not the answer."""

from __future__ import annotations

import pytest

from agents.grounding.judge import judge
from agents.ports import Verdict
from tests.agent_doubles import passage

_BORN = "Ông Nguyễn Văn An sinh năm 1950 tại Huế. Ông Trần Văn Bình sinh năm 1962 tại Hà Nội."
_FINES = (
    "Người điều khiển xe máy vượt đèn đỏ bị phạt 900.000 đồng. "
    "Người điều khiển ô tô vượt đèn đỏ bị phạt 5.000.000 đồng."
)
_TERM = "Hợp đồng có hiệu lực 5 năm kể từ ngày ký."
_DUE = "Hồ sơ được giải quyết trong 15 ngày làm việc kể từ ngày nhận đủ giấy tờ."


def _supported(text: str, question: str, answer: str) -> bool:
    return judge(question, answer, (passage(1, "Tài liệu", text),)).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "question", "right", "wrong"),
    [
        (_BORN, "Nguyễn Văn An sinh năm nào?", "1950", "1962"),
        (_BORN, "Nguyễn Văn An sinh năm nào?", "Ông sinh năm 1950.", "Ông sinh năm 1962."),
        (_FINES, "Xe máy vượt đèn đỏ bị phạt bao nhiêu?", "900.000 đồng", "5.000.000 đồng"),
        (_TERM, "Hợp đồng có hiệu lực bao lâu?", "5 năm", "5 tháng"),
    ],
)
def test_only_the_value_that_was_asked_for_is_a_short_answer(text: str, question: str, right: str, wrong: str) -> None:
    assert _supported(text, question, right)
    assert not _supported(text, question, wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_TERM, _TERM, _TERM.replace("5 năm", "5 tháng")),
        (_DUE, _DUE, _DUE.replace("15 ngày làm việc", "15 ngày")),
    ],
)
def test_a_number_with_another_unit_is_another_number(text: str, right: str, wrong: str) -> None:
    assert _supported(text, "", right)
    assert not _supported(text, "", wrong)


def test_a_sentence_that_points_back_still_answers_about_the_one_before() -> None:
    text = "Ông Nguyễn Văn An là nhà giáo ở Huế. Ông sinh năm 1950."
    assert _supported(text, "Nguyễn Văn An sinh năm nào?", "1950")


_HISTORY = (
    "Trường Đại học Nam Sơn được thành lập ngày 6/3/1956. Ban đầu trường có bốn khoa. Cơ sở đầu tiên nằm ở phố Huế. "
    "Năm 1993, trường mở chi nhánh ở Vinh. Ngày 2/12/2022, trường khánh thành thư viện mới cao 12 tầng."
)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Trường Đại học Nam Sơn được thành lập ngày nào?", "Ngày 6/3/1956.", "Ngày 2/12/2022."),
        ("Thư viện mới của Trường Đại học Nam Sơn cao bao nhiêu tầng?", "12 tầng.", "Năm 1993."),
        ("Trường Đại học Nam Sơn mở chi nhánh ở Vinh năm nào?", "Năm 1993.", "Năm 2022."),
        ("Ban đầu Trường Đại học Nam Sơn có bao nhiêu khoa?", "Bốn khoa.", "12 tầng."),
    ],
)
def test_a_value_from_another_sentence_of_the_passage_is_refused(question: str, right: str, wrong: str) -> None:
    assert _supported(_HISTORY, question, right)
    grounding = judge(question, wrong, (passage(1, "Trường Đại học Nam Sơn", _HISTORY),))
    assert grounding.verdict is Verdict.CONTRADICTED
    assert grounding.reason


def test_a_name_of_the_wrong_sort_is_no_answer() -> None:
    text = "Công ty Hoa Mai do ông Lê Văn Bách sáng lập tại Quảng Nam. Sau này công ty dời về Đà Nẵng."
    assert _supported(text, "Ai sáng lập Công ty Hoa Mai?", "Lê Văn Bách.")
    assert not _supported(text, "Ai sáng lập Công ty Hoa Mai?", "Đà Nẵng.")


def test_the_value_of_another_person_is_no_answer_though_nothing_else_is_offered() -> None:
    text = "Ông Nguyễn Văn An sinh năm 1950 tại Huế và mất năm 2010."
    assert _supported(text, "Nguyễn Văn An sinh năm nào?", "Năm 1950.")
    assert not _supported(text, "Trần Văn Bình sinh năm nào?", "Năm 1950.")


_PLANTS = (
    "Các nhà máy\nNhà máy | Công suất (tấn/ngày) | Số công nhân | Giám đốc\n"
    "Suối Đá | 120 | 640 | Võ Tùng Lâm\nBến Lội | 85 | 410 | Đặng Mỹ Linh"
)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Nhà máy Bến Lội có bao nhiêu công nhân?", "410", "85"),
        ("Nhà máy Suối Đá có bao nhiêu công nhân?", "640", "410"),
        ("Công suất nhà máy Suối Đá bao nhiêu?", "120 tấn/ngày", "640"),
        ("Giám đốc nhà máy Suối Đá là ai?", "Võ Tùng Lâm", "Đặng Mỹ Linh"),
    ],
)
def test_of_a_row_only_the_cell_that_was_asked_for_is_the_answer(question: str, right: str, wrong: str) -> None:
    assert _supported(_PLANTS, question, right)
    assert not _supported(_PLANTS, question, wrong)
