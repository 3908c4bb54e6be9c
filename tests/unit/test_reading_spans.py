"""The short answer in its sentence: whole names, codes and phrases, and none where the choice is weak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from agents.ports import AnswerType, Material
from agents.reading.answers import Answer
from agents.reading.asked import asked_of
from agents.reading.context import context_passage
from agents.reading.gate import GIVEN
from agents.reading.named import whole_names, with_noun
from agents.reading.passages import sentences_of
from agents.reading.phrases import phrases
from agents.reading.reader import read
from agents.reading.slots import slot_of
from agents.reading.span_features import FEATURES
from agents.rules_analyst import RulesAnalyst
from training.spans import examples, fit_choice

ANALYST = RulesAnalyst(None, None, "t")


async def answered(question: str, text: str) -> Answer:
    understood = await ANALYST.analyse(question, ())
    answer = read(understood, Material((context_passage(text),)), GIVEN)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tháp Sao Mai 81 cao 300 m.", ["Tháp Sao Mai 81"]),
        ("Máy bơm SM-200 thay cho SM-150B.", ["SM-200", "SM-150B"]),
        ("Theo quy chế 07/2022/QC-SM, bà Lan ký.", ["07/2022/QC-SM", "Lan"]),
        ("Nhóm Sao Mai 12 người tới Hoa Sơn năm 1990.", ["Nhóm Sao Mai", "Hoa Sơn"]),
    ],
)
def test_names_are_whole(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in sorted(whole_names(text))] == names


def test_a_name_takes_its_class_noun_and_the_noun_that_is_asked() -> None:
    text = "Khách hay thăm chùa Sen và nhà cổ Bình An; nhóm Sao Mai thi xã."
    spans = {text[slice(*span)]: with_noun(text, span, ("căn", "nhà", "cổ")) for span in whole_names(text)}
    assert text[slice(*spans["Sen"])] == "chùa Sen"
    assert text[slice(*spans["Bình An"])] == "nhà cổ Bình An"
    start, end = with_noun(text, whole_names(text)[-1], ("thi", "xã"))
    assert text[start:end] == "Sao Mai thi xã"


def test_phrases_leave_out_what_the_question_says() -> None:
    sentence = sentences_of("Đội trưởng chê nhạc đồng quê của người lạ.")[0]
    found = {sentence.text[slice(*span)] for span in phrases(sentence, frozenset({"đội", "trưởng", "chê"}))}
    assert "nhạc đồng quê" in found
    assert not any("chê" in phrase for phrase in found)


@pytest.mark.parametrize(
    ("question", "before", "heads", "wants_name"),
    [
        ("Đoàn rời bến trên con tàu tên gì?", "đoàn rời bến trên con", frozenset({"tàu", "đoàn"}), True),
        ("Hồ nào rộng nhất Hoa Sơn?", "", frozenset({"hồ"}), True),
        ("Bà Lan chê loại nhạc nào?", "bà lan chê", frozenset({"nhạc"}), False),
    ],
)
async def test_a_question_is_split_at_its_question_word(
    question: str, before: str, heads: frozenset[str], wants_name: bool
) -> None:
    slot = slot_of(asked_of(await ANALYST.analyse(question, ())))
    assert (" ".join(slot.before), slot.heads, slot.wants_name) == (before, heads, wants_name)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "Mỏ than lớn nhất Hoa Sơn tên gì?",
            "Mỏ Bạch Dương ở ngoài khơi Bến Tre là mỏ than lớn nhất Hoa Sơn.",
            "Mỏ Bạch Dương",
        ),
        (
            "Đoàn thám hiểm rời cảng trên con tàu tên gì?",
            "Năm 1911, đoàn thám hiểm rời cảng Hoa Sơn trên con tàu Sao Biển.",
            "Sao Biển",
        ),
        (
            "Ai vẽ kiểu áo mới cho báo Bình Minh?",
            "Họa sĩ Nguyễn Thị Lan vẽ kiểu áo mới cho báo Bình Minh.",
            "Nguyễn Thị Lan",
        ),
    ],
)
async def test_short_answers(question: str, text: str, short: str) -> None:
    assert (await answered(question, text)).short == short


async def test_a_weak_choice_leaves_the_sentence_to_answer() -> None:
    text = "Ngô Lan cho đóng cọc gỗ xuống lòng sông, lợi dụng nước triều, gió bấc và đêm tối mà đánh giặc phương Bắc."
    answer = await answered("Ngô Lan bày mẹo gì?", text)
    assert (answer.short, answer.sentences[:1]) == (None, (text,))


def made_rows() -> Iterator[dict[str, Any]]:
    for name in ("Nguyễn Văn Minh", "Trần Thị Lan", "Lê Văn Hòa", "Phạm Thị Mai"):
        context = f"Ngôi nhà do kiến trúc sư {name} thiết kế. Bức tường do người thợ Đỗ Văn Tư xây."
        yield {"question": "Ai thiết kế ngôi nhà?", "context": context, "answers": [name]}
    yield {"question": "Ai xây ngôi nhà?", "context": "Không rõ.", "answers": []}
    yield {"question": "Ngôi nhà xây năm nào?", "context": "Ngôi nhà xây năm 1990.", "answers": ["1990"]}


def test_the_choice_is_fitted_from_answered_rows_that_ask_for_any_name() -> None:
    found = list(examples(made_rows(), 1.0))
    assert {example.type for example in found} <= {AnswerType.PERSON}
    assert all(example.values.shape == (len(example.wanted), len(FEATURES)) for example in found)
    weights = fit_choice(found)
    assert weights.shape[1] == len(FEATURES)
    assert np.isfinite(weights).all()
