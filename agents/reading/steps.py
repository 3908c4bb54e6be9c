"""What may stand between the two steps of a question: names that fit a description, judged by both steps.

For each way to part the question and each sentence that holds most of the description, the names in that sentence
compete, and so does what its document is about; a name of which another sentence holds most of the rest goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.analysis.hops import first_question
from agents.analysis.splits import Split, splits
from agents.ports import Question, QuestionKind
from agents.reading.asked import Asked, asked_of
from agents.reading.bearers import bearers, may_bear
from agents.reading.candidates import candidates_of
from agents.reading.kinship import tells_of_kin
from agents.reading.lexicon import PRONOUNS
from agents.reading.names import name_spans
from agents.reading.parts import part_of
from agents.reading.passages import Sentence, is_question, sentences_before, sentences_of
from agents.reading.ranking import Ranked, held_terms
from agents.reading.spans import short_answer
from agents.reading.tokens import is_number
from graph.results import Passage
from graph.text.normalise import name_key

_SHARE = 0.65
"""Least share of a description in the sentence that says what is described."""

_SHARE_NAMED = 0.6
"""The same for a description that holds a name, which must stand there."""

_NEAR_BEST = 0.85
"""Least share of what the sentence holds that holds the most of a description: it says ``đầu tiên``, others do not."""

_REST = 0.5
"""Least share of the rest in a sentence about it, for that sentence to count."""

_NAMED = 0.85
"""Least credit of each name and number of a description: it stands in the sentence or above it."""

_WHOLE = 0.95
"""Share of the question in one sentence from which on nothing is looked for in between."""

_NOUN = 0.3
"""What the noun of a description weighs: a sentence names a poet without saying that it is one."""

_MISSED = 0.5
"""How much more what a description lacks weighs than what the rest lacks: reading looks at the rest again."""

_AGAIN = 0.5
"""What of the rest both sentences hold counts less by this: it may belong to the description."""

_FOUND = 0.1
"""What it is worth that a sentence about the name is at hand."""

_CHOSEN = 0.2
"""What it is worth that a name is the best answer that the sentence gives to the description as a question."""

_LEFT = 0.4
"""Least share of the rest that the first sentence leaves open; where it leaves less, it answers alone."""

_LEAST_LEFT = 2.0
"""Least weight of that: about one telling word."""

_OPENING = 6
_LONGEST_CHAIN = 6
_LOOKED_AT = 8
_MOST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """What may stand in between.

    Attributes:
        name: Its name.
        first: The question for it.
        second: The question about it.
        sentences: What shows that it is what is described; the last one holds most of the description.
        passage: Where that stands.
        worth: How much of the question it holds together with the best other sentence about the name.
        found: Whether such another sentence is there.
        open: Share of the question that the first sentence leaves to be said about it.
    """

    name: str
    first: str
    second: str
    sentences: tuple[str, ...]
    passage: Passage
    worth: float
    found: bool
    open: float


@dataclass(frozen=True, slots=True)
class _Held:
    """A sentence with the share of each term of the question that it holds."""

    passage: Passage
    sentence: Sentence
    terms: Mapping[str, float]


@lru_cache(maxsize=128)
def steps(question: Question, passages: tuple[Passage, ...]) -> tuple[Step, ...]:
    """What may stand in between, best first, each name once; empty where one sentence speaks of all that is asked.

    Kept for the questions at hand: what decides on another search is asked for again when the answer is read.
    Questions of law name the provision that answers, however much it looks like a description.
    """
    if question.kind in (QuestionKind.LEGAL, QuestionKind.COMPARISON):
        return ()
    parted = splits(question.text, question.focus)
    if not parted:
        return ()
    whole = asked_of(question)
    held = list(_held(whole, passages))
    everything = _Part.of(whole, range(len(whole.terms)))
    if any(everything.share(item.terms) >= _WHOLE for item in held):
        return ()
    best: dict[str, Step] = {}
    for step in _steps(question, whole, parted, held):
        key = name_key(step.name)
        if key not in best or step.worth > best[key].worth:
            best[key] = step
    likely = sorted(best.values(), key=lambda step: -step.worth)[:_LOOKED_AT]
    ranked = sorted(likely, key=lambda step: -step.worth - _CHOSEN * _is_chosen(question, step))
    return tuple(ranked[:_MOST])


def _is_chosen(question: Question, step: Step) -> bool:
    """Whether the sentence answers the description, asked as a question, with the name."""
    asks = asked_of(part_of(question, step.first))
    sentence = sentences_of(step.sentences[-1])[0]
    short = short_answer(Ranked(step.passage, sentence, 0.0, 1.0, 1.0, candidates_of(sentence, asks)), asks)
    return short is not None and name_key(step.name) in name_key(short.text)


def _held(whole: Asked, passages: Sequence[Passage]) -> Iterator[_Held]:
    for passage in passages:
        for sentence in sentences_of(passage.text):
            if not sentence.heading and not is_question(sentence.text):
                yield _Held(passage, sentence, held_terms(whole, passage, sentence))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some terms of a question that weigh something, in order, each with its weight."""

    terms: tuple[tuple[str, float], ...]
    weight: float

    @classmethod
    def of(cls, whole: Asked, positions: Iterable[int], light: range = range(0)) -> _Part:
        """The terms at those positions; the ``light`` ones of them weigh less."""
        weighed = ((whole.terms[at], _NOUN if at in light else 1.0) for at in positions)
        terms = tuple((term, whole.weights[term] * scale) for term, scale in weighed if term in whole.weights)
        return cls(terms, sum(weight for _, weight in terms))

    def share(self, held: Mapping[str, float]) -> float:
        """Share of the weight that is held; 0 where the terms weigh nothing."""
        found = sum(weight * held[term] for term, weight in self.terms if term in held)
        return found / self.weight if self.weight else 0.0

    def share_beyond(self, held: Mapping[str, float], before: Mapping[str, float]) -> float:
        """The same in another sentence; what the first holds as well may belong to the description."""
        found = sum(
            weight * (held[term] * (1 - _AGAIN * before.get(term, 0.0))) for term, weight in self.terms if term in held
        )
        return found / self.weight if self.weight else 0.0


def _steps(question: Question, whole: Asked, parted: Sequence[Split], held: Sequence[_Held]) -> Iterator[Step]:
    about: dict[str, list[_Held]] = {}
    said = name_key(question.text)
    for split in parted:
        inside = range(split.first, split.last)
        outside = _Part.of(whole, (at for at in range(len(whole.terms)) if at not in inside))
        described_part = _Part.of(whole, inside, split.sort)
        weights = described_part.weight, outside.weight
        for share, item in _describing(whole, split, described_part, held):
            left = (1 - outside.share(item.terms)) * weights[1]
            if left < max(_LEFT * weights[1], _LEAST_LEFT):
                continue
            for name, sentences in _described(split, item, held):
                if name_key(name) in said:
                    continue
                if name not in about:
                    about[name] = [other for other in held if _is_about(other, name_key(name))]
                others = (other for other in about[name] if other.sentence.text not in sentences)
                rest = max((outside.share_beyond(other.terms, item.terms) for other in others), default=0.0)
                described = (share - _MISSED * (1 - share)) * weights[0]
                worth = (described + rest * weights[1]) / sum(weights) + _FOUND * (rest >= _REST)
                first = split.description if split.description.endswith("?") else first_question(split.description)
                yield Step(
                    name, first, split.second(name), sentences, item.passage, worth, rest >= _REST, left / sum(weights)
                )


def _describing(whole: Asked, split: Split, part: _Part, held: Sequence[_Held]) -> list[tuple[float, _Held]]:
    """The sentences that hold most of a description, each with the share of it that they hold.

    The names and the numbers among its terms must be there.
    """
    terms = set(whole.terms[split.first : split.last])
    names = [name for name in whole.names if set(name) <= terms]
    needed = {term for name in names for term in name} | {term for term in terms if is_number(term)}
    named = bool(names)
    found = [
        (part.share(item.terms), item) for item in held if all(item.terms.get(term, 0.0) >= _NAMED for term in needed)
    ]
    least = max(_SHARE_NAMED if named else _SHARE, _NEAR_BEST * max((share for share, _ in found), default=1.0))
    return [(s, item) for s, item in found if s >= least and tells_of_kin(split.description, item.sentence.text)]


def _described(split: Split, item: _Held, held: Sequence[_Held]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names in a sentence that the noun of the description may stand for, and the subject of its document."""
    text = item.sentence.text
    spans = bearers(item.sentence, split.noun)
    for start, end in spans:
        yield text[start:end], (text,)
    goes_on = _goes_on(item.sentence) or not (spans or PRONOUNS.isdisjoint(item.sentence.terms))
    if goes_on and not split.relates:
        yield from _spoken_of(split, item, held)


def _spoken_of(split: Split, item: _Held, held: Sequence[_Held]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whom or what a sentence goes on about: the subject of its document, or else somebody named just before."""
    title, text = item.passage.title, item.sentence.text
    subject = next((title[start:end] for start, end in name_spans(title)[:1] if start == 0), "")
    if subject and may_bear(subject, split.noun):
        named = (other.sentence.text for other in held if other.passage.document_id == item.passage.document_id)
        opening = next((other for other in named if subject in other), None)
        if opening:
            yield subject, tuple(dict.fromkeys((opening, text)))
        return
    for before in reversed(sentences_before(item.passage, item.sentence, _LONGEST_CHAIN)):
        span = next(iter(bearers(before, split.noun)), None)
        if span is not None:
            yield before.text[slice(*span)], (before.text, text)
        if span is not None or not _goes_on(before):
            return


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on about what its document is about."""
    return any(term in PRONOUNS for term in sentence.terms[:_OPENING]) or not name_spans(sentence.text)


def _is_about(item: _Held, key: str) -> bool:
    return key in name_key(item.sentence.text) or key in name_key(item.passage.title)
