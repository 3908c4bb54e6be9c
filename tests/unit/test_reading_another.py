"""A text that comes with the question is not read for another name or year, nor for what it denies."""

from __future__ import annotations

import unicodedata

import pytest

from agents.context_reader import ContextAnswer, ContextReader
from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.rules_analyst import RulesAnalyst
from graph.text.normalise import nfc, nfc_spans

READER = ContextReader(RulesAnalyst(None, None, "t"), ExtractiveWriter(), LexicalChecker())
BORN = "Ông Nguyễn Văn An sinh năm 1950 tại Huế. Ông Trần Văn Bình sinh năm 1962 tại Hà Nội."


async def read(question: str, text: str) -> ContextAnswer:
    return await READER.answer(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Lê Thị Cúc sinh năm nào?", BORN),
        ("Lê Văn An sinh năm nào?", BORN),
        ("Lê Thị Cúc sinh năm nào?", "Nguyễn Văn An là bác sĩ. Ông sinh năm 1950."),
        ("Dân số của Đà Lạt là bao nhiêu?", "Dân số của Nha Trang là 535.000 người."),
        ("Thủ đô của Lào là gì?", "Thủ đô của Campuchia là Phnom Penh."),
        ("Thuế suất năm 2023 là bao nhiêu?", "Thuế suất năm 2022 là 10%. Thuế suất năm 2024 là 8%."),
        (
            "Hợp đồng có hiệu lực từ ngày nào?",
            "Hợp đồng được ký ngày 01/02/2024. Hợp đồng hết hiệu lực ngày 31/12/2025.",
        ),
    ],
)
async def test_what_the_text_does_not_speak_of_is_not_answered(question: str, text: str) -> None:
    answer = await read(question, text)
    assert answer.abstained, answer.sentences


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Trần Văn Bình sinh năm nào?", BORN, "1962"),
        ("Nguyễn Văn An sinh năm nào?", "Ông An là bác sĩ ở Huế. Ông An sinh năm 1950.", "1950"),
        ("Viktor Hugo sinh năm nào?", "Victor Hugo sinh năm 1802 tại Besançon.", "1802"),
        ("Xã Hoà Bình có bao nhiêu dân?", "Xã Hòa Bình có 3.000 dân.", "3.000 dân"),
        ("Thuế suất năm 2024 là bao nhiêu?", "Thuế suất năm 2022 là 10%. Thuế suất năm 2024 là 8%.", "8%"),
        (
            "Hợp đồng có hiệu lực từ ngày nào?",
            "Hợp đồng có hiệu lực từ ngày 01/02/2024 và hết hiệu lực ngày 31/12/2025.",
            "ngày 01/02/2024",
        ),
        (
            "Luật có hiệu lực từ ngày nào?",
            "Luật được thông qua ngày 18/6/2020 và thi hành từ ngày 01/01/2021.",
            "ngày 01/01/2021",
        ),
    ],
)
async def test_what_it_speaks_of_by_the_same_name_is_answered(question: str, text: str, short: str) -> None:
    assert (await read(question, text)).short_answer == short


@pytest.mark.parametrize("denial", ["không phải là ông", "không phải", "chưa phải là"])
async def test_what_is_denied_is_no_short_answer(denial: str) -> None:
    answer = await read("Ai là giám đốc công ty Hoa Sen?", f"Giám đốc công ty Hoa Sen {denial} Nguyễn Văn An.")
    assert answer.short_answer is None


async def test_a_decomposed_text_is_read_with_spans_into_it_as_given() -> None:
    given = unicodedata.normalize("NFD", BORN)
    answer = await read("Trần Văn Bình sinh năm nào?", given)
    assert answer.short_answer == "1962"
    cited = answer.sentences[-1]["citations"][0]
    assert nfc(given[cited["start"] : cited["end"]]) == "Ông Trần Văn Bình sinh năm 1962 tại Hà Nội."


@pytest.mark.parametrize("text", ["", "a", BORN, "e\u0323\u0302 ê\u0323 \u1112\u1161\u11ab \u0958 \u0301x"])
def test_spans_of_the_composed_form_cover_the_text(text: str) -> None:
    for given in (text, unicodedata.normalize("NFD", text)):
        spans = nfc_spans(given)
        assert len(spans) == len(nfc(given))
        assert "".join(given[a:b] for a, b in dict.fromkeys(spans)) == given
        for (a, b), code in zip(spans, nfc(given), strict=True):
            assert code in nfc(given[a:b])
