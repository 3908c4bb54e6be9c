"""Questions about what is only described, or told of first and pointed back to."""

from __future__ import annotations

import pytest

from agents.analysis.descriptions import descriptions
from agents.analysis.hops import split_hops
from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage


def passage(number: str, title: str, text: str) -> Passage:
    return Passage(number, f"d{number}", number, f"{number}.md", title, text, 0, len(text))


DAM = passage("1", "Sông Mây", "Nhà máy thủy điện đầu tiên của vùng Hạ Mây nằm ở tỉnh Gia Thượng.")
PROVINCE = passage("2", "Gia Thượng", "Gia Thượng giáp tỉnh Bình Lộc ở phía bắc.")
OTHER = passage("3", "Đồng Nghi", "Đồng Nghi giáp tỉnh Tân Phú ở phía bắc.")
FARM = passage("4", "Tập đoàn Sữa An", "Trang trại đầu tiên của Sữa An đặt ở huyện Nghĩa Lộ, tỉnh Gia Thượng.")


async def answered(question: str, *passages: Passage) -> tuple[str | None, str]:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    pieces = [piece async for piece in ExtractiveWriter().write(understood, Material(passages), (), ())]
    return next((piece.short_answer for piece in pieces if piece.short_answer), None), "".join(p.text for p in pieces)


@pytest.mark.parametrize(
    ("question", "names", "first", "second"),
    [
        (
            "Làng Vân Hạ nay thuộc một tỉnh, trung tâm hành chính tỉnh đó ở phường nào?",
            ("Vân Hạ",),
            "Làng Vân Hạ nay thuộc tỉnh nào?",
            "trung tâm hành chính X ở phường nào?",
        ),
        (
            "Xưởng Hoa Lâm nằm ở tỉnh nào thì giờ dân số tỉnh ấy là bao nhiêu?",
            ("Hoa Lâm",),
            "Xưởng Hoa Lâm nằm ở tỉnh nào?",
            "hiện dân số X là bao nhiêu?",
        ),
        (
            "Bài Hoa Lâm là của một nhạc sĩ; vợ ông ấy là ai?",
            ("Hoa Lâm",),
            "Bài Hoa Lâm là của nhạc sĩ nào?",
            "vợ X là ai?",
        ),
        (
            "Con đường ở Hoa Lâm mang tên một vị tổng đốc; vị này sinh năm nào?",
            ("Hoa Lâm",),
            "Con đường ở Hoa Lâm mang tên vị tổng đốc nào?",
            "X sinh năm nào?",
        ),
        (
            "Xưởng ở Hoa Lâm giờ thuộc một thành phố có dân số bao nhiêu?",
            ("Hoa Lâm",),
            "Xưởng ở Hoa Lâm giờ thuộc thành phố nào?",
            "X có dân số bao nhiêu?",
        ),
    ],
)
def test_what_is_pointed_back_to_is_asked_for_first(
    question: str, names: tuple[str, ...], first: str, second: str
) -> None:
    hops = split_hops(question, names)
    assert hops is not None
    assert (hops.first, hops.second("X")) == (first, second)


@pytest.mark.parametrize(
    "question",
    [
        "Hiện nay ai là giám đốc Hoa Lâm?",
        "Bây giờ ai là giám đốc Hoa Lâm?",
        "Hiện tại giám đốc Hoa Lâm là ai?",
        "Năm 2020 ai là giám đốc Hoa Lâm?",
        "Ai đang giữ chức giám đốc Hoa Lâm?",
    ],
)
def test_who_holds_a_post_now_is_one_question(question: str) -> None:
    assert split_hops(question, ("Hoa Lâm",)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Nếu làm việc cho một công ty ở Hoa Lâm, công ty đó phải trả lương thế nào?",
        "Người lao động ký hợp đồng với một công ty, công ty đó phải báo trước bao nhiêu ngày?",
    ],
)
def test_what_is_only_supposed_is_not_looked_up(question: str) -> None:
    assert split_hops(question, ("Hoa Lâm",)) is None


def test_a_post_that_someone_holds_is_no_description() -> None:
    assert split_hops("Lê Văn An ngồi ghế giám đốc Hoa Lâm đến năm nào?", ("Lê Văn An", "Hoa Lâm")) is None


def test_descriptions_end_before_what_is_asked_and_not_within_it() -> None:
    found = [hops.description for hops in descriptions("Tỉnh có nhà máy đầu tiên của Hạ Mây nay thuộc vùng nào?")]
    assert found == ["Tỉnh có nhà máy đầu tiên của Hạ Mây"]
    assert descriptions("Tỉnh có nhà máy đầu tiên của Hạ Mây là tỉnh nào?") == ()
    assert descriptions("Lê Văn An sinh ở tỉnh nào?") == ()
    assert descriptions("Nước ta tham gia Công ước Hạ Mây năm nào?") == ()
    assert descriptions("Người giữ kho ở Hạ Mây lên chức từ khi nào?") == ()


async def test_what_is_described_is_found_and_then_asked_about() -> None:
    question = "Tỉnh có nhà máy thủy điện đầu tiên của vùng Hạ Mây giáp tỉnh nào?"
    short, text = await answered(question, DAM, PROVINCE, OTHER)
    assert short == "Bình Lộc"
    assert text.splitlines() == [DAM.text, PROVINCE.text]


async def test_nothing_is_said_about_another_thing_than_the_one_described() -> None:
    short, text = await answered("Tỉnh có nhà máy thủy điện đầu tiên của vùng Hạ Mây giáp tỉnh nào?", DAM, OTHER)
    assert short != "Tân Phú"
    assert OTHER.text not in text


async def test_the_name_behind_the_noun_that_is_asked_for_answers() -> None:
    assert (await answered("Trang trại đầu tiên của Sữa An ở tỉnh nào?", FARM))[0] == "Gia Thượng"


async def test_a_relative_is_read_from_either_side_and_from_nothing_else() -> None:
    near = passage("5", "Lê Thị Hòa", "Lê Thị Hòa, tên khai sinh Lê Thị Sa, là nhà ngoại giao.")
    kin = passage("6", "Phan Văn Trí", "Cháu ngoại của Phan Văn Trí là bà Lê Thị Hòa.")
    assert (await answered("Ông ngoại của Lê Thị Hòa là ai?", near))[0] is None
    assert (await answered("Ông ngoại của Lê Thị Hòa là ai?", near, kin))[0] == "Phan Văn Trí"


async def test_a_pronoun_behind_a_time_stands_for_whom_the_document_is_about() -> None:
    told = passage("7", "Trần Văn Đạo", "Trần Văn Đạo là danh tướng.\nNăm 1284, ông soạn Hịch quân ca.")
    assert (await answered("Người soạn “Hịch quân ca” là ai?", told))[0] == "Trần Văn Đạo"


async def test_the_title_of_a_work_goes_on_as_the_passages_write_it() -> None:
    work = passage("8", "Hồ Vân", "Hồ Vân là tác giả bài thơ Tràng khúc.")
    place = passage("9", "Tràng An", "Tràng An là di sản. Tràng An ở Ninh Bình. Tràng An đẹp.")
    assert (await answered("Tác giả bài thơ Tràng khúc là ai?", work, place))[0] == "Hồ Vân"


def test_a_relative_of_somebody_described_is_a_step_of_its_own() -> None:
    hops = split_hops("Bố vợ của ông vua lập ra Phái Mây Trắng là ai?", ("Phái Mây Trắng",))
    assert hops is not None
    assert (hops.first, hops.second("X")) == ("Ông vua lập ra Phái Mây Trắng là ai?", "Bố vợ của X là ai?")


def test_another_name_of_somebody_described_is_asked_for() -> None:
    found = descriptions("Ông ngoại của người phụ nữ duy nhất ký Hiệp định Hạ Mây có hiệu là gì?")
    assert found[0].second("X") == "Ông ngoại của X có hiệu là gì?"


TEA = passage(
    "5",
    "Công ty Trà Gia Thượng",
    "Công ty Trà Gia Thượng ở tỉnh Gia Thượng. Người sáng lập là ông Hoàng Minh Đức. Vợ ông là bà Lê Thu Trang.",
)


async def test_the_second_step_may_go_on_about_somebody_by_a_pronoun() -> None:
    short, text = await answered("Vợ của người sáng lập Trà Gia Thượng tên gì?", TEA)
    assert short == "Lê Thu Trang"
    assert text.splitlines()[-2:] == ["Người sáng lập là ông Hoàng Minh Đức.", "Vợ ông là bà Lê Thu Trang."]


LIFE = passage(
    "6",
    "Trường Y Hạ Mây",
    "Hiệu trưởng đầu tiên là Lê Văn An. Ông sinh ở Gò Mây. Ông học ở Tuy Hạ. Ông dạy ở Đồng Nghi. "
    "Ông mất năm 1943 và được an táng ở Suối Đá.",
)


async def test_a_chain_of_pronouns_is_followed_to_the_name() -> None:
    assert (await answered("Lê Văn An được an táng ở đâu?", LIFE))[0] == "Suối Đá"


async def test_which_address_asks_where() -> None:
    bank = passage("8", "Ngân hàng Hạ Mây", "Trụ sở chính của Ngân hàng Hạ Mây ở số 2 đường Gò Mây, Gia Thượng.")
    short, _ = await answered("Trụ sở Ngân hàng Hạ Mây ở địa chỉ nào?", bank)
    assert short == "số 2 đường Gò Mây, Gia Thượng"


def test_a_body_may_be_described_behind_of_and_asked_for_before_a_comma() -> None:
    found = descriptions("Trưởng của khoa có đơn nguyên lọc máu là ai?")
    assert (found[0].first, found[0].second("X")) == ("Khoa có đơn nguyên lọc máu là khoa nào?", "Trưởng của X là ai?")
    hops = split_hops("Máy thở hỏng giao cho phòng nào sửa, và trưởng phòng đó là ai?", ())
    assert hops is not None
    assert hops.first == "Máy thở hỏng giao cho phòng nào sửa?"
