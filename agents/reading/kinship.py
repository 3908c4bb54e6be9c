"""Relatives of two steps (``anh vợ``, ``cháu ngoại``), walked from fact to fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from agents.ports import Question
from agents.reading.answers import Answer
from graph.model import Entity
from graph.results import Fact
from graph.text.normalise import name_key


class Step(Enum):
    """One step along facts about a family."""

    SPOUSE = auto()
    SIBLING = auto()
    PARENT = auto()
    CHILD = auto()


_TYPES = {
    Step.SPOUSE: "SPOUSE_OF",
    Step.SIBLING: "SIBLING_OF",
    Step.PARENT: "CHILD_OF",
    Step.CHILD: "CHILD_OF",
}
_COMPOUNDS: tuple[tuple[str, tuple[Step, Step]], ...] = (
    (r"(?:anh|em|chị) (?:vợ|chồng)", (Step.SPOUSE, Step.SIBLING)),
    (r"(?:cha|bố|mẹ) (?:vợ|chồng)|nhạc (?:phụ|mẫu)", (Step.SPOUSE, Step.PARENT)),
    (r"(?:anh|em) rể|(?:chị|em) dâu", (Step.SIBLING, Step.SPOUSE)),
    (r"con (?:rể|dâu)", (Step.CHILD, Step.SPOUSE)),
    (r"(?:ông|bà) (?:nội|ngoại)", (Step.PARENT, Step.PARENT)),
    (r"cháu (?:nội|ngoại)", (Step.CHILD, Step.CHILD)),
)
_CONVERSE = {
    (Step.SPOUSE, Step.SIBLING): (Step.SIBLING, Step.SPOUSE),
    (Step.SIBLING, Step.SPOUSE): (Step.SPOUSE, Step.SIBLING),
    (Step.SPOUSE, Step.PARENT): (Step.CHILD, Step.SPOUSE),
    (Step.CHILD, Step.SPOUSE): (Step.SPOUSE, Step.PARENT),
    (Step.PARENT, Step.PARENT): (Step.CHILD, Step.CHILD),
    (Step.CHILD, Step.CHILD): (Step.PARENT, Step.PARENT),
}
_PATTERNS = tuple((re.compile(rf"(?<!\w)(?:{words}) (?=của )", re.IGNORECASE), steps) for words, steps in _COMPOUNDS)
_IN_LAW = r"gả|làm rể|(?:cưới|lấy) con gái|con gái [^.;]*(?:là|làm|lấy|thành) (?:vợ|chồng|hoàng hậu|phi|phu nhân)"
_SAID_OTHERWISE = {
    (Step.SPOUSE, Step.PARENT): re.compile(rf"(?<!\w)(?:{_IN_LAW})(?!\w)", re.IGNORECASE),
    (Step.CHILD, Step.SPOUSE): re.compile(rf"(?<!\w)(?:{_IN_LAW})(?!\w)", re.IGNORECASE),
}
"""How a sentence tells of parents-in-law without a word for them: ``Con gái ông là vợ của`` An."""

_WHOSE = re.compile(r" của (?:ai|(?:[^\W\d]+ ){1,3}nào)(?!\w)", re.IGNORECASE)
"""Who has the relative is asked: An là con rể ``của ai``."""

_SPOUSES = r"vợ(?! chồng)|(?<!vợ )chồng|phu nhân|phu quân"
_CHILDREN = r"con (?:trai|gái|cả|đầu|út|nuôi)|(?:mấy|bao nhiêu) (?:người )?con"
_PARENTS = r"(?:cha|bố|mẹ|thân phụ|thân mẫu)(?! (?:đẻ của|vợ|chồng))"
_GENERATIONS = r"con|cha|bố|mẹ|thân phụ|thân mẫu|sinh (?:hạ|được)|trai|gái|hoàng tử|công chúa|trưởng nam|thứ nam|ái nữ"
_WEDDINGS = r"vợ|chồng|phu nhân|phu quân|cưới|lấy|gả|kết hôn|thành hôn|hôn nhân|kết duyên|hoàng hậu|phi|công chúa"
_NEAREST = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)", re.IGNORECASE), re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE))
    for asked, told in ((_SPOUSES, _WEDDINGS), (_CHILDREN, _GENERATIONS), (_PARENTS, _GENERATIONS))
)
"""What asks for the nearest relatives, each with the words of which a sentence about them holds one."""


@dataclass(frozen=True, slots=True)
class _Path:
    """Facts walked so far and the relative reached."""

    end: Entity
    facts: tuple[Fact, ...] = ()


def kin_steps(question: str) -> tuple[Step, ...]:
    """The steps to the relative that the question asks about; empty where one fact names the relative."""
    found = next(((match, steps) for pattern, steps in _PATTERNS if (match := pattern.search(question))), None)
    if found is None:
        return ()
    match, steps = found
    return _CONVERSE[steps] if _WHOSE.match(question, match.end() - 1) else steps


def tells_of_kin(question: str, sentence: str) -> bool:
    """Whether a sentence speaks of the relation that the question asks about, from either side."""
    asked = next((steps for pattern, steps in _PATTERNS if pattern.search(question)), None)
    if asked is None:
        return all(told.search(sentence) for asks, told in _NEAREST if asks.search(question))
    wanted = (asked, _CONVERSE[asked])
    if any(told.search(sentence) for steps, told in _SAID_OTHERWISE.items() if steps in wanted):
        return True
    return any(
        re.search(rf"(?<!\w)(?:{words})(?!\w)", sentence, re.IGNORECASE) for words, s in _COMPOUNDS if s in wanted
    )


def kin_answer(question: Question, steps: Sequence[Step], facts: Sequence[Fact]) -> Answer | None:
    """The one relative that the steps lead to from the names of the question, each step with its sentence.

    None where no facts lead there, or they lead to several people.
    """
    focus = frozenset(name_key(name) for name in question.focus)
    ends = {entity.id: entity for fact in facts for entity in (fact.head, fact.tail)}
    paths = [_Path(entity) for entity in ends.values() if _named(entity, focus)]
    started = frozenset(path.end.id for path in paths)
    for step in steps:
        paths = [_Path(end, (*path.facts, fact)) for path in paths for fact, end in _taken(path.end, step, facts)]
    arrived = [path for path in paths if path.end.id not in started]
    if len({path.end.id for path in arrived}) != 1:
        return None
    best = max(arrived, key=lambda path: min(fact.confidence for fact in path.facts))
    return Answer(tuple(dict.fromkeys(fact.sentence for fact in best.facts)), best.end.name)


def _named(entity: Entity, focus: frozenset[str]) -> bool:
    return any(name_key(name) in focus for name in (entity.name, *entity.aliases))


def _taken(entity: Entity, step: Step, facts: Sequence[Fact]) -> list[tuple[Fact, Entity]]:
    """Facts that take the step from an entity, with where they arrive."""
    type_ = _TYPES[step]
    outward = [(fact, fact.tail) for fact in facts if fact.relation.type == type_ and fact.head.id == entity.id]
    inward = [(fact, fact.head) for fact in facts if fact.relation.type == type_ and fact.tail.id == entity.id]
    if step is Step.PARENT:
        return outward
    return inward if step is Step.CHILD else outward + inward
