"""Answers known by their form, offices that answer `ai`, and who does what to whom."""

from __future__ import annotations

import pytest

from agents.ports import Material
from agents.reading.context import context_passage
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst

OFFICE = (
    "Phòng Nhân sự: trưởng phòng bà Nguyễn Thu Hà, điện thoại 024 3825 1234, máy lẻ 215, email nhansu@congty.vn, "
    "mã số thuế 0101234567."
)
LATE = "5.1. Bên B giao chậm đến 6 giờ thì giảm 5% cước chuyến; giao chậm trên 6 giờ thì giảm 15% cước chuyến."
KEYS = "Chìa khóa kho do thủ kho giữ; bảo vệ giữ chìa khóa cổng."
CUP = "Trận chung kết giải bóng đá mùa hè diễn ra ngày 12/6. Đội Kế toán thắng đội Kỹ thuật 3–1."
BANK = "Năm 2019, ngân hàng KEB Hana của Hàn Quốc mua 15% cổ phần và trở thành cổ đông chiến lược của BIDV."


async def _short(question: str, text: str) -> str | None:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), FOUND)
    return answer.short if answer is not None else None


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Email của phòng nhân sự là gì?", "nhansu@congty.vn"),
        ("Số điện thoại phòng nhân sự là bao nhiêu?", "024 3825 1234"),
        ("Gọi phòng nhân sự máy lẻ số mấy?", "215"),
        ("Phòng nhân sự có mã số thuế là gì?", "0101234567"),
    ],
)
async def test_an_address_or_number_is_known_by_its_form(question: str, short: str) -> None:
    assert await _short(question, OFFICE) == short


async def test_a_sentence_without_the_form_does_not_answer() -> None:
    assert await _short("Email của phòng nhân sự là gì?", "Trưởng phòng Nhân sự là bà Nguyễn Thu Hà.") is None


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Họp giao ban lúc mấy giờ?", "Cuộc họp giao ban bắt đầu lúc 14h30 ngày 8/4/2025.", "14h30"),
        (
            "Tổng đài làm từ mấy giờ đến mấy giờ?",
            "Tổng đài làm từ 8 giờ 00 phút đến 17 giờ 00 phút.",
            "8 giờ 00 phút đến 17 giờ 00 phút",
        ),
        ("Hội Lim mở vào ngày nào?", "Hội Lim được mở ngày 13 tháng Giêng trên đồi Lim.", "ngày 13 tháng Giêng"),
        ("Công ty có mấy chi nhánh?", "Công ty có hai chi nhánh ở Hà Nội và Huế.", "hai chi nhánh"),
        ("Đội lúc mới lập có bao nhiêu người?", "Đội mới lập có 34 đội viên.", "34 đội viên"),
        ("Khối bộc phá nặng bao nhiêu?", "Khối bộc phá gần một tấn nổ trên đồi A1.", "gần một tấn"),
        ("Giao chậm trên 6 giờ thì giảm bao nhiêu?", LATE, "15%"),
        ("Thưởng Tết 2026 chi khi nào?", "Thưởng Tết năm 2026 được chi vào ngày 30/01/2026.", "ngày 30/01/2026"),
        ("Quy chế bán hàng ban hành năm nào?", "Quy chế bán hàng số 07/2022/QC-SM do Giám đốc ban hành.", None),
        ("Dân số Hà Đông là bao nhiêu?", "Hà Đông rộng 67 km² và dân số 140.598 người.", "140.598 người"),
        ("Nhà máy nghỉ mấy ngày?", "Nhà máy nghỉ lúc 17 giờ 30 phút ngày 07/02/2026.", None),
    ],
)
async def test_numbers_and_dates_are_whole_and_of_the_asked_sort(question: str, text: str, short: str | None) -> None:
    assert await _short(question, text) == short


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Ai duyệt dự toán?", "Giám đốc khối duyệt dự toán trên 10 triệu đồng một chuyến.", "Giám đốc khối"),
        ("Ai quyết định việc sa thải?", "Việc sa thải do Tổng Giám đốc quyết định.", "Tổng Giám đốc"),
        ("Ai giữ chìa khóa kho?", KEYS, "thủ kho"),
        ("Ai giữ chìa khóa cổng?", KEYS, "bảo vệ"),
        ("Nộp đơn xin nghỉ cho ai?", "Nhân viên nộp đơn xin nghỉ cho trưởng bộ phận trước 3 ngày.", "trưởng bộ phận"),
        ("Báo mất thẻ cho ai?", "Người mất thẻ phải báo ngay cho phòng Bảo vệ trong 24 giờ.", "phòng Bảo vệ"),
    ],
)
async def test_an_office_answers_who(question: str, text: str, short: str) -> None:
    assert await _short(question, text) == short


async def test_the_one_who_acts_stands_before_the_verb() -> None:
    assert await _short("Đội nào thắng trận chung kết giải bóng đá mùa hè?", CUP) == "Đội Kế toán"
    assert await _short("Ngân hàng nào mua 15% cổ phần của BIDV?", BANK) == "ngân hàng KEB Hana"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Bà An làm chủ bút báo nào?", "Bà An là chủ bút tờ báo Nữ giới chung, ra năm 1918.", "báo Nữ giới chung"),
        (
            "Công ty nào giao máy bơm?",
            "Công ty Cổ phần Thiết bị Minh Thủy giao máy bơm đến kho.",
            "Công ty Cổ phần Thiết bị Minh Thủy",
        ),
    ],
)
async def test_names_are_not_cut_behind_their_last_capital(question: str, text: str, short: str) -> None:
    assert await _short(question, text) == short


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Trụ sở ở phố nào?", "Công ty có trụ sở ở số 11 phố Cửa Bắc, Hà Nội.", "số 11 phố Cửa Bắc"),
        ("Châu nhận giải ở thành phố nào?", "Tại Đại hội Toán học ở Hyderabad, Châu nhận giải.", "Hyderabad"),
        ("Liên hoan ở đâu?", "Liên hoan ở Trung tâm tiệc cưới Hoa Sen; 350.000 đồng.", "Trung tâm tiệc cưới Hoa Sen"),
        ("Tủ thuốc đặt ở đâu?", "Tủ thuốc đặt tại phòng bảo vệ và xưởng sơn.", "phòng bảo vệ và xưởng sơn"),
        (
            "Hồ Chí Minh viết bản này ở phố nào?",
            "Hồ Chí Minh viết bản này ở số 48 phố Hàng Ngang.",
            "số 48 phố Hàng Ngang",
        ),
    ],
)
async def test_places_are_whole_and_need_no_name(question: str, text: str, short: str) -> None:
    assert await _short(question, text) == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Tố Hữu sinh năm nào?", "1920"),
        ("Tố Hữu mất năm nào?", "2002"),
        ("Bà Vũ Thị Thanh, vợ Tố Hữu, sinh năm nào?", None),
    ],
)
async def test_brackets_behind_a_name_say_when_they_lived(question: str, short: str | None) -> None:
    assert await _short(question, "Tố Hữu (4/10/1920 – 9/12/2002) là nhà thơ cách mạng.") == short


async def test_a_comparison_shows_the_rows_of_a_table() -> None:
    table = "Thành phố | Dân số (người)\nCần Thơ | 4.199.824\nĐà Nẵng | 3.065.628\n"
    understood = await RulesAnalyst(None, None, "t").analyse("Cần Thơ với Đà Nẵng, bên nào đông dân hơn?", ())
    answer = read(understood, Material((context_passage(table),)), FOUND)
    assert answer is not None
    assert answer.short == "Cần Thơ"
    assert {"Cần Thơ | 4.199.824", "Đà Nẵng | 3.065.628"} <= set(answer.sentences)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Phòng khám mắt mở thứ mấy?", "Phòng khám mắt mở sáng thứ Hai hằng tuần.", "sáng thứ Hai hằng tuần"),
        ("Cơ sở 2 tiêm ngày nào?", "Cơ sở 2 tiêm ngày 15 và ngày 25 hằng tháng.", "ngày 15 và ngày 25 hằng tháng"),
        ("Hệ thống dừng mấy tiếng?", "Hệ thống dừng 3 giờ 40 phút do mất điện.", "3 giờ 40 phút"),
        ("Khám da liễu đến phòng số mấy?", "Khoa | Phòng | Lượt\nDa liễu | A210 | 30\nMắt | A211 | 15", "A210"),
        ("Kho chuyển đến chỗ nào?", "Kho chuyển từ tầng 4 nhà B sang tầng 1 nhà A.", "tầng 1 nhà A"),
        (
            "Ai đưa xe đi đăng kiểm?",
            "Việc | Phụ trách | Hạn\nSửa máy | Phòng Vật tư | 20/9/2025\nĐăng kiểm xe | Phòng Hành chính | 10/9/2025",
            "Phòng Hành chính",
        ),
    ],
)
async def test_days_rooms_and_who_is_in_charge(question: str, text: str, short: str) -> None:
    assert await _short(question, text) == short


async def test_a_list_is_whole_under_the_sentence_that_leads_it() -> None:
    text = "Tổ chức thanh niên gồm:\na) Đoàn Thanh niên;\nb) Hội Sinh viên;\nc) Các tổ chức khác của thanh niên."
    understood = await RulesAnalyst(None, None, "t").analyse("Những tổ chức nào là tổ chức khác của thanh niên?", ())
    answer = read(understood, Material((context_passage(text),)), FOUND)
    assert answer is not None
    assert answer.short == "Đoàn Thanh niên; Hội Sinh viên; Các tổ chức khác của thanh niên"
    assert answer.sentences[0] == "Tổ chức thanh niên gồm:"


async def test_the_rows_under_a_sentence_are_its_list() -> None:
    text = "Về chữ Hán, ông có ba tập thơ:\n\nTập thơ | Năm\nThanh Hiên thi tập | 1804\nBắc hành tạp lục | 1813\n"
    understood = await RulesAnalyst(None, None, "t").analyse("Liệt kê các tập thơ chữ Hán của ông", ())
    answer = read(understood, Material((context_passage(text),)), FOUND)
    assert answer is not None
    assert "Thanh Hiên thi tập" in " ".join(answer.sentences)
    assert "Bắc hành tạp lục" in " ".join(answer.sentences)
