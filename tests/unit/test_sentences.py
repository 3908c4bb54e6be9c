"""Sentences: where they end, and where a full stop or line end is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.sentences import iter_sentences, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Ông sinh ở TP. Vinh, tỉnh Nghệ An.", "Bà sinh ở Huế."],
        ["PGS.TS. Trần Văn Nam dạy ở Hà Nội.", "GS. Hoàng Tụy dạy toán."],
        ["George W. Bush gặp J. K. Rowling.", "Họ nói chuyện."],
        ["Bị cáo là Nguyễn Văn A.", "Ông khai báo thành khẩn."],
        ["Cam chứa nhiều vitamin C.", "Quả bơ thì không."],
        ["Điều 5. Giải thích từ ngữ"],
        ["1. Người lao động được nghỉ.", "2. Người sử dụng lao động trả lương."],
        ["Giá là 3.500 đồng, tăng 2,5%.", "Năm trước là 3.200 đồng."],
        ["Có cam, quýt, bưởi, v.v. trong vườn.", "Có chuối, mít, v.v.", "Vườn rất rộng."],
        ["“Ai đấy?” ông hỏi.", "Không ai đáp."],
        ["Anh ấy… đã đi rồi.", "Thật ư?", "Đúng vậy!"],
        ["Nghị định số 38/2022/NĐ-CP.", "Nghị định này còn hiệu lực."],
        ["Xem trang vnexpress.net và No. 5.", "Hết."],
    ],
)
def test_sentences_in_a_line(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_lines_are_sentences() -> None:
    text = "Người lao động có quyền:\na) Nghỉ phép;\nb) Nhận lương\n\nvà thưởng\n- gạch đầu dòng\nCâu cuối"
    assert sentences(text) == [
        "Người lao động có quyền:",
        "a) Nghỉ phép;",
        "b) Nhận lương",
        "và thưởng",
        "- gạch đầu dòng",
        "Câu cuối",
    ]


def test_hard_wrapped_text_goes_on_in_the_next_line() -> None:
    lines = ["Sông Hương bắt nguồn từ dãy Trường Sơn rồi chảy qua", "thành phố Huế và các làng cổ. Sông rất đẹp."]
    assert sentences("\n".join(lines)) == [f"{lines[0]}\nthành phố Huế và các làng cổ.", "Sông rất đẹp."]


@given(st.text(alphabet="aAđ. \n1)…?!”“;", max_size=80), st.integers(0, 20))
def test_spans_are_ordered_and_leave_out_only_white_space(text: str, start: int) -> None:
    at = min(start, len(text))
    for first, last in iter_sentences(text, at):
        assert at <= first < last
        assert not text[at:first].strip()
        assert text[first:last] == text[first:last].strip()
        at = last
    assert not text[at:].strip()
