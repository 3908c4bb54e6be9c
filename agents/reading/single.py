"""Reads the answer to a question of one hop: from facts, or from the sentence that speaks of it best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.grounding.stances import gives_the_contrary, turns_round
from agents.ports import AnswerType, Material, Question
from agents.reading.answers import Answer
from agents.reading.asked import Asked, asked_of
from agents.reading.candidates import candidates_of
from agents.reading.facts import facts_answer
from agents.reading.forms import asked_form
from agents.reading.gate import STRONGEST, TYPED, Bar, answers, has_evidence, may_answer, signals
from agents.reading.holders import holders
from agents.reading.kinship import tells_of_kin
from agents.reading.lists import lead_of, lines_under, listed
from agents.reading.provisions import asked_provision, provision_answer, without_provision
from agents.reading.ranking import Ranked, rank_sentences
from agents.reading.replies import replies
from agents.reading.spans import ShortAnswer, short_answer
from agents.reading.subjects import subject_of
from agents.reading.tables.answers import may_prove, read_tables
from agents.reading.tokens import tokenise
from graph.results import Passage

_LONG = frozenset({AnswerType.REASON, AnswerType.MANNER, AnswerType.DEFINITION})
_WHOM = frozenset({AnswerType.PERSON, AnswerType.ORGANISATION, AnswerType.LIST})
"""Types that a sentence about those who are not meant does not answer at all."""

_LEAST_SURE = {AnswerType.THING: 0.18, AnswerType.PERSON: 0.5}
"""Likelihood below which a span is wrong more often than right: then the sentence answers alone."""

_SURE = 0.8
"""The same for a name that nothing marks as a person's."""

_CONSIDERED = 8
_LENGTH = 0.06
"""Cost of a sentence by the logarithm of its terms: a long one shares words with the question by chance."""

_SPAN_SHARE = 0.12
_SUBJECT_SCORE = 1.5
_NEAR = 0.8
_SPARE = 3


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence read.

    Attributes:
        ranked: The sentence.
        short: The short answer that it gives.
        strength: How strongly.
        before: A sentence that it needs before it.
        weak: Whether the short answer had better not be shown.
    """

    ranked: Ranked
    short: str | None
    strength: float
    before: tuple[str, ...] = ()
    weak: bool = False

    @property
    def score(self) -> float:
        """Worth of sentence and short answer together."""
        return self.ranked.score + _SPAN_SHARE * min(self.strength, STRONGEST)

    @property
    def worth(self) -> float:
        """What the sentences of one question are chosen by."""
        return self.score - _LENGTH * math.log(1 + len(self.ranked.sentence.terms))

    @property
    def shows(self) -> bool:
        """Whether it has a short answer that may be shown."""
        return self.short is not None and not self.weak


def read_single(question: Question, material: Material, bar: Bar, *, nested: bool = False) -> Answer | None:
    """The answer to one question, or None where the material does not speak of it.

    Args:
        question: The question.
        material: Passages and facts.
        bar: How much is asked of a sentence.
        nested: Whether the question holds another one: then one sentence must hold nearly all of it.
    """
    from_facts = facts_answer(question, material.facts)
    if from_facts is not None:
        return from_facts
    replied = _replied(question, material.passages)
    if replied is not None:
        return replied
    several = holders(question.text, material.passages)
    if several is not None:
        asked = asked_of(question)
        if _answering(asked, _readings(asked, material.passages, bar), bar):
            return several
    provision = asked_provision(question.text, material.passages)
    from_tables = None if provision else read_tables(question, material.passages)
    if from_tables is not None:
        return from_tables
    asked = asked_of(replace(question, text=without_provision(question.text)) if provision else question)
    readings = _readings(asked, material.passages, bar, nested=nested, spans=provision is None)
    best = _answering(asked, readings, bar)
    if best is None:
        return None
    if provision:
        return provision_answer(provision, [reading.ranked for reading in readings])
    return _answer(asked, best, readings)


def judge_single(question: Question, passages: Sequence[Passage], bar: Bar) -> tuple[Answer, tuple[float, ...]] | None:
    """The answer that the best sentence would give were there no gate, with what the gate looks at (`gate.SIGNALS`).

    None where no sentence may answer. The gate is fitted on these. Unlike in `read_single`, neither `has_evidence` nor
    what answers before the gate (facts, replies, tables, provisions) is asked, nor `holders`.
    """
    asked = asked_of(question)
    readings = _readings(asked, passages, bar)
    best = _best(readings)
    return None if best is None else (_answer(asked, best, readings), _signals(asked, best))


def _readings(
    asked: Asked, passages: Sequence[Passage], bar: Bar, *, nested: bool = False, spans: bool = True
) -> list[_Reading]:
    """The sentences that may answer, best first; of those only what has a short answer where one must be there."""
    ranked = [
        item
        for item in rank_sentences(asked, tuple(passages))[:_CONSIDERED]
        if may_prove(item, asked)
        and tells_of_kin(asked.text, item.sentence.text)
        and may_answer(item, asked, bar, nested=nested)
        and not _tells_of_others(item, asked)
    ]
    readings = [_read(item, asked, passages) if spans else _Reading(item, None, 0.0) for item in ranked]
    short = [reading for reading in readings if reading.shows]
    if asked_form(asked.text):
        return short
    return short or readings if asked.type in TYPED and bar.needs_short else readings


def _best(readings: Sequence[_Reading]) -> _Reading | None:
    return max(readings, key=lambda reading: reading.worth, default=None)


def _answering(asked: Asked, readings: Sequence[_Reading], bar: Bar) -> _Reading | None:
    """The best sentence, where it speaks of what is asked."""
    best = _best(readings)
    speaks = best is not None and has_evidence(best.ranked, asked, bar) and answers(_signals(asked, best), bar)
    return best if speaks else None


def _signals(asked: Asked, best: _Reading) -> tuple[float, ...]:
    lacking = asked.type in TYPED and not best.shows
    return signals(best.ranked, asked, best.score, best.strength, lacking=lacking)


def _replied(question: Question, passages: Sequence[Passage]) -> Answer | None:
    """What a text says below the same question, with its short answer where the first sentences give one."""
    found = replies(question.text, passages)
    if found is None:
        return None
    passage, below = found
    asked = asked_of(question)
    ranked = (Ranked(passage, s, 0.0, 1.0, 1.0, candidates_of(s, asked)) for s in below)
    short = next((own for item in ranked if item.candidates and (own := short_answer(item, asked))), None)
    sure = short is not None and asked.type in TYPED and not _is_weak(short, asked)
    return Answer(tuple(sentence.text for sentence in below), short.text if short and sure else None)


def _read(item: Ranked, asked: Asked, passages: Sequence[Passage]) -> _Reading:
    short = short_answer(item, asked)
    typed = short is not None and short.candidate.typed
    subject = subject_of(item, passages) if asked.type is AnswerType.PERSON and not typed else None
    if subject is not None:
        return _Reading(item, subject.name, _SUBJECT_SCORE, (subject.sentence,))
    if short is None:
        return _Reading(item, None, 0.0)
    contrary = gives_the_contrary(asked.text, item.sentence, tokenise(short.text).terms)
    return _Reading(item, short.text, short.score, weak=_is_weak(short, asked) or contrary)


def _tells_of_others(item: Ranked, asked: Asked) -> bool:
    """Whether a sentence says who or which is not meant, where that was asked."""
    which = asked.type in _WHOM or (asked.type is AnswerType.THING and "nào" in asked.terms)
    return which and turns_round(asked.text, item.sentence)


def _is_weak(short: ShortAnswer, asked: Asked) -> bool:
    if asked_form(asked.text):
        return False
    if asked.type is AnswerType.PERSON and not short.candidate.typed:
        return short.sure < _SURE
    return short.sure < _LEAST_SURE.get(asked.type, 0.0)


def _answer(asked: Asked, best: _Reading, readings: Sequence[_Reading]) -> Answer:
    sentence = best.ranked.sentence
    if asked.type is AnswerType.LIST:
        sentence = lead_of(best.ranked.passage, sentence)
    lines = lines_under(best.ranked.passage, sentence)
    header = (sentence.header,) if sentence.header else ()
    others = [reading for reading in readings if reading is not best]
    sentences = (*best.before, *header, sentence.text, *lines)
    if asked.type in _LONG:
        sentences += tuple(other.ranked.sentence.text for other in others[:1] if other.score >= _NEAR * best.score)
    short = None if best.weak else best.short
    if asked.type is AnswerType.LIST and lines:
        short = listed(lines)
    spare = tuple(other.ranked.sentence.text for other in others)
    unique = tuple(dict.fromkeys(sentences))
    return Answer(unique, short, tuple(text for text in spare if text not in unique)[:_SPARE])
