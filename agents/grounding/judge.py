"""The judgement on one sentence: exact words, short answers, hard rules, then a calibrated score."""

from __future__ import annotations

from collections.abc import Sequence

from agents.grounding.calibration import probability
from agents.grounding.conclusion import Conclusion, compared_things, conclude
from agents.grounding.contrary import missing_case
from agents.grounding.features import features
from agents.grounding.objections import objections
from agents.grounding.short import OTHER, judge_short, told_before
from agents.grounding.source import Source
from agents.grounding.stances import gives_the_contrary
from agents.grounding.stated import states
from agents.grounding.support import Claim, Support, claim_of, find_support
from agents.ports import Citation, Grounding, Verdict
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import CELL, sentences_of
from agents.reading.tokens import tokenise
from graph.results import Passage

SUPPORTED_FROM = 0.5
"""Least probability of a supported sentence."""

_OBJECTED = 0.03
_CONTRADICTED = 0.01
_CONCLUDED = 0.9
_SHORT = 8


def _citation(support: Support, score: float) -> Citation:
    passage, sentence = support.passage, support.sentence
    start = passage.start + sentence.start
    return Citation(passage.chunk_id, passage.document_id, start, passage.start + sentence.end, score)


def _asked(question: str) -> frozenset[str]:
    return frozenset(tokenise(question).terms) - FUNCTION_WORDS - QUESTION_WORDS


def _exact(claim: Claim, asked: frozenset[str], passages: Sequence[Passage]) -> Support | None:
    """The shortest sentence in which the claim stands word for word, stated for itself."""
    found = (
        Support(passage, sentence, (), claim.total, claim.total)
        for passage in passages
        for sentence in sentences_of(passage.text)
        if claim.content <= sentence.content
        and states(sentence, claim.terms)
        and not any(missing_case(claim, sentence, asked))
    )
    return min(found, key=lambda support: len(support.sentence.terms), default=None)


def _short_answer(question: str, claim: Claim, asked: frozenset[str], passages: Sequence[Passage]) -> Grounding | None:
    """Judges a few words as the answer to the question: a sentence must hold both."""
    judged = judge_short(question, claim, asked, passages)
    if judged is None:
        return None
    if judged.support is not None:
        return Grounding(
            Verdict.SUPPORTED, max(judged.covered, SUPPORTED_FROM), (_citation(judged.support, judged.covered),)
        )
    chance = _CONTRADICTED if judged.verdict is Verdict.CONTRADICTED else judged.covered / 2
    return Grounding(judged.verdict, chance, (), judged.reason)


def _of_another(claim: Claim, asked: frozenset[str], exact: Support | None, passages: Sequence[Passage]) -> bool:
    """Whether a short sentence rests on a sentence about something else than what was asked."""
    found = exact or next(iter(find_support(claim, passages)), None)
    return found is not None and told_before(claim, found.sentence, asked, found.passage)


def _concluded(conclusion: Conclusion) -> Grounding:
    """The judgement on the name of what wins a comparison: every value that it rests on is cited."""
    if conclusion.holds is None:
        return Grounding(Verdict.UNSUPPORTED, _OBJECTED, (), "Nguồn không cho đủ số liệu để so sánh.")
    if not conclusion.holds:
        return Grounding(Verdict.CONTRADICTED, _CONTRADICTED, (), "Số liệu trong nguồn cho kết quả so sánh ngược lại.")
    places = (Support(passage, sentence, (), 1.0, 1.0) for passage, sentence in conclusion.places)
    return Grounding(Verdict.SUPPORTED, _CONCLUDED, tuple(_citation(place, _CONCLUDED) for place in places))


def _is_short(claim: Claim) -> bool:
    return len(claim.terms) <= _SHORT


def _whole(question: str, claim: Claim, support: Support) -> bool:
    """Whether it is most of its sentence, and not cut from one that says the contrary of what is asked."""
    if support.sentence.header and CELL not in claim.text:  # one cell of a row
        return False
    terms = support.sentence.terms
    cut = claim.terms != terms and gives_the_contrary(question, support.sentence, claim.terms)
    return 2 * len(claim.terms) >= len(terms) and not cut


def judge(question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
    """Judges one sentence against passages.

    Args:
        question: What was asked; lets a few words be judged as its answer. May be empty.
        sentence: The sentence.
        passages: What it may rest on.
    """
    claim = claim_of(sentence)
    if not claim.content:
        return Grounding(Verdict.UNSUPPORTED, 0.0, (), "Câu không nêu thông tin nào.")
    asked = _asked(question)
    exact = _exact(claim, asked, passages)
    things = compared_things(question, claim)
    if things:
        return _concluded(conclude(question, claim, things, passages))
    if asked and _is_short(claim) and not (exact and _whole(question, claim, exact)):
        short = _short_answer(question, claim, asked, passages)
        if short is not None:
            return short
    if asked and _is_short(claim) and _of_another(claim, asked, exact, passages):
        return Grounding(Verdict.UNSUPPORTED, _OBJECTED, (), OTHER)
    if exact:
        return Grounding(Verdict.SUPPORTED, 1.0, (_citation(exact, 1.0),))
    supports = find_support(claim, passages)
    if not supports:
        return Grounding(Verdict.UNSUPPORTED, 0.0, (), "Không đoạn nguồn nào nói về điều này.")
    return _weighed(Source(claim, supports), asked)


def _weighed(source: Source, asked: frozenset[str]) -> Grounding:
    found = objections(source, asked)
    if found:
        worst = found[0]
        chance = _CONTRADICTED if worst.verdict is Verdict.CONTRADICTED else _OBJECTED
        return Grounding(worst.verdict, chance, (), worst.reason)
    chance = probability(features(source, asked))
    if chance >= SUPPORTED_FROM:
        return Grounding(Verdict.SUPPORTED, chance, tuple(_citation(support, chance) for support in source.supports))
    return Grounding(Verdict.UNSUPPORTED, chance, (), _missing(source))


def _missing(source: Source) -> str:
    """Says which words the source does not carry."""
    claim = source.claim
    absent = [
        claim.text[slice(*claim.spans[index])]
        for index, term in enumerate(claim.terms)
        if term in claim.content and term not in source.terms and index not in source.excused
    ]
    if not absent:
        return "Các từ có trong nguồn nhưng không gắn với nhau như câu nói."
    return f"Nguồn không nói “{' '.join(absent[:8])}”."
