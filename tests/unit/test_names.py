"""Names in single sentences: what is found, how far it reaches, of which type it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Document
from graph.text.sentences import iter_sentences
from ingestion.extraction.names import NameTagger

TAGGER = NameTagger()


def names_in(text: str) -> list[tuple[str, str]]:
    document = Document("d", "t", "u", "", text, "s", "u")
    (names,) = TAGGER.tag(document, [(0, len(text))])
    return [(text[name.start : name.end], name.type) for name in names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Nguyễn Văn Hùng sống ở Hà Nội.", [("Nguyễn Văn Hùng", "Person"), ("Hà Nội", "Place")]),
        ("Thủ tướng Phạm Văn Đồng thăm Liên Xô.", [("Phạm Văn Đồng", "Person"), ("Liên Xô", "Place")]),
        ("Tổng thống Mỹ Joe Biden phát biểu.", [("Mỹ", "Place"), ("Joe Biden", "Person")]),
        ("Nhà thơ Hồ Xuân Hương sống ở thế kỷ 18.", [("Hồ Xuân Hương", "Person")]),
        ("Hồ sơ gửi về Sở Y tế tỉnh Nghệ An.", [("Sở Y tế tỉnh Nghệ An", "Organisation")]),
        ("Chúng tôi leo núi Bà Nà.", [("Bà Nà", "Place")]),
        ("Công ty đặt ở quận 7.", [("quận 7", "Place")]),
        ("Tàu qua các tỉnh Kon Tum và Gia Lai.", [("Kon Tum", "Place"), ("Gia Lai", "Place")]),
    ],
)  # fmt: skip
def test_finds_people_and_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert names_in(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bộ Giáo dục và Đào tạo quy định chi tiết.", "Bộ Giáo dục và Đào tạo"),
        ("Bộ Y tế và Bộ Tài chính phối hợp.", "Bộ Y tế"),
        ("Báo cáo gửi Bộ Văn hóa, Thể thao và Du lịch.", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("Hội đồng nhân dân cấp tỉnh quyết định.", "Hội đồng nhân dân cấp tỉnh"),
        ("Tòa án nhân dân tỉnh Khánh Hòa xét xử.", "Tòa án nhân dân tỉnh Khánh Hòa"),
        ("Trường Đại học Bách khoa Hà Nội tuyển sinh.", "Trường Đại học Bách khoa Hà Nội"),
        ("Công ty TNHH Thương mại Hoàng Phát ký hợp đồng.", "Công ty TNHH Thương mại Hoàng Phát"),
        ("Ông là Bộ trưởng Bộ Công an Lương Tam Quang.", "Bộ Công an"),
        ("Theo UBND TP. Hồ Chí Minh, đường đã thông.", "UBND TP. Hồ Chí Minh"),
        ("Chủ tịch HĐQT SHB Đỗ Quang Hiển phát biểu.", "SHB"),
    ],
)
def test_organisations_reach_over_common_words_and_no_further(text: str, name: str) -> None:
    assert (name, "Organisation") in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hợp đồng này có hiệu lực kể từ ngày ký.",
        "Thành phố có diện tích lớn.",
        "Khoản 2 và Điều 5 được áp dụng.",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Người lao động có nghĩa vụ sau đây.",
        "Chủ tịch chủ trì cuộc họp.",
    ],
)
def test_ordinary_capitals_are_no_names(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Máy ép SM-200 đạt chuẩn.", [("SM-200", "Product")]),
        ("Model SM-200 được bảo hành.", [("SM-200", "Product")]),
        ("Mỹ bán máy bay F-16.", [("Mỹ", "Place"), ("F-16", "Product")]),
        ("Xem quy trình QT-07/SM và hồ sơ 07/2022/QC-SM.", []),
        ("Dịch COVID-19 lan tới Hà Nội.", [("Hà Nội", "Place")]),
    ],
)
def test_the_letters_of_a_code_are_no_name_but_a_model_number_is_a_product(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert names_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Quản đốc Phân xưởng 2 và Trưởng phòng Nhân sự cùng ký.",
        "Tổ trưởng Tổ Bảo vệ báo cáo Ban Giám đốc.",
        "Nội quy lao động được dán ở bảng tin.",
    ],
)
def test_posts_and_words_of_the_office_are_no_names(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bà Lan điều hành Gia Việt Group từ năm ngoái.", "Gia Việt Group"),
        ("Anh làm việc cho Odessa ở Mỹ.", "Odessa"),
        ("Chủ tịch Ủy ban nhân dân xã Tân Lập và Thủ trưởng các đơn vị thi hành.", "Ủy ban nhân dân xã Tân Lập"),
        ("Công ty Cổ phần Sao Mai ban hành Quy trình tuyển dụng.", "Công ty Cổ phần Sao Mai"),
        ("Công ty Sao Mai Quy chế chi tiêu nội bộ áp dụng từ nay.", "Công ty Sao Mai"),
        ("Công ty Sao Mai sản xuất SM-200 ở Huế.", "Công ty Sao Mai"),
        ("Điều lệ Công ty Cổ phần Sao Mai được thông qua.", "Công ty Cổ phần Sao Mai"),
        ("Xưởng của Công ty Nội thất Thành Đạt bị cháy.", "Công ty Nội thất Thành Đạt"),
    ],
)
def test_companies_by_their_last_word_or_what_is_said_of_them(text: str, name: str) -> None:
    assert [found for found in names_in(text) if found[1] == "Organisation"] == [(name, "Organisation")]


def test_titles_of_works_are_taken_from_quotes_and_after_their_noun() -> None:
    assert names_in("Bà đóng phim “Mùi đu đủ xanh” năm 1993.") == [("Mùi đu đủ xanh", "Work")]
    assert ("Mắt biếc", "Work") in names_in("Khán giả xem phim Mắt biếc của đạo diễn.")


def test_type_of_a_title_that_is_one_name() -> None:
    assert TAGGER.type_of("Nguyễn Đình Chiểu") == "Person"
    assert TAGGER.type_of("Quảng Ninh") == "Place"
    assert TAGGER.type_of("Thông báo nghỉ lễ") is None


def test_empty_text_has_no_names() -> None:
    assert TAGGER.tag(Document("d", "t", "u", "", "", "s", "u"), []) == []


@given(st.text(alphabet=st.sampled_from("aAĐđiIİễ ôÔ.,(\"“”)-–0123&'’\n"), max_size=120))
def test_spans_are_sorted_apart_and_inside_their_sentence(text: str) -> None:
    spans = list(iter_sentences(text))
    tagged = TAGGER.tag(Document("d", "t", "u", "", text, "s", "u"), spans)
    for (start, end), names in zip(spans, tagged, strict=True):
        edges = [edge for name in names for edge in (name.start, name.end)]
        assert edges == sorted(edges)
        assert all(start <= name.start < name.end <= end for name in names)
