"""Questions of two and three steps, read with both steps at once."""

from __future__ import annotations

import pytest

from agents.analysis.splits import splits
from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material
from agents.reading.kinship import Step, kin_steps
from agents.reading.mentions import resolved
from agents.reading.steps import steps
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage


def passage(number: str, title: str, text: str) -> Passage:
    return Passage(number, f"d{number}", number, f"{number}.md", title, text, 0, len(text))


AIRPORT = passage("1", "Sân bay Gò Mây", "Sân bay Gò Mây đang được xây ở tỉnh Gia Thượng, cách Bình Lộc khoảng 40 km.")
PROVINCE = passage("2", "Gia Thượng", "Gia Thượng giáp tỉnh Tân Phú ở phía bắc. Gia Thượng có nhiều hồ.")
OTHER = passage("3", "Bình Lộc", "Bình Lộc giáp tỉnh Vân Hạ ở phía nam. Bình Lộc có nhiều núi.")
COMPOSER = passage("4", "Trần Văn Đạo", "Trần Văn Đạo là nhạc sĩ, tác giả bài Tràng khúc. Ông sinh tại Hải Sơn.")
CITY = passage("5", "Hải Sơn", "Hải Sơn là thành phố cảng. Hải Sơn được giải phóng ngày 13/5/1955.")


async def answered(question: str, *passages: Passage) -> tuple[str | None, str]:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    pieces = [piece async for piece in ExtractiveWriter().write(understood, Material(passages), (), ())]
    return next((piece.short_answer for piece in pieces if piece.short_answer), None), "".join(p.text for p in pieces)


@pytest.mark.parametrize(
    ("question", "names", "description", "second"),
    [
        (
            "Nữ sĩ được lấy tên đặt cho hồ giữa Hạ Mây quê ở đâu?",
            ("Hạ Mây",),
            "Nữ sĩ được lấy tên đặt cho hồ giữa Hạ Mây",
            "X quê ở đâu?",
        ),
        (
            "Từ tỉnh có trại bò sữa đầu tiên của Sữa An, muốn sang Lào đi qua những cửa khẩu nào?",
            ("Sữa An", "Lào"),
            "tỉnh có trại bò sữa đầu tiên của Sữa An",
            "Từ X muốn sang Lào đi qua những cửa khẩu nào?",
        ),
        (
            "Chi nhánh nào do người ký hợp đồng Hoa Lâm phụ trách?",
            ("Hoa Lâm",),
            "người ký hợp đồng Hoa Lâm",
            "Chi nhánh nào do X phụ trách?",
        ),
    ],
)
def test_a_description_opens_with_any_noun_of_a_class_and_ends_where_the_rest_still_asks(
    question: str, names: tuple[str, ...], description: str, second: str
) -> None:
    assert (description, second) in [(split.description, split.second("X")) for split in splits(question, names)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Nhà thơ Lê Văn An sinh ở đâu?", ("Lê Văn An",)),
        ("Bà Lê Thị Hòa học đại học trường nào?", ("Lê Thị Hòa",)),
        ("Ai là người vẽ ra kiểu áo đăng trên báo Hạ Mây?", ("Hạ Mây",)),
        ("Vị giám đốc đầu tiên của Đại học Hạ Mây là giáo sư nào?", ("Đại học Hạ Mây",)),
        ("Cho vay 100% vốn có được không?", ()),
    ],
)
def test_what_asks_only_who_it_is_or_names_it_is_no_description(question: str, names: tuple[str, ...]) -> None:
    assert splits(question, names) == []


def test_nothing_ends_within_a_word_or_before_what_belongs_to_it() -> None:
    question = "Tỉnh có nhà máy lọc dầu đầu tiên của nước ta giáp tỉnh nào?"
    ends = {split.description for split in splits(question, ())}
    assert "Tỉnh có nhà máy lọc dầu đầu tiên của nước ta" in ends
    assert not ends & {"Tỉnh có nhà máy lọc dầu", "Tỉnh có nhà máy lọc", "Tỉnh có nhà máy lọc dầu đầu tiên"}


def test_a_case_told_at_length_holds_no_description() -> None:
    assert splits("Người ký hợp đồng Hoa Lâm quê ở đâu? " * 20, ("Hoa Lâm",)) == []


async def test_names_of_one_sentence_compete_and_the_noun_decides() -> None:
    short, text = await answered("Tỉnh đang xây sân bay Gò Mây giáp tỉnh nào?", AIRPORT, OTHER, PROVINCE)
    assert short == "Tân Phú"
    assert text.splitlines() == ["Tân Phú.", AIRPORT.text, "Gia Thượng giáp tỉnh Tân Phú ở phía bắc."][-2:]


async def test_what_is_known_of_another_name_is_no_answer() -> None:
    short, text = await answered("Tỉnh đang xây sân bay Gò Mây giáp tỉnh nào?", AIRPORT, OTHER)
    assert short != "Vân Hạ"
    assert "Vân Hạ" not in text


async def test_the_step_alone_is_no_answer() -> None:
    farm = passage("6", "Sữa An", "Trang trại bò sữa đầu tiên của Sữa An đặt ở huyện Nghĩa Lộ, tỉnh Gia Thượng.")
    question = "Từ tỉnh có trang trại bò sữa đầu tiên của Sữa An, muốn sang Lào đi qua những cửa khẩu nào?"
    assert await answered(question, farm) == (None, "")


async def test_three_steps_are_the_same_step_twice() -> None:
    question = "Thành phố nơi tác giả bài Tràng khúc sinh ra được giải phóng ngày nào?"
    short, text = await answered(question, COMPOSER, CITY)
    assert short is not None
    assert "13/5/1955" in short
    assert "Ông sinh tại Hải Sơn." in text


async def test_a_year_is_no_answer_where_a_day_is_asked() -> None:
    city = passage("5", "Hải Sơn", "Hải Sơn là thành phố cảng. Hải Sơn được giải phóng năm 1955.")
    question = "Thành phố có bến cảng do Lê Văn An thiết kế được giải phóng ngày nào?"
    port = passage("7", "Bến cảng Hạ Mây", "Bến cảng do Lê Văn An thiết kế nằm ở thành phố Hải Sơn.")
    assert (await answered(question, port, CITY))[0] == "ngày 13/5/1955"
    assert (await answered(question, port, city))[0] is None


async def test_somebody_named_just_before_is_meant_by_a_pronoun() -> None:
    school = passage(
        "8",
        "Trường Y Hạ Mây",
        "Trường Y Hạ Mây lập năm 1902. Lê Văn An là bác sĩ. Năm 1894, ông phát hiện vi khuẩn dịch hạch ở Tuy Hạ.",
    )
    understood = await RulesAnalyst(None, None, "t").analyse("Bác sĩ phát hiện vi khuẩn dịch hạch quê ở đâu?", ())
    found = steps(resolved(understood, (school,)), (school,))
    assert [step.name for step in found][:1] == ["Lê Văn An"]
    assert found[0].second == "Lê Văn An quê ở đâu?"


async def test_a_province_with_a_surname_for_its_first_syllable_is_none_the_less_a_province() -> None:
    group = passage("11", "Tập đoàn Sữa An", "Lê Văn An sinh tại Hà Nội; quê gốc của ông ở Hà Tĩnh.")
    question = await RulesAnalyst(None, None, "t").analyse("Tỉnh quê gốc của ông chủ Sữa An rộng bao nhiêu?", ())
    assert "Hà Tĩnh" in [step.name for step in steps(resolved(question, (group,)), (group,))]


async def test_a_sentence_that_names_nobody_else_is_about_whom_its_document_is_about() -> None:
    poet = passage("12", "Huy Lâm", "Huy Lâm là nhà thơ. Tập Lửa đêm, có bài Tràng khúc, đưa tên tuổi ông đi xa.")
    question = await RulesAnalyst(None, None, "t").analyse("Anh vợ của tác giả bài Tràng khúc làm gì ở Vinh?", ())
    assert "Huy Lâm" in [step.name for step in steps(resolved(question, (poet,)), (poet,))]


async def test_parents_in_law_are_told_by_the_wedding_of_a_daughter() -> None:
    general = passage("9", "Trần Văn Tuấn", "Trần Văn Tuấn là danh tướng. Con gái ông là vợ của vua Lê Văn Nhân.")
    assert (await answered("Bố vợ của Lê Văn Nhân là ai?", general))[0] == "Trần Văn Tuấn"
    wife = passage("10", "Lê Văn Nhân", "Lê Văn Nhân là vua. Vợ của Lê Văn Nhân là bà Trần Thị Sa.")
    assert (await answered("Bố vợ của Lê Văn Nhân là ai?", wife))[0] is None


def test_whose_relative_somebody_is_goes_the_other_way() -> None:
    assert kin_steps("Con rể của Lê Văn An là ai?") == (Step.CHILD, Step.SPOUSE)
    assert kin_steps("Trần Văn Đạo là con rể của danh tướng nào?") == (Step.SPOUSE, Step.PARENT)
