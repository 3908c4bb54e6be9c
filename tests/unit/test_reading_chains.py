"""Questions over several hops, answered along facts and sentences."""

from __future__ import annotations

import pytest

from agents.analysis.hops import split_hops
from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material
from agents.rules_analyst import RulesAnalyst
from graph.model import Entity, EntityType, Relation
from graph.results import Fact, Passage

PLACES = {"Gò Mây", "Tuy Hạ", "Bình Thượng", "Gia Hạ", "Yên Sơn"}


def named(name: str) -> Entity:
    type_ = EntityType.PLACE if name in PLACES else EntityType.PERSON
    return Entity(name, "t", type_, name.lower(), name)


def fact(head: str, type_: str, tail: str, sentence: str) -> Fact:
    relation = Relation(f"{head}{type_}{tail}", head, type_, tail)
    return Fact(relation, named(head), named(tail), 1, 0.9, "c", "d", 0, len(sentence), sentence)


WIFE = fact("Lê Văn An", "SPOUSE_OF", "Trần Thị Hoa", "Vợ của Lê Văn An là bà Trần Thị Hoa.")
BROTHER = fact("Trần Thị Hoa", "SIBLING_OF", "Trần Văn Minh", "Bà Trần Thị Hoa là em gái của Trần Văn Minh.")
SISTER = fact("Trần Thị Hoa", "SIBLING_OF", "Trần Văn Nam", "Bà Trần Thị Hoa là em gái của Trần Văn Nam.")
BORN = fact(
    "Trần Văn Minh",
    "BORN_IN",
    "Gò Mây",
    "Trần Văn Minh sinh tại Gò Mây, huyện Tuy Hạ, tỉnh Bình Thượng, nay thuộc tỉnh Gia Hạ.",
)
NESTED = fact("Gò Mây", "LOCATED_IN", "Tuy Hạ", BORN.sentence)
PROVINCE = fact("Tuy Hạ", "LOCATED_IN", "Bình Thượng", BORN.sentence)
NOW = fact("Bình Thượng", "LOCATED_IN", "Gia Hạ", BORN.sentence)
FATHER = fact("Lê Văn An", "CHILD_OF", "Lê Văn Bá", "Cha của Lê Văn An là ông Lê Văn Bá.")
SON = fact("Lê Văn Con", "CHILD_OF", "Lê Văn An", "Lê Văn Con là con trai của Lê Văn An.")


async def answered(question: str, *facts: Fact, passages: tuple[Passage, ...] = ()) -> tuple[str | None, str]:
    understood = await RulesAnalyst(None, None, "t").analyse(question, ())
    stream = ExtractiveWriter().write(understood, Material(passages, facts), (), ())
    pieces = [piece async for piece in stream]
    return next((piece.short_answer for piece in pieces if piece.short_answer), None), "".join(p.text for p in pieces)


async def test_a_relative_of_two_steps_is_walked_with_a_sentence_for_each() -> None:
    short, text = await answered("Anh vợ của Lê Văn An là ai?", WIFE, BROTHER)
    assert short == "Trần Văn Minh"
    assert text.splitlines() == [WIFE.sentence, BROTHER.sentence]


async def test_a_relative_of_two_steps_is_not_answered_by_one_step_or_by_several_people() -> None:
    assert (await answered("Anh vợ của Lê Văn An là ai?", WIFE))[0] is None
    assert (await answered("Anh vợ của Lê Văn An là ai?", WIFE, BROTHER, SISTER))[0] is None


async def test_what_is_asked_about_the_relative_follows() -> None:
    short, text = await answered("Anh vợ của Lê Văn An sinh ở đâu?", WIFE, BROTHER, BORN)
    assert short == "Gò Mây"
    assert text.splitlines() == [WIFE.sentence, BROTHER.sentence, BORN.sentence]


@pytest.mark.parametrize(
    ("question", "short"),
    [("Cha của Lê Văn An là ai?", "Lê Văn Bá"), ("Con trai của Lê Văn An là ai?", "Lê Văn Con")],
)
async def test_parents_and_children_are_told_apart(question: str, short: str) -> None:
    assert (await answered(question, FATHER, SON))[0] == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Gò Mây thuộc tỉnh nào?", "Bình Thượng"),
        ("Gò Mây nay thuộc tỉnh nào?", "Gia Hạ"),
        ("Gò Mây thuộc huyện nào?", "Tuy Hạ"),
    ],
)
async def test_the_place_that_holds_a_place_is_found_step_by_step(question: str, short: str) -> None:
    assert (await answered(question, NESTED, PROVINCE, NOW))[0] == short


async def test_a_fact_said_by_a_pronoun_leads_on_but_does_not_answer() -> None:
    wife = fact("Lê Văn An", "SPOUSE_OF", "Trần Thị Hoa", "Người vợ đầu của ông là Trần Thị Hoa.")
    born = fact("Lê Văn An", "BORN_IN", "Yên Sơn", "Lê Văn An sinh tại làng Yên Sơn.")
    assert (await answered("Vị tướng có người vợ đầu là Trần Thị Hoa là ai?", wife, born))[0] is None
    short, text = await answered("Vị tướng có người vợ đầu là Trần Thị Hoa sinh tại làng nào?", wife, born)
    assert short == "Yên Sơn"
    assert text.splitlines() == [wife.sentence, born.sentence]


def test_a_bridge_that_the_question_names_is_taken() -> None:
    question = "Ai là hiệu trưởng đầu tiên của ngôi trường mà Lê Văn An từng theo học, nay là Trường Y Gia Hạ?"
    hops = split_hops(question, ("Lê Văn An", "Trường Y Gia Hạ"))
    assert hops is not None
    assert hops.stated == "Trường Y Gia Hạ"
    assert hops.second("Trường Y Gia Hạ") == "Ai là hiệu trưởng đầu tiên của Trường Y Gia Hạ?"


async def test_the_first_of_several_is_not_taken_for_the_second() -> None:
    first = fact("Lê Văn An", "SPOUSE_OF", "Trần Thị Hoa", "Người vợ đầu của Lê Văn An là Trần Thị Hoa.")
    second = fact("Lê Văn An", "SPOUSE_OF", "Trần Thị Mai", "Người vợ thứ hai của Lê Văn An là Trần Thị Mai.")
    assert (await answered("Vợ thứ hai của Lê Văn An là ai?", first))[0] is None
    assert (await answered("Vợ thứ hai của Lê Văn An là ai?", first, second))[0] == "Trần Thị Mai"
