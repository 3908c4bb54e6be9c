"""What is refused, and what is not, among passages that a search found."""

from __future__ import annotations

import pytest

from agents.analysis.kinds import asks_for_new_text
from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.gate import FOUND, SIGNALS, answers
from agents.reading.kinship import tells_of_kin
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage

MINE = (
    "Mỏ do Liên doanh Hải Việt khai thác; dòng dầu thương mại đầu tiên ra đời ngày 26 tháng 6 năm 1996. "
    "Sản lượng của mỏ giảm dần từ năm 2011."
)
SCHOLAR = "Đỗ Quý Minh, tên lúc nhỏ là Đỗ Danh Lương, là nhà bác học lớn. Ông đỗ tiến sĩ năm 1752."
OTHERS = "Mưa lớn kéo dài hai ngày ở vùng núi phía bắc. Nhiều chuyến tàu phải dừng lại."


def _passage(title: str, text: str) -> Passage:
    return Passage(title, title, title, title, title, text, 0, len(text))


async def _read(question: str, *texts: str) -> Answer | None:
    passages = tuple(_passage(f"Bài {number}", text) for number, text in enumerate(texts, 1))
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    return read(understood, Material(passages), FOUND)


async def test_a_sentence_that_says_all_but_the_name_answers() -> None:
    answer = await _read("Mỏ Bạch Mã ra dòng dầu thương mại đầu tiên ngày nào?", MINE, OTHERS)
    assert answer is not None
    assert answer.short == "ngày 26 tháng 6 năm 1996"


@pytest.mark.parametrize(
    "question",
    [
        "Vợ của nhà bác học Đỗ Quý Minh tên là gì?",
        "Đỗ Quý Minh có mấy người con?",
        "Vé vào mỏ Bạch Mã giá bao nhiêu?",
        "Mỏ Bạch Mã có bao nhiêu giàn khoan?",
    ],
)
async def test_what_nothing_says_is_refused(question: str) -> None:
    assert await _read(question, SCHOLAR, MINE, OTHERS) is None


async def test_a_short_sentence_goes_before_a_long_one_that_shares_as_much() -> None:
    long = (
        "Người trực Tết từ ngày 16/02/2026 đến ngày 20/02/2026 được hỗ trợ ăn 100.000 đồng một ca, ngoài tiền lương "
        "làm thêm giờ theo Quy chế lao động."
    )
    answer = await _read(
        "Bao giờ công ty chuyển tiền thưởng Tết 2026?", long, "Thưởng Tết được chi vào ngày 30/01/2026."
    )
    assert answer is not None
    assert answer.short == "ngày 30/01/2026"


@pytest.mark.parametrize(
    ("question", "sentence", "tells"),
    [
        ("Vợ ông Đỗ Quý Minh là ai?", "Năm 1750, ông kết hôn với bà Lê Thị Lan.", True),
        ("Vợ ông Đỗ Quý Minh là ai?", "Đỗ Quý Minh, tên lúc nhỏ là Đỗ Danh Lương.", False),
        ("Cha của Đỗ Quý Minh là ai?", "Đỗ Quý Minh là con của tiến sĩ Đỗ Phú Thứ.", True),
        ("Cha của Đỗ Quý Minh là ai?", "Đỗ Quý Minh mất năm 1784.", False),
        ("Vợ chồng ông Minh góp bao nhiêu vàng?", "Gia đình ông Minh góp 5 lượng vàng.", True),
        ("Ai là cha đẻ của phở?", "Phở do ông Vạn nấu đầu tiên.", True),
    ],
)
def test_relatives_are_told_by_the_words_for_them(question: str, sentence: str, tells: bool) -> None:
    assert tells_of_kin(question, sentence) is tells


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hôm nay là thứ mấy?", "Tổng đài làm việc từ thứ Hai đến thứ Bảy."),
        ("Bạn bao nhiêu tuổi?", "Lao động nữ nuôi con dưới 12 tháng tuổi được về sớm 60 phút mỗi ngày."),
        ("1+1=?", "Từ ngày 1/1/2025, thành phố Huế là thành phố trực thuộc trung ương."),
    ],
)
async def test_one_common_word_or_a_bare_number_proves_nothing(question: str, text: str) -> None:
    assert await _read(question, text, OTHERS) is None


@pytest.mark.parametrize(
    ("question", "text", "answered"),
    [
        ("Viết cho tôi bài thơ", "Nhà thơ Tố Hữu viết bài thơ Hoan hô chiến sĩ Điện Biên.", False),
        ("Dịch câu này sang tiếng Anh", "Bản dịch tiếng Anh của câu này do Huỳnh Sanh Thông làm.", False),
        ("Hãy vẽ giúp em một bức tranh", "Em Lan vẽ một bức tranh về mẹ, bức tranh được giải nhất.", False),
        ("Tố Hữu viết bài thơ nào?", "Nhà thơ Tố Hữu viết bài thơ Hoan hô chiến sĩ Điện Biên.", True),
        ("Ai dịch Truyện Kiều sang tiếng Anh?", "Huỳnh Sanh Thông dịch Truyện Kiều sang tiếng Anh.", True),
    ],
)
async def test_what_is_to_be_written_is_in_no_document(question: str, text: str, answered: bool) -> None:
    assert (await _read(question, text, OTHERS) is not None) is answered


@pytest.mark.parametrize(
    "question",
    [
        "Làm cho em biết thủ tục xin nghỉ phép",
        "Hãy viết giúp em các bước xin tạm ứng lương theo quy chế",
        "Viết cho tôi quy trình xin nghỉ phép",
        "Dịch vụ chuyển hồ sơ sang tiếng Anh có mất phí không?",
        "Dịch hồ sơ sang tiếng Anh có cần công chứng không?",
        "Soạn cho tôi tranh chấp lao động giải quyết theo bước",
    ],
)
def test_what_documents_may_tell_is_no_request_to_write(question: str) -> None:
    assert not asks_for_new_text(question)


def test_the_last_of_what_was_found_must_say_more() -> None:
    values = {"focus": 0.9, "attribute": 0.6, "score": 1.1, "strength": 1.5, "place": 1.0, "fullness": 0.3}
    first = tuple(values.get(name, 0.0) for name in SIGNALS)
    last = tuple((values | {"place": 0.0}).get(name, 0.0) for name in SIGNALS)
    assert answers(first, FOUND)
    assert not answers(last, FOUND)
