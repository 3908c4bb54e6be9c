"""What is asked of a day that is named by the day of asking: no old text tells it; a rule or a text of that day may."""

from __future__ import annotations

from datetime import date

import pytest

from agents.analysis.days import asks_the_time, day_words
from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.gate import FOUND, GIVEN, Bar
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

TODAY = date(2026, 11, 21)

OLD = (
    "Đội Sông Lam thắng đội Bến Tre 3–1 trong trận chung kết, cầu thủ Lê Văn Lợi ghi hai bàn.",
    "Giá vàng là 5.200.000 đồng một chỉ. Giá xăng là 21.000 đồng một lít. Tỷ giá đô la là 24.500 đồng.",
    "Thời tiết ở Hà Nội mát mẻ, có mưa nhỏ; nhiệt độ ở Sa Pa là 12 độ C. Huế có nắng.",
    "Ông Trần Văn Minh được bổ nhiệm làm giám đốc Công ty Hải Vân. Bà Lê Thị Mai đoạt giải nhất.",
    "Tàu đi Huế chạy lúc 19 giờ. Có 1.200 người đến Huế dự lễ hội. Vở Hạn hán diễn tại Nhà hát Lớn.",
)
OF_A_DAY = (
    "Ai thắng trận tối qua?",
    "Đội nào thắng trận chung kết hôm qua?",
    "Ai ghi bàn tối nay?",
    "Giá vàng hôm nay bao nhiêu?",
    "Hôm nay giá vàng là bao nhiêu một chỉ?",
    "Giá xăng ngày mai là bao nhiêu một lít?",
    "Tỷ giá đô la hôm nay là bao nhiêu?",
    "Thời tiết ở Hà Nội ngày mai thế nào?",
    "Sáng nay Hà Nội có mưa không?",
    "Nhiệt độ ở Sa Pa hôm nay là bao nhiêu?",
    "Chiều mai Huế có nắng không?",
    "Thời tiết Cần Thơ hôm nay thế nào?",
    "Ai được bổ nhiệm làm giám đốc Công ty Hải Vân hôm nay?",
    "Hôm kia ai đoạt giải nhất?",
    "Tối nay tàu đi Huế chạy lúc mấy giờ?",
    "Hôm qua có bao nhiêu người đến Huế?",
    "Đêm nay vở nào diễn tại Nhà hát Lớn?",
    "Ngày kia vở Hạn hán diễn ở đâu?",
    "Trưa nay ai đến Huế dự lễ hội?",
    "Đêm qua Hà Nội mưa nhỏ hay mưa to?",
)
OF_NO_DAY = (
    ("Đội nào thắng trận chung kết?", OLD[0]),
    ("Hiện nay ai là giám đốc Công ty Hải Vân?", "Giám đốc Công ty Hải Vân là ông Trần Văn Minh."),
    ("Ai đang là giám đốc Công ty Hải Vân?", "Giám đốc Công ty Hải Vân là ông Trần Văn Minh."),
    ("Bây giờ ai là giám đốc Công ty Hải Vân?", "Giám đốc Công ty Hải Vân là ông Trần Văn Minh."),
    ("Đến hôm nay xã Hòa Lạc có bao nhiêu hộ dân?", "Xã Hòa Lạc có 1.250 hộ dân."),
    ("Ai là tác giả bài thơ Đêm nay Bác không ngủ?", "Bài thơ Đêm nay Bác không ngủ do Minh Huệ sáng tác."),
    ("Ai sáng tác bài hát “hôm nay trời đẹp”?", "Bài hát Hôm nay trời đẹp do Lê Văn Lợi sáng tác."),
    ("Báo Ngày Mai do ai sáng lập?", "Báo Ngày Mai do ông Trần Văn Minh sáng lập năm 1936."),
    ("Hôm nay tôi nghỉ ốm thì nộp đơn cho ai?", "Người nghỉ ốm nộp đơn cho bà Lê Thị Mai."),
    ("Ngày mai tôi trả sách muộn thì bị phạt bao nhiêu?", "Trả sách muộn bị phạt 5.000 đồng."),
    ("Nếu hôm qua quên chấm công thì báo cho ai?", "Người quên chấm công báo cho bà Lê Thị Mai."),
    ("Hôm nay thư viện mở cửa lúc mấy giờ?", "Thư viện mở cửa lúc 7 giờ 30."),
    ("Ngày mai căng tin mở cửa đến mấy giờ?", "Căng tin mở cửa từ 6 giờ đến 20 giờ."),
    ("Tối nay xe buýt số 5 chạy đến mấy giờ?", "Xe buýt số 5 chạy hằng ngày từ 5 giờ đến 22 giờ."),
    ("Sáng mai tàu đi Huế chạy lúc mấy giờ?", "Mỗi ngày tàu đi Huế chạy lúc 6 giờ."),
    ("Ai trực cổng hôm nay?", "Hôm nay ông Trần Văn Minh trực cổng."),
    ("Ai trực cổng ngày mai?", "Ngày 22/11/2026: ông Trần Văn Minh trực cổng."),
    ("Ai thắng trận tối qua?", "Tối 20 tháng 11 năm 2026, đội Sông Lam thắng trận với đội Bến Tre."),
    ("Thế hệ hôm nay gọi xã Hòa Lạc là gì?", "Thế hệ sau gọi xã Hòa Lạc là Lạc Việt."),
    ("Hội thi tối 5/1/2025 do ai thắng?", "Tối 5/1/2025 ông Trần Văn Minh thắng hội thi."),
)


async def answer(question: str, *passages: Passage, bar: Bar = FOUND) -> Answer | None:
    understood = await RulesAnalyst(None, None, "t", today=lambda: TODAY).analyse(question, ())
    return read(understood, Material(passages), bar)


def passage(text: str, number: int = 1, published: date | None = None) -> Passage:
    title = f"Bài {number}"
    return Passage(title, title, title, title, title, text, 0, len(text), published=published)


@pytest.mark.parametrize("question", OF_A_DAY)
async def test_what_is_so_on_the_day_of_asking_stands_in_no_old_text(question: str) -> None:
    assert await answer(question, *(passage(text, number) for number, text in enumerate(OLD))) is None


@pytest.mark.parametrize(("question", "text"), OF_NO_DAY)
async def test_what_a_text_can_tell_is_told(question: str, text: str) -> None:
    assert await answer(question, passage(text)) is not None


@pytest.mark.parametrize(
    ("published", "answered"),
    [(TODAY, True), (date(2026, 11, 20), False), (date(2025, 11, 21), False), (None, True)],
)
async def test_an_old_text_does_not_tell_of_today_though_it_says_so(published: date | None, answered: bool) -> None:
    price = passage("Giá vàng hôm nay là 5.200.000 đồng một chỉ.", published=published)
    assert (await answer("Giá vàng hôm nay bao nhiêu?", price) is not None) is answered


async def test_a_text_tells_of_the_day_before_it_and_the_day_after() -> None:
    text = passage("Hà Nội ngày mai có mưa nhỏ. Tối qua đội Sông Lam thắng trận với đội Bến Tre.", published=TODAY)
    assert await answer("Đội nào thắng trận tối qua?", text) is not None
    assert await answer("Ngày mai Hà Nội có mưa không?", text) is not None


async def test_a_text_that_came_with_the_question_is_of_its_day() -> None:
    assert await answer("Giá vàng hôm nay bao nhiêu?", passage(OLD[1]), bar=GIVEN) is not None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hôm nay có tin gì?", ("hôm nay", 0)),
        ("Thời tiết sáng ngày mai thế nào?", ("sáng ngày mai", 1)),
        ("Chiều hôm qua ai thắng?", ("chiều hôm qua", -1)),
        ("Cần Thơ hôm nay nắng hay mưa?", ("hôm nay", 0)),
        ("Hôm qua có bao nhiêu trẻ em nhập viện?", ("hôm qua", -1)),
        ("Ngày mốt ai đến?", ("ngày mốt", 2)),
        ("Tối tôi đi qua cầu nào?", None),
        ("Hoa mai nở vào buổi nào?", None),
    ],
)
def test_the_words_for_a_day(question: str, words: tuple[str, int] | None) -> None:
    assert day_words(question) == words


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Bây giờ là mấy giờ?", True),
        ("Hiện giờ mấy giờ rồi nhỉ?", True),
        ("Mấy giờ rồi?", True),
        ("Hôm nay là thứ mấy?", True),
        ("Hôm nay ngày bao nhiêu âm lịch?", True),
        ("Mấy giờ thư viện mở cửa?", False),
        ("Hôm nay là ngày lễ nào?", False),
        ("Giờ làm việc là mấy giờ?", False),
    ],
)
async def test_the_hour_and_the_date_stand_in_no_document(question: str, asks: bool) -> None:
    assert asks_the_time(question) is asks
    if asks:
        assert await answer(question, passage("Hôm nay là thứ Hai, ngày 3. Bây giờ là mấy giờ? Là 8 giờ.")) is None
