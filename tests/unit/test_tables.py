"""Answers from tables: the cell of the row and column that are asked for, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.ports import Material, Question, Verdict
from agents.reading.answers import Answer
from agents.reading.mentions import resolved
from agents.reading.tables.answers import read_tables
from agents.reading.tables.model import tables_of, unit_of
from agents.reading.tables.ranges import range_of
from agents.rules_analyst import RulesAnalyst
from agents.short_answer import stands_in
from graph.results import Passage

PRICES = """1. Quạt điện

Mã hàng | Tên hàng | Giá bán lẻ (đồng) | Giá đại lý cấp 1 (đồng) | Giá đại lý cấp 2 (đồng)
QD-16 | Quạt đứng 16 tấc | 620.000 | 510.000 | 550.000
QD-16H | Quạt đứng 16 tấc có hẹn giờ | 780.000 | 640.000 | 690.000
QT-12 | Quạt treo 12 tấc | 450.000 | 370.000 | 400.000"""
FEATURES = """2. Thông số

Thông số | QD-16 | QD-16H
Vật liệu cánh | Nhựa ABS | Nhôm
Bảo hành | 12 tháng | 24 tháng"""
LEAVE = """3. Nghỉ ốm

Thời gian đóng bảo hiểm | Khối văn phòng (ngày/năm) | Thợ hàn (ngày/năm)
Dưới 15 năm | 30 | 40
Từ 15 năm đến dưới 30 năm | 40 | 50
Từ 30 năm trở lên | 60 | 70"""
SHOPS = """4. Đại lý

ma_dl | ten_dai_ly | tinh_thanh | cap | cong_no_trieu_dong | nguoi_phu_trach
DL-01 | Điện máy Hưng Thịnh | Hà Nội | 1 | 410 | Vương Tuấn Anh
DL-02 | Điện máy Hưng Thịnh Phát | Nghệ An | 2 | 95 | Lê Thị Bích Đào
DL-03 | Cửa hàng Sáu Nghĩa | Tiền Giang | 1 | 60 | Kha Minh Đạt"""
STAFF = """5. Nhà máy Hòa Khánh

- Phó Giám đốc Nhà máy: ông Từ Công Danh

- Quản đốc Xưởng Cơ khí: ông Đinh Viết Sơn (92 công nhân)

- Quản đốc Xưởng Sơn: ông Đinh Viết Sang (38 công nhân)"""
MODELS = """QS-10 — Quạt sạc nhỏ

- Độ ồn: 41 dB
- Khối lượng: 1,2 kg

QS-20 — Quạt sạc lớn

- Độ ồn: 47 dB
- Khối lượng: 2,5 kg"""
EXAMS = """7. Khám bệnh

Loại khám | Giá thường (đồng/lượt) | Giá ngoài giờ (đồng/lượt) | Phòng
Khám nội tổng quát | 150.000 | 220.000 | P.101
Khám nhi | 160.000 | 240.000 | P.105
Khám chuyên gia | 350.000 | 500.000 | P.301"""
HEADS = """8. Các phòng

Phòng | Trưởng phòng | Nhiệm vụ chính
Kế toán | Vương Thị Hậu | Thu chi, báo cáo thuế
Kỹ thuật | Kha Văn Lộc | Sửa chữa, lắp đặt"""
TITLE = "Sổ tay công ty Gió Lành"


def passage(text: str) -> Passage:
    heading = text.split("\n", 1)[0]
    return Passage(heading, "handbook", "handbook", "handbook.md", TITLE, text, 0, len(text), path=(heading,))


PASSAGES = tuple(passage(text) for text in (PRICES, FEATURES, LEAVE, SHOPS, STAFF, MODELS, EXAMS, HEADS))


async def understood(text: str) -> Question:
    return await RulesAnalyst(None, None, "t", today=lambda: date(2031, 1, 1)).analyse(text, ())


async def answer(text: str) -> Answer | None:
    return read_tables(resolved(await understood(text), PASSAGES), PASSAGES)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Đại lý cấp 2 lấy một máy QD-16H thì giá bao nhiêu?", "690.000 đồng"),
        ("Giá bán lẻ của QD-16 là bao nhiêu tiền?", "620.000 đồng"),
        ("Cánh của QD-16H làm bằng vật liệu gì?", "Nhôm"),
        ("QD-16 được bảo hành bao lâu?", "12 tháng"),
        ("Đại lý Điện máy Hưng Thịnh Phát đang nợ bao nhiêu?", "95 triệu đồng"),
        ("Ai phụ trách đại lý ở Tiền Giang?", "Kha Minh Đạt"),
        ("Quản đốc Xưởng Sơn là ai?", "ông Đinh Viết Sang (38 công nhân)"),
        ("Phó Giám đốc Nhà máy Hòa Khánh là ai?", "ông Từ Công Danh"),
        ("Quạt nào có mã QT-12?", "Quạt treo 12 tấc"),
        ("Khám nhi ngoài giờ giá bao nhiêu?", "240.000 đồng/lượt"),
        ("Khám nhi giá thường là bao nhiêu?", "160.000 đồng/lượt"),
        ("Độ ồn của QS-20 là bao nhiêu dB?", "47 dB"),
        ("Trưởng phòng Kế toán là ai?", "Vương Thị Hậu"),
    ],
)
async def test_the_cell_of_the_asked_row_and_column_answers(question: str, short: str) -> None:
    given = await answer(question)
    assert given is not None
    assert given.short == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Thợ hàn đóng bảo hiểm 20 năm thì được nghỉ ốm bao nhiêu ngày?", "50 ngày/năm"),
        ("Khối văn phòng đóng bảo hiểm 30 năm thì được nghỉ ốm bao nhiêu ngày?", "60 ngày/năm"),
    ],
)
async def test_a_number_finds_the_row_whose_range_holds_it(question: str, short: str) -> None:
    given = await answer(question)
    assert given is not None
    assert given.short == short


async def test_the_least_of_a_column_names_its_row() -> None:
    given = await answer("Đại lý nào có công nợ thấp nhất?")
    assert given is not None
    assert given.short == "Cửa hàng Sáu Nghĩa"


async def test_a_list_holds_the_rows_that_meet_the_condition() -> None:
    given = await answer("Có những đại lý cấp 1 nào?")
    assert given is not None
    assert given.short == "Điện máy Hưng Thịnh; Cửa hàng Sáu Nghĩa"


async def test_several_codes_are_answered_one_by_one() -> None:
    given = await answer("QD-16 với QD-16H, mỗi loại bảo hành bao lâu?")
    assert given is not None
    assert given.short == "12 tháng; 24 tháng"


@pytest.mark.parametrize(
    "question",
    [
        "Giá bán lẻ của QD-18 là bao nhiêu?",
        "Độ ồn của QD-16H là bao nhiêu dB?",
        "Giá đại lý cấp 3 của QD-16 là bao nhiêu?",
        "Ai phụ trách đại lý ở Đắk Lắk?",
        "Lương của Phó Giám đốc Nhà máy Hòa Khánh là bao nhiêu?",
        "Khám mắt giá thường là bao nhiêu?",
        "Vì sao QD-16H đắt hơn QD-16?",
        "Trưởng phòng Kế toán tốt nghiệp trường nào?",
    ],
)
async def test_what_no_cell_holds_is_not_guessed(question: str) -> None:
    assert await answer(question) is None


async def test_columns_of_one_row_that_are_named_alike_answer_together() -> None:
    wages = (
        "Vùng | Lương tháng (đồng/tháng) | Lương giờ (đồng/giờ) | Nơi\nVùng I | 500 | 5 | Vinh\nVùng II | 400 | 4 | Huế"
    )
    both = read_tables(await understood("Lương vùng II là bao nhiêu?"), (passage(f"Lương\n\n{wages}"),))
    assert both is not None
    assert both.short == "400 đồng/tháng; 4 đồng/giờ"


async def test_two_rows_that_fit_equally_give_nothing() -> None:
    assert await answer("Quạt đứng 16 tấc giá bán lẻ bao nhiêu?") is None


async def test_something_of_the_head_of_a_column_is_not_that_column() -> None:
    text = "Sự kiện | Đoàn viên (đồng) | Người thân của đoàn viên (đồng)\nPhẫu thuật | 1.500.000 | 800.000"
    found = (passage(f"Hỗ trợ\n\n{text}\nCưới | 1.000.000 | Không có"),)
    for question, short in (
        ("Đoàn viên phẫu thuật được hỗ trợ bao nhiêu?", "1.500.000 đồng"),
        ("Người nhà của đoàn viên phẫu thuật thì được hỗ trợ bao nhiêu?", None),
    ):
        given = read_tables(await understood(question), found)
        assert (given.short if given else None) == short


async def test_a_row_is_no_prose_where_its_column_is_not_clear() -> None:
    text = "Phẫu thuật | 1.500.000 | 800.000\nCưới | 1.000.000 | Không có"
    found = (passage(f"Hỗ trợ\n\nSự kiện | Đoàn viên (đồng) | Người thân của đoàn viên (đồng)\n{text}"),)
    question = await understood("Phẫu thuật thì được hỗ trợ bao nhiêu?")
    assert not [piece async for piece in ExtractiveWriter().write(question, Material(found), (), ())]


async def test_the_measure_behind_the_question_word_is_not_looked_for() -> None:
    text = "Tỉnh | Diện tích (km²) | Dân số (người)\nGia Lai | 21.576,53 | 3.583.693\nCà Mau | 7.942,39 | 2.606.672"
    found = (passage(f"Các tỉnh\n\n{text}"),)
    given = read_tables(await understood("Gia Lai có diện tích bao nhiêu ki-lô-mét vuông?"), found)
    assert given is not None
    assert given.short == "21.576,53 km²"


async def test_header_and_row_prove_the_answer() -> None:
    question = await understood("Giá bán lẻ của QD-16H là bao nhiêu tiền?")
    pieces = [piece async for piece in ExtractiveWriter().write(question, Material(PASSAGES), (), ())]
    short = next(piece.short_answer for piece in pieces if piece.short_answer)
    sentences = [piece.text.strip() for piece in pieces if piece.text]
    assert sentences == PRICES.split("\n")[2:3] + PRICES.split("\n")[4:5]
    assert stands_in(short, sentences)
    for sentence in sentences:
        grounding = await LexicalChecker().check(question.text, sentence, PASSAGES)
        assert grounding.verdict is Verdict.SUPPORTED


async def test_a_neighbouring_row_is_no_prose() -> None:
    question = await understood("Giá bán lẻ của QD-18 là bao nhiêu?")
    pieces = [piece async for piece in ExtractiveWriter().write(question, Material(PASSAGES), (), ())]
    assert not pieces


def test_a_unit_counts_only_where_a_header_gives_it_to_a_written_number() -> None:
    sentences = ["Tên | Giá (đồng/lõi)", "Lõi PP | 65.000"]
    assert stands_in("65.000 đồng/lõi", sentences)
    assert not stands_in("65.000 đồng/hộp", sentences)
    assert not stands_in("66.000 đồng/lõi", sentences)


def test_lines_of_key_and_value_belong_to_the_heading_above_them() -> None:
    tables = tables_of(passage(MODELS))
    assert [table.line for table in tables] == ["QS-10 — Quạt sạc nhỏ", "QS-20 — Quạt sạc lớn"]
    assert [[cell.text for cell in row.cells] for row in tables[1].rows] == [
        ["Độ ồn", "47 dB"],
        ["Khối lượng", "2,5 kg"],
    ]


def test_units_end_headers() -> None:
    assert unit_of("Giá (đồng/lõi)") == "đồng/lõi"
    assert unit_of("cong_no_trieu_dong") == "triệu đồng"
    assert unit_of("Giá") == ""


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("Dưới 15 năm", 14.0, 15.0),
        ("Từ 15 năm đến dưới 30 năm", 15.0, 30.0),
        ("Từ 30 năm trở lên", 30.0, 29.0),
        ("Trên 30 km", 31.0, 30.0),
        ("Từ 30 triệu đến 50 triệu", 50.0, 51.0),
    ],
)
def test_ranges(text: str, inside: float, outside: float) -> None:
    found = range_of(text)
    assert found is not None
    assert found.holds(inside)
    assert not found.holds(outside)
