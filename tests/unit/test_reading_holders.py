"""A post that a question names without saying of what: all who hold it, or the one who does."""

from __future__ import annotations

import pytest

from agents.reading.holders import holders
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
