"""Question analysis: types, kinds, names, filters, follow-ups and parts."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from agents.ports import AnswerType, Question, QuestionKind, Turn
from agents.rules_analyst import MAX_QUESTION, RulesAnalyst
from graph.errors import InputError

TODAY = date(2026, 11, 21)


class Restorer:
    """Restores the one sentence that it knows."""

    def looks_bare(self, text: str) -> bool:
        return text.isascii()

    def restore(self, text: str) -> str:
        return {"nguyen du mat nam nao": "nguyễn du mất năm nào"}.get(text, text)


async def analyse(question: str, *conversation: str) -> Question:
    history = [Turn("user" if place % 2 == 0 else "assistant", text) for place, text in enumerate(conversation)]
    return await RulesAnalyst(None, Restorer(), "t", today=lambda: TODAY).analyse(question, history)


async def test_restoring_leaves_the_event_loop_alone() -> None:
    threads: list[int] = []

    class Watched(Restorer):
        def looks_bare(self, text: str) -> bool:
            threads.append(threading.get_ident())
            return super().looks_bare(text)

    assert (await RulesAnalyst(None, Watched(), "t").analyse("nguyen du mat nam nao", ())).restored
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Ai sáng lập FPT?", AnswerType.PERSON),
        ("Nguyễn Du mất ở đâu?", AnswerType.PLACE),
        ("Huế giáp tỉnh nào?", AnswerType.PLACE),
        ("Chiến dịch kết thúc khi nào?", AnswerType.DATE),
        ("Vinamilk thành lập năm bao nhiêu?", AnswerType.DATE),
        ("Truyện Kiều có bao nhiêu câu?", AnswerType.NUMBER),
        ("Ông lên Đại tướng lúc bao nhiêu tuổi?", AnswerType.NUMBER),
        ("Mấy chữ FPT có nghĩa là gì?", AnswerType.DEFINITION),
        ("Thanh niên là người trong độ tuổi nào?", AnswerType.NUMBER),
        ("Vì sao vua dời đô?", AnswerType.REASON),
        ("Thủ tục được thực hiện như thế nào?", AnswerType.MANNER),
        ("Ca trù là gì?", AnswerType.DEFINITION),
        ("Nguyễn Du là ai?", AnswerType.DEFINITION),
        ("Người sáng lập FPT là ai?", AnswerType.PERSON),
        ("Những tỉnh nào giáp Nghệ An?", AnswerType.LIST),
        ("Hội An có phải là di sản không?", AnswerType.YES_NO),
        ("Công ty nào sở hữu VinFast?", AnswerType.ORGANISATION),
        ("Phòng đôi mỗi ngày bao nhiêu tiền?", AnswerType.NUMBER),
        ("Tháp bị sập năm bao nhiêu?", AnswerType.DATE),
        ("Khám mắt thì đến phòng số mấy?", AnswerType.THING),
        ("Người đoạt giải nhất giữ chức vụ gì?", AnswerType.THING),
        ("Phó Giám đốc nào phụ trách kho?", AnswerType.PERSON),
        ("Ngân hàng Hàn Quốc nào mua cổ phần của BIDV?", AnswerType.ORGANISATION),
    ],
)
async def test_answer_type(question: str, expected: AnswerType) -> None:
    assert (await analyse(question)).answer_type is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Chào bạn!", QuestionKind.GREETING),
        ("Cảm ơn nhé", QuestionKind.GREETING),
        ("Xin chào, Nguyễn Du sinh năm nào?", QuestionKind.FACT),
        ("Sông Hồng hay sông Mê Kông dài hơn?", QuestionKind.COMPARISON),
        ("FPT và Viettel, công ty nào được thành lập trước?", QuestionKind.COMPARISON),
        ("Mức phạt theo Nghị định 168/2024/NĐ-CP là bao nhiêu?", QuestionKind.LEGAL),
        ("Quê của người sáng lập FPT ở đâu?", QuestionKind.MULTI_HOP),
        ("Người sáng lập FPT là ai?", QuestionKind.FACT),
        ("Tóm tắt các chủ đề chính", QuestionKind.GLOBAL),
        ("Sông Hồng chảy qua những tỉnh nào?", QuestionKind.LIST),
    ],
)
async def test_kind(question: str, expected: QuestionKind) -> None:
    assert (await analyse(question)).kind is expected


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Đại học Bách khoa Hà Nội thành lập ngày nào?", ("Đại học Bách khoa Hà Nội",)),
        ("Tác giả Truyện Kiều quê ở đâu?", ("Truyện Kiều",)),
        ("Bà Rịa – Vũng Tàu sáp nhập vào đâu?", ("Bà Rịa – Vũng Tàu",)),
        ("Ai viết “Bình Ngô đại cáo”?", ("Bình Ngô đại cáo",)),
        ("Nghị định 38/2022/NĐ-CP quy định gì?", ("38/2022/NĐ-CP",)),
        ("Mức lương tối thiểu vùng I là bao nhiêu?", ()),
        ("Sếp gọi đi làm ngày nghỉ thì trả bao nhiêu?", ()),
        ("Hôm 15/3/2023 lương vùng I là bao nhiêu?", ()),
        ("Ai được phong Đại tướng đầu tiên?", ()),
    ],
)
async def test_names(question: str, focus: tuple[str, ...]) -> None:
    assert (await analyse(question)).focus == focus


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("Nguyễn Du sinh ở đâu?", "BORN_IN"),
        ("Nguyễn Du sinh năm nào?", "BORN_ON"),
        ("Ai sáng lập FPT?", "FOUNDED_BY"),
        ("FPT thành lập năm nào?", "FOUNDED_ON"),
        ("Nghị định nào thay thế Nghị định 38/2022/NĐ-CP?", "REPLACES"),
        ("Nghệ An giáp những tỉnh nào?", "BORDERS"),
    ],
)
async def test_relations_start_with_what_is_asked(question: str, relation: str) -> None:
    assert (await analyse(question)).relations[0] == relation


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Ngày 1/9/2023, mức lương tối thiểu vùng II là bao nhiêu?", date(2023, 9, 1)),
        ("Năm 2023, vượt đèn đỏ bị phạt bao nhiêu?", date(2023, 12, 31)),
        ("Trước ngày 1/7/2024, mức lương tối thiểu vùng I là bao nhiêu?", date(2024, 6, 30)),
        ("Tháng 3 năm 2024, mức lương tối thiểu vùng I là bao nhiêu?", date(2024, 3, 1)),
        ("Mức lương tối thiểu vùng I là bao nhiêu?", TODAY),
        ("Theo Luật Đất đai năm 2024, ai được giao đất?", None),
        ("Nghị định 38/2022/NĐ-CP quy định mức lương tối thiểu vùng I là bao nhiêu?", None),
        ("Nguyễn Du mất năm 1820 ở đâu?", None),
        ("Hồi tháng 5/2023 làm thêm ngày lễ được trả thế nào?", date(2023, 5, 1)),
        ("Phụ cấp ăn trưa bây giờ là bao nhiêu?", TODAY),
        ("Quy chế 2021 cho nghỉ mấy ngày?", None),
        ("Quy chế lao động cũ cho nghỉ mấy ngày?", None),
        ("Nội quy trước đây quy định khách đăng ký với ai?", None),
        ("Trước ngày 1/1/0001, mức lương tối thiểu vùng I là bao nhiêu?", TODAY),
    ],
)
async def test_day_in_force(question: str, day: date | None) -> None:
    assert (await analyse(question)).filters.in_force_on == day


async def test_instrument_is_a_filter() -> None:
    assert (await analyse("nghị định 38/2022/nđ-cp có hiệu lực khi nào?")).filters.instrument == "38/2022/NĐ-CP"


@pytest.mark.parametrize(
    ("conversation", "question", "resolved"),
    [
        (
            ("Diện tích của Nghệ An là bao nhiêu?", "16.486 km²."),
            "Còn dân số thì sao?",
            "Dân số của Nghệ An là bao nhiêu?",
        ),
        (("Dân số của Thanh Hóa là bao nhiêu?", "…"), "Thế còn Nghệ An?", "Dân số của Nghệ An là bao nhiêu?"),
        (("Ai sáng lập FPT?", "Trương Gia Bình."), "Ông ấy sinh năm nào?", "Trương Gia Bình sinh năm nào?"),
        (("Nguyễn Du sinh năm nào?", "1766."), "Ông mất ở đâu?", "Nguyễn Du mất ở đâu?"),
        (
            ("Nguyễn Du quê ở tỉnh nào?", "Hà Tĩnh."),
            "Tỉnh này giáp những tỉnh nào?",
            "Hà Tĩnh giáp những tỉnh nào?",
        ),
        (("Vinamilk thành lập năm nào?", "1976."), "Trụ sở của công ty này ở đâu?", "Trụ sở của Vinamilk ở đâu?"),
        (
            ("Lương tối thiểu vùng I năm 2023 là bao nhiêu?", "4.680.000 đồng."),
            "Còn vùng II thì sao?",
            "Lương tối thiểu vùng II năm 2023 là bao nhiêu?",
        ),
        (
            ("Diện tích của Huế là bao nhiêu?", "…", "Còn dân số?", "…"),
            "Thế còn Đà Nẵng?",
            "Dân số của Đà Nẵng là bao nhiêu?",
        ),
        (("Nguyễn Du sinh năm nào?", "1766."), "Văn Cao sinh ở đâu?", "Văn Cao sinh ở đâu?"),
        (("Ai lập ra FPT?", "Trương Gia Bình."), "Thế ông ấy học trường nào?", "Trương Gia Bình học trường nào?"),
        (("Nguyễn Du sinh năm nào?", "1766."), "Rồi cụ đỗ năm nào?", "Nguyễn Du đỗ năm nào?"),
        (("Bác sĩ được nghỉ mấy ngày?", "…"), "Thế y tá thì sao?", "y tá được nghỉ mấy ngày?"),
        (
            ("Xe máy vượt đèn đỏ bị phạt thế nào?", "…"),
            "Còn ô tô thì phạt bao nhiêu?",
            "ô tô vượt đèn đỏ bị phạt thế nào, ô tô phạt bao nhiêu?",
        ),
        (("Cáp treo ở Fansipan dài bao nhiêu?", "…"), "Đường lên đó mở năm nào?", "Đường lên Fansipan mở năm nào?"),
    ],
)
async def test_follow_ups(conversation: tuple[str, ...], question: str, resolved: str) -> None:
    assert (await analyse(question, *conversation)).text == resolved


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Ông ấy sinh năm nào?", "Ông ấy"),
        ("Trụ sở của công ty này ở đâu?", "công ty này"),
        ("Còn vùng II thì sao?", "Còn vùng II thì sao"),
        ("Bà mất ở đâu?", "Bà mất"),
        ("Ông bà được nghỉ mấy ngày?", ""),
        ("Anh là nước nào?", ""),
        ("Tập đoàn nào lớn nhất, giám đốc tập đoàn đó là ai?", ""),
        ("Nguyễn Du và người này quen nhau thế nào?", ""),
    ],
)
async def test_words_that_point_to_nothing_are_told(question: str, words: str) -> None:
    assert (await analyse(question)).unclear == words


async def test_parts_of_a_comparison_and_of_two_hops() -> None:
    comparison = await analyse("Sông Hồng hay sông Mê Kông dài hơn?")
    assert comparison.sub_questions == ("Sông Hồng dài bao nhiêu?", "Mê Kông dài bao nhiêu?")
    nested = await analyse("Quê của người sáng lập FPT ở đâu?")
    assert nested.sub_questions == ("Người sáng lập FPT là ai?",)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Thành phố nơi tác giả Quốc ca chào đời được giải phóng ngày nào?", ("Tác giả Quốc ca là ai?",)),
        ("Nhà bác học họ Lê quê Thái Bình gặp sứ giả nào?", ()),
        ("Chủ tịch UBND tỉnh Hà Tĩnh hiện nay là ai?", ()),
        ("Phó Giám đốc Công ty Sao Bắc sinh năm nào?", ()),
        ("Tố Hữu và Xuân Diệu, ai ra đời trước?", ("Tố Hữu sinh năm nào?", "Xuân Diệu sinh năm nào?")),
        ("Cầu Rồng bên Đà Nẵng với Cầu Cần Thơ, cây nào khánh thành sau?",
         ("Cầu Rồng có từ năm nào?", "Cầu Cần Thơ có từ năm nào?")),
    ],
)  # fmt: skip
async def test_parts_are_split_where_there_are_any(question: str, parts: tuple[str, ...]) -> None:
    assert (await analyse(question)).sub_questions == parts


async def test_bare_text_is_restored() -> None:
    question = await analyse("nguyen du mat nam nao")
    assert (question.text, question.restored, question.answer_type) == ("nguyễn du mất năm nào", True, AnswerType.DATE)
    assert question.original == "nguyen du mat nam nao"


async def test_a_question_may_be_as_long_as_the_limit() -> None:
    assert (await analyse("a" * MAX_QUESTION)).text
    with pytest.raises(InputError, match="10,000"):
        await analyse("a" * (MAX_QUESTION + 1))
