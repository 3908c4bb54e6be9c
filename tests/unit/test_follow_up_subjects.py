"""What a conversation's subject is, and which messages take it over."""

from __future__ import annotations

import pytest

from agents.analysis.ellipsis import is_acknowledgement
from agents.analysis.focus import product_names
from agents.analysis.followups import resolve_follow_up
from agents.ports import QuestionKind, Turn
from agents.rules_analyst import RulesAnalyst

_PERSON = "Ông Hồ Viết Dũng là ai?"


def resolved(question: str, *before: str) -> str:
    return resolve_follow_up(
        question, [turn for text in before for turn in (Turn("user", text), Turn("assistant", "…"))]
    )


@pytest.mark.parametrize(
    "question",
    [
        "Phụ cấp lưu trú trong nước là bao nhiêu?",
        "Máy tính xách tay giá bao nhiêu?",
        "Công ty có mấy chi nhánh?",
        "Thời gian thử việc là bao lâu?",
        "Đi công tác được thanh toán những gì?",
        "Mức phạt vượt đèn đỏ là bao nhiêu?",
        "Người lao động nghỉ ốm báo cho ai?",
        "Mất thẻ nhân viên thì phải làm gì?",
    ],
)
def test_a_complete_question_is_left_alone(question: str) -> None:
    assert resolved(question, _PERSON, "Ông ấy sinh năm nào?", "Quê ở đâu?") == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Sinh năm nào?", "Hồ Viết Dũng sinh năm nào?"),
        ("Số điện thoại là bao nhiêu?", "Hồ Viết Dũng số điện thoại là bao nhiêu?"),
        ("Được bổ nhiệm giám đốc năm nào?", "Hồ Viết Dũng được bổ nhiệm giám đốc năm nào?"),
        ("Quê quán ở đâu?", "Hồ Viết Dũng quê quán ở đâu?"),
        ("Thu nhập năm 2023 bao nhiêu?", "Hồ Viết Dũng thu nhập năm 2023 bao nhiêu?"),
    ],
)
def test_an_elliptic_question_takes_the_subject(question: str, expected: str) -> None:
    assert resolved(question, _PERSON) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Diện tích tự nhiên năm 2020 là bao nhiêu?",
        "Ai là tổng giám đốc hiện nay?",
        "Người đại diện theo pháp luật là ai?",
        "Trụ sở chính ở đâu?",
    ],
)
def test_an_attribute_alone_takes_the_subject(question: str) -> None:
    assert resolved(question, "Vinamilk thành lập năm nào?").startswith("Vinamilk ")


@pytest.mark.parametrize("message", ["cảm ơn", "Cảm ơn bạn nhé!", "vâng", "Vâng ạ, cảm ơn", "ok", "được rồi", "Dạ"])
async def test_thanks_are_no_subject_and_leave_the_subject_alone(message: str) -> None:
    assert is_acknowledgement(message)
    assert resolved(message, _PERSON) == message
    assert resolved("Sinh năm nào?", _PERSON, message) == "Hồ Viết Dũng sinh năm nào?"
    told = (Turn("user", _PERSON), Turn("assistant", "…"))
    assert (await RulesAnalyst(None, None, "t").analyse(message, told)).kind is QuestionKind.GREETING


@pytest.mark.parametrize(
    "message", ["Vâng, còn bảo hành?", "Ok thế giá bao nhiêu?", "Được nghỉ mấy ngày?", "Đúng không?"]
)
def test_questions_are_no_thanks(message: str) -> None:
    assert not is_acknowledgement(message)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("LamPure 5 giá bao nhiêu?", "Còn LamPure 9 Pro?", "LamPure 9 Pro giá bao nhiêu?"),
        ("LamPure 9 Pro giá bao nhiêu?", "Còn LamPure 5?", "LamPure 5 giá bao nhiêu?"),
        ("iPhone 15 giá bao nhiêu?", "Còn iPhone 15 Pro?", "iPhone 15 Pro giá bao nhiêu?"),
        ("LamPure 7 giá bao nhiêu?", "Còn bảo hành?", "Bảo hành của LamPure 7 là bao lâu?"),
        ("LamPure 7 giá bao nhiêu?", "Bảo hành bao lâu?", "LamPure 7 bảo hành bao lâu?"),
        ("Đà Nẵng 2020 tăng trưởng bao nhiêu?", "Còn dân số?", "Dân số của Đà Nẵng là bao nhiêu?"),
    ],
)
def test_a_products_number_belongs_to_its_name(before: str, question: str, expected: str) -> None:
    assert resolved(question, before) == expected


def test_a_number_with_a_unit_is_no_part_of_a_name() -> None:
    assert product_names("LamPure 9 Pro và LamPure 5 khác gì nhau?") == ("LamPure 9 Pro", "LamPure 5")
    assert product_names("Vinamilk 5 năm qua lãi bao nhiêu?") == ("Vinamilk",)


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("Tiêm chủng ở Cơ sở 1 vào hôm nào?", "Cơ sở 2 thì tiêm ngày nào?", "Tiêm chủng ở Cơ sở 2 vào hôm nào?"),
        ("Phòng A ở Cơ sở 1 khám ngày nào?", "Thế còn ở Cơ sở 2 thì buổi nào?", "Phòng A ở Cơ sở 2 khám ngày nào?"),
        ("Theo Điều 6 thì phạt thế nào?", "Điều 7 nói gì?", "Điều 7 nói gì?"),
        ("Khoa Nhi chuyển đi đâu?", "Vậy bao giờ khoa đó quay lại?", "bao giờ Khoa Nhi quay lại?"),
        ("Ai lập ra hãng bay Mây Xanh?", "Mã cổ phiếu là gì?", "Mây Xanh mã cổ phiếu là gì?"),
    ],
)
def test_another_one_of_the_same_sort_takes_its_place(before: str, question: str, meant: str) -> None:
    assert resolve_follow_up(question, (Turn("user", before), Turn("assistant", "Không rõ."))) == meant


_PLANTS = (
    Turn("user", "Giám đốc nhà máy Suối Đá là ai?"),
    Turn("assistant", "Võ Tùng Lâm. Giám đốc nhà máy Suối Đá là ông Võ Tùng Lâm."),
    Turn("user", "Còn nhà máy Bến Lội?"),
    Turn("assistant", "Nhà máy Bến Lội do bà Đặng Mỹ Linh làm giám đốc."),
)


@pytest.mark.parametrize(
    "question",
    ["Tổng Giám đốc hiện nay là ai?", "Năm 2023 doanh thu bao nhiêu?", "Doanh thu năm 2023 là bao nhiêu?"],
)
def test_what_only_a_company_has_is_not_asked_of_a_plant_or_a_person(question: str) -> None:
    assert resolve_follow_up(question, _PLANTS) == question
    assert resolve_follow_up(question, (Turn("user", "Đặng Mỹ Linh quê ở đâu?"), Turn("assistant", "…"))) == question
    assert resolve_follow_up(question, (Turn("user", "Vinamilk ở đâu?"),)).startswith("Vinamilk ")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Công suất là bao nhiêu?", "Nhà máy Bến Lội công suất là bao nhiêu?"),
        ("Bà ấy sinh năm nào?", "Đặng Mỹ Linh sinh năm nào?"),
        ("Ông ấy sinh năm nào?", "Võ Tùng Lâm sinh năm nào?"),
    ],
)
def test_a_pronoun_is_whom_the_texts_address_so(question: str, meant: str) -> None:
    assert resolve_follow_up(question, _PLANTS) == meant


_WHICH = "Nhà máy nào ở Đồng Nai?", "Nhà máy Tân Phú. Nhà máy Tân Phú nằm ở huyện Tân Phú, tỉnh Đồng Nai."
_OUTPUT = "Công suất nhà máy Sông Hậu là bao nhiêu?", "80 tấn. Nhà máy ở Cần Thơ."


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        (_WHICH, "Hiện nay ai làm giám đốc?", "Nhà máy Tân Phú hiện nay ai làm giám đốc?"),
        (_WHICH, "Giám đốc là ai?", "Nhà máy Tân Phú giám đốc là ai?"),
        (_OUTPUT, "Hiện nay ai làm giám đốc?", "Nhà máy Sông Hậu hiện nay ai làm giám đốc?"),
        (_OUTPUT, "Bây giờ giám đốc nhà máy là ai?", "Bây giờ giám đốc nhà máy Sông Hậu là ai?"),
        (_OUTPUT, "Hiện giờ mã số thuế là gì?", "Hiện giờ mã số thuế là gì?"),
        (("Nhà máy nào lớn nhất?", "Không rõ."), "Hiện nay ai làm giám đốc?", "Hiện nay ai làm giám đốc?"),
        (("Công ty có nhà máy nào?", "LN. Công ty tặng máy LN-50C."), "Ai làm giám đốc?", "Ai làm giám đốc?"),
    ],
)
def test_the_plant_that_was_asked_for_or_about_is_the_subject(
    before: tuple[str, str], question: str, meant: str
) -> None:
    told = (Turn("user", before[0]), Turn("assistant", before[1]))
    assert resolve_follow_up(question, told) == meant


def test_nobody_is_named_where_none_can_be_meant() -> None:
    assert resolve_follow_up("Bà ấy sinh năm nào?", _PLANTS[:2]) == "Bà ấy sinh năm nào?"


def test_an_elder_brother_is_no_pronoun() -> None:
    told = (Turn("user", "Ai lập ra trường Minh Khai?"), Turn("assistant", "Ông Hoàng Văn Tú."))
    assert resolve_follow_up("Anh ruột ông ấy làm gì?", told) == "Anh ruột Hoàng Văn Tú làm gì?"
