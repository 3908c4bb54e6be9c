"""A post that a question names without saying of what: all who hold it, or the one who does."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.gate import FOUND
from agents.reading.holders import holders
from agents.reading.parts import alone
from agents.reading.single import read_single
from tests.agent_doubles import passage

PAPERS = (
    passage(1, "Công ty Hải Vân", "Giám đốc Công ty Hải Vân: ông Trần Văn Lợi. Phó Giám đốc: bà Lê Thị Mai."),
    passage(
        2, "Bệnh viện Suối Đá", "Đại diện: ông Nguyễn Hữu Thắng, Giám đốc. Giám đốc yêu cầu bà Tạ Thị Hoài báo cáo."
    ),
)


@pytest.mark.parametrize("question", ["Ai là giám đốc?", "Giám đốc là ai?", "giám đốc tên gì"])
def test_all_who_hold_the_post_are_told_with_where_it_stands(question: str) -> None:
    answer = holders(question, PAPERS)
    assert answer is not None
    assert answer.short == "Trần Văn Lợi; Nguyễn Hữu Thắng"
    assert answer.sentences == (
        "Giám đốc Công ty Hải Vân: ông Trần Văn Lợi.",
        "Đại diện: ông Nguyễn Hữu Thắng, Giám đốc.",
    )


@pytest.mark.parametrize(
    "question", ["Ai là giám đốc Bệnh viện Suối Đá?", "Phó giám đốc là ai?", "Giám đốc yêu cầu gì?"]
)
def test_a_post_of_something_or_with_one_holder_is_read_as_ever(question: str) -> None:
    assert holders(question, PAPERS) is None


@pytest.mark.parametrize(
    "line",
    [
        "Trợ lý giám đốc Trần Thị Bình nhận đơn.",
        "Thư ký của giám đốc: bà Trần Thị Bình.",
        "Nguyên giám đốc Trần Văn Bình đến dự.",
        "Cựu Giám đốc: ông Trần Văn Bình.",
        "Tổng giám đốc Trần Văn Bình ký.",
        "Ban giám đốc: ông Trần Văn Bình.",
        "Giám đốc kỹ thuật: ông Trần Văn Bình.",
        "Giám đốc đã bổ nhiệm ông Trần Văn Bình làm thủ kho.",
        "Giám đốc Công ty Hải Vân giao ông Trần Văn Bình phụ trách kho.",
        "Theo ông Trần Văn Bình, giám đốc phải ký.",
        "Ông Trần Văn Bình giữ chức giám đốc từ 2010 đến 2020.",
        "Giám đốc giai đoạn 2010-2020 là ông Trần Văn Bình.",
        "Giám đốc: ông Trần Văn Bình (2010 – 2020).",
        "Trước đây giám đốc là ông Trần Văn Bình.",
        "Trần Văn Bình (kế toán trưởng)",
        "Kế toán | Trần Văn Bình | Giám đốc",
        "Lê Thị Lan | Giám đốc | Trần Văn Bình | Kế toán",
    ],
)
def test_who_stands_beside_the_post_without_holding_it_is_left_out(line: str) -> None:
    found = passage(3, "Công ty Gió Đông", f"Giám đốc Nguyễn Văn An giao ông Lê Văn Cường phụ trách kho. {line}")
    answer = holders("Giám đốc hiện nay là ai?", (*PAPERS, found))
    assert answer is not None
    assert answer.short is not None
    assert {"Trần Văn Lợi", "Nguyễn Hữu Thắng", "Nguyễn Văn An"} <= set(answer.short.split("; "))
    assert not {"Trần Văn Bình", "Trần Thị Bình", "Lê Văn Cường"} & set(answer.short.split("; "))


@pytest.mark.parametrize(
    ("question", "lines", "short"),
    [
        ("Ai là giám đốc?", "Giám đốc chi nhánh Huế là ông Lê Văn Em.", "Lê Văn Em"),
        ("Ai là giám đốc?", "Ông Lê Văn Em giữ chức giám đốc từ năm 2021.", "Lê Văn Em"),
        ("Ai là giám đốc?", "Lê Văn Em | Giám đốc | 0912", "Lê Văn Em"),
        ("Ai là giám đốc?", "Giám đốc | Lê Văn Em", "Lê Văn Em"),
        ("Ai là tổng giám đốc?", "Tổng giám đốc Lê Văn Em ký.", "Lê Văn Em"),
        ("Ai là trưởng phòng?", "Trưởng phòng Nhân sự: bà Lê Thị Mai.", "Lê Thị Mai"),
        ("Ai là trưởng phòng?", "Trưởng phòng Đào tạo: bà Lê Thị Mai.", "Lê Thị Mai"),
    ],
)
def test_ways_to_say_who_holds_a_post(question: str, lines: str, short: str) -> None:
    post = question.removeprefix("Ai là ").removesuffix("?")
    other = passage(4, "Đơn vị khác", f"Ông Vũ Văn Nam là {post}.")
    answer = holders(question, (passage(3, "Đơn vị", lines), other))
    assert answer is not None
    assert answer.short == f"{short}; Vũ Văn Nam"


@pytest.mark.parametrize(("post", "answered"), [("giám đốc", True), ("trưởng phòng", True), ("nhân viên", False)])
def test_holders_meet_the_bar_of_other_answers(post: str, answered: bool) -> None:
    names = ("Lê Văn Em", "Vũ Văn Nam")
    found = tuple(passage(number, f"Đơn vị {number}", f"Ông {name} là {post}.") for number, name in enumerate(names, 1))
    question = f"Ai là {post}?"
    assert holders(question, found) is not None
    answer = read_single(alone(question), Material(found), FOUND)
    assert (answer.short if answer else None) == ("; ".join(names) if answered else None)
