"""Grounding: exact and reworded sentences pass with the words that carry them, altered ones do not."""

from __future__ import annotations

import pytest

from agents.grounding.pairs import judge_pair
from agents.lexical_checker import LexicalChecker
from agents.ports import Grounding, Verdict
from graph.results import Passage

TEXT = """Trần Thị Lan sinh ngày 3 tháng 4 năm 1901 tại làng Phú Khê, tỉnh Thanh Hóa.
Bà mất tại Hải Phòng năm 1975, thọ 74 tuổi.
Bà không nhận giải thưởng văn học của thành phố.
Dân số của tỉnh tăng lên 3,5 triệu người vào cuối thế kỷ XX.
Lê Văn Minh là thầy của Phạm Quang Huy."""
START = 100
PASSAGES = (
    Passage("c0", "d0", "d0", "d0", "Ca trù", "Ca trù là một loại hình nghệ thuật.", 0, 35),
    Passage("c1", "d1", "d1", "d1", "Trần Thị Lan", TEXT, START, START + len(TEXT)),
)


async def check(sentence: str, question: str = "") -> Grounding:
    return await LexicalChecker().check(question, sentence, PASSAGES)


@pytest.mark.parametrize("sentence", TEXT.splitlines())
async def test_words_of_the_source_are_cited_exactly(sentence: str) -> None:
    grounding = await check(sentence)
    assert grounding.verdict is Verdict.SUPPORTED
    assert grounding.probability == 1.0
    (citation,) = grounding.citations
    assert (citation.chunk_id, TEXT[citation.start - START : citation.end - START]) == ("c1", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trần Thị Lan chào đời ngày 3/4/1901 tại làng Phú Khê, tỉnh Thanh Hóa.",
        "Theo tài liệu, bà mất tại Hải Phòng năm 1975.",
        "Năm 1975, bà qua đời tại Hải Phòng.",
        "Trần Thị Lan mất tại Hải Phòng năm 1975, thọ 74 tuổi.",
        "Vào cuối thế kỷ 20, dân số của tỉnh tăng lên 3.500.000 người.",
        "Trần Thị Lan sinh ngày 3 tháng 4 năm 1901 tại tỉnh Thanh Hóa và mất tại Hải Phòng năm 1975.",
    ],
)
async def test_light_rewording_is_supported(sentence: str) -> None:
    grounding = await check(sentence)
    assert grounding.verdict is Verdict.SUPPORTED
    assert grounding.citations


@pytest.mark.parametrize(
    "sentence",
    [
        "Bà mất tại Hải Phòng năm 1957, thọ 74 tuổi.",
        "Bà mất tại Hải Phòng năm 1901, thọ 74 tuổi.",
        "Trần Thị Lan sinh ngày 4 tháng 3 năm 1901 tại làng Phú Khê, tỉnh Thanh Hóa.",
        "Bà mất tại Hà Nội năm 1975, thọ 74 tuổi.",
        "Bà mất tại Phú Khê năm 1975, thọ 74 tuổi.",
        "Nguyễn Thị Mai sinh ngày 3 tháng 4 năm 1901 tại làng Phú Khê, tỉnh Thanh Hóa.",
        "Bà nhận giải thưởng văn học của thành phố.",
        "Bà không mất tại Hải Phòng năm 1975, thọ 74 tuổi.",
        "Dân số của tỉnh giảm xuống 3,5 triệu người vào cuối thế kỷ XX.",
        "Phạm Quang Huy là thầy của Lê Văn Minh.",
        "Bà mất tại Hải Phòng năm 1975, thọ 74 tuổi, và được phong tặng danh hiệu nghệ sĩ nhân dân.",
        "Núi lửa phun trào ở Indonesia.",
    ],
)
async def test_altered_sentences_are_not_supported(sentence: str) -> None:
    grounding = await check(sentence)
    assert grounding.verdict is not Verdict.SUPPORTED
    assert grounding.probability < 0.5
    assert grounding.citations == ()
    assert grounding.reason


async def test_reasons_name_what_does_not_fit() -> None:
    assert "1957" in (await check("Bà mất tại Hải Phòng năm 1957, thọ 74 tuổi.")).reason
    assert "Hà Nội" in (await check("Bà mất tại Hà Nội năm 1975, thọ 74 tuổi.")).reason


async def test_short_answers_are_judged_with_their_question() -> None:
    right = await check("Hải Phòng.", "Trần Thị Lan mất ở đâu?")
    assert right.verdict is Verdict.SUPPORTED
    assert "Hải Phòng" in TEXT[right.citations[0].start - START : right.citations[0].end - START]
    assert (await check("Thanh Hóa.", "Ca trù có từ thế kỷ nào?")).verdict is not Verdict.SUPPORTED
    assert (await check("Đà Nẵng.", "Trần Thị Lan mất ở đâu?")).verdict is not Verdict.SUPPORTED


def test_pairs_take_the_worst_of_their_sentences() -> None:
    question = "Trần Thị Lan sinh ở đâu?"
    assert judge_pair(TEXT, question, "Bà sinh tại làng Phú Khê, tỉnh Thanh Hóa.").verdict is Verdict.SUPPORTED
    wrong = judge_pair(TEXT, question, "Bà sinh tại làng Phú Khê. Bà mất tại Hải Phòng năm 1957, thọ 74 tuổi.")
    assert wrong.verdict is Verdict.CONTRADICTED
    added = judge_pair(
        TEXT,
        question,
        (
            "Bà sinh tại làng Phú Khê trong gia đình thợ mộc khá giả, từng du học Pháp, kết hôn với bác sĩ "
            "quân y nổi tiếng."
        ),
    )
    assert added.verdict is Verdict.UNSUPPORTED
    assert added.probability < 0.5
    assert judge_pair(TEXT, question, " ").verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("source", "sentence", "question"),
    [
        ("Không có chuyện Hồ Văn Bá sinh năm 1820 tại Vinh.", "Hồ Văn Bá sinh năm 1820 tại Vinh.", ""),
        ("Không có chuyện Hồ Văn Bá sinh năm 1820 tại Vinh.", "1820", "Hồ Văn Bá sinh năm nào?"),
        ("Nhiều người lầm tưởng rằng Hồ Văn Bá sinh tại Vinh.", "Hồ Văn Bá sinh tại Vinh.", "Hồ Văn Bá sinh ở đâu?"),
        ("Chưa ai chứng minh được rằng Hồ Văn Bá sinh tại Vinh.", "Hồ Văn Bá sinh tại Vinh.", ""),
        ("Nếu cửa hàng vi phạm thì cửa hàng bị phạt 50 triệu đồng.", "Cửa hàng bị phạt 50 triệu đồng.", ""),
        (
            "Nếu cửa hàng vi phạm thì cửa hàng bị phạt 50 triệu đồng.",
            "Cửa hàng bị phạt 50 triệu đồng.",
            "Cửa hàng bị phạt bao nhiêu?",
        ),
        ("Ông không phải là người sáng lập công ty Sao Mai.", "Ông là người sáng lập công ty Sao Mai.", ""),
        ("Ông không phải là người sáng lập công ty Sao Mai.", "người sáng lập công ty Sao Mai", "Ông là ai?"),
    ],
)
async def test_what_the_source_denies_doubts_or_conditions_is_not_shown(
    source: str, sentence: str, question: str
) -> None:
    passages = (Passage("c", "d", "d", "d", "", source, 0, len(source)),)
    assert (await LexicalChecker().check(question, sentence, passages)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("source", "sentence", "question"),
    [
        ("Nếu cửa hàng vi phạm thì bị phạt 50 triệu đồng.", "50 triệu đồng", "Cửa hàng vi phạm thì bị phạt bao nhiêu?"),
        ("Ông không học đại học, ông sinh năm 1820 tại Vinh.", "Ông sinh năm 1820 tại Vinh.", ""),
        ("Không ai biết mặt Hồ Văn Bá.", "Không ai biết mặt Hồ Văn Bá.", ""),
    ],
)
async def test_what_the_source_states_is_shown(source: str, sentence: str, question: str) -> None:
    passages = (Passage("c", "d", "d", "d", "", source, 0, len(source)),)
    assert (await LexicalChecker().check(question, sentence, passages)).verdict is Verdict.SUPPORTED
