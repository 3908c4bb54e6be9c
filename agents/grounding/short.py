"""Short answers: a few words are judged together with the question that they answer.

That the words stand in a passage proves nothing: every year in it does. A sentence must give them and speak of what
was asked, alone or with the one that it goes on from; none that speaks more of it may give another value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.grounding.contrary import missing_case
from agents.grounding.paraphrase import spaced
from agents.grounding.rivals import weigh
from agents.grounding.rows import cell_asked
from agents.grounding.stances import gives_the_contrary
from agents.grounding.stated import conditional, gives, states
from agents.grounding.support import Claim, Support, leans_back
from agents.grounding.values import UNITS, kinds_of
from agents.ports import Verdict
from agents.reading.passages import Sentence, heading_terms, sentences_before, sentences_of
from agents.reading.tokens import is_number
from agents.reading.weights import weights_of
from graph.results import Passage

_COVERAGE = 0.45
"""Share of what is asked that a sentence must speak of to prove an answer."""

_MARGIN = 0.1
"""How much better than the answer another span must fit the question, to be the one that answers it."""

_STATEMENT = 2
"""Words of the question from which a short answer is a statement of its own."""

_NEAR = 2
"""Sentences before an answer's own that may give the value that was asked for instead."""

_LEFT_OUT = "Nguồn chỉ nói điều này kèm một điều kiện, hoặc phủ nhận ngay sau đó."
OTHER = "Nguồn có những từ này nhưng không nói về điều được hỏi."
_TURNED = "Nguồn phủ định điều được hỏi, hoặc khẳng định điều mà câu hỏi phủ định."
_UNFIT = "“{}” không phải loại thông tin được hỏi; nguồn có “{}”."
_INSTEAD = "Với điều được hỏi, nguồn ghi “{}”, không phải “{}”."
"""Reasons, for people and for the writer's next try."""


@dataclass(frozen=True, slots=True)
class ShortJudgement:
    """What became of a short answer.

    Attributes:
        verdict: Contradicted where the source answers with another value.
        covered: Share of what is asked that the best sentence speaks of.
        support: That sentence, where there is one.
        reason: Why not.
    """

    verdict: Verdict
    covered: float = 0.0
    support: Support | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence that gives the answer."""

    passage: Passage
    sentence: Sentence
    before: tuple[Sentence, ...]
    covered: float


def judge_short(
    question: str, claim: Claim, asked: frozenset[str], passages: Sequence[Passage]
) -> ShortJudgement | None:
    """Judges a few words as the answer to a question (``asked`` are its terms); None where no sentence gives them."""
    fragment = len(claim.content & asked) < _STATEMENT
    places, reason = _places(question, claim, asked, passages, fragment=fragment)
    in_rows = bool(places) and all(place.sentence.header for place in places)
    if fragment and (in_rows or not places) and (judged := _as_cell(question, claim, passages, in_rows=in_rows)):
        return judged
    if not places and not reason and not _is_value(claim):
        return None
    against = _against(question, claim, passages) if fragment or claim.content <= asked else ""
    best = max(places, key=lambda place: place.covered, default=None)
    covered = best.covered if best else 0.0
    if against:
        return ShortJudgement(Verdict.CONTRADICTED, covered, reason=against)
    if best is None or covered < _COVERAGE:
        return ShortJudgement(Verdict.UNSUPPORTED, covered, reason=(reason or OTHER) if best is None else OTHER)
    support = Support(best.passage, best.sentence, best.before, covered, covered)
    return ShortJudgement(Verdict.SUPPORTED, covered, support)


def _as_cell(question: str, claim: Claim, passages: Sequence[Passage], *, in_rows: bool) -> ShortJudgement | None:
    """Judges an answer that stands in tables only by the cell that the question means; None where that is not clear."""
    cell = cell_asked(question, passages)
    if cell is None:
        return None
    if cell.is_said_by(claim):
        if gives_the_contrary(question, cell.row, claim.terms):
            return None
        return ShortJudgement(Verdict.SUPPORTED, 1.0, Support(cell.passage, cell.row, (), 1.0, 1.0))
    reason = _INSTEAD.format(cell.text, claim.text.rstrip(" ."))
    return ShortJudgement(Verdict.CONTRADICTED, reason=reason) if in_rows else None


def _against(question: str, claim: Claim, passages: Sequence[Passage]) -> str:
    """Why the answer is not that to the question: the source offers a better one, or speaks of something else."""
    weighed = weigh(question, claim, passages)
    if weighed is None:
        return ""
    written = claim.text.rstrip(" .")
    if weighed.own is None:
        return _UNFIT.format(written, weighed.other.text) if weighed.typed and weighed.other else ""
    if weighed.other and weighed.margin < -_MARGIN:
        return _INSTEAD.format(weighed.other.text, written)
    return OTHER if weighed.own.of_another else ""


def _is_value(claim: Claim) -> bool:
    """Whether it is a number with its unit and nothing else, however the source writes it."""
    return all(is_number(term) or term in UNITS for term in claim.content) and any(map(is_number, claim.terms))


def _places(
    question: str, claim: Claim, asked: frozenset[str], passages: Sequence[Passage], *, fragment: bool
) -> tuple[list[_Place], str]:
    """Where the answer is given, and why there is no such place."""
    places: list[_Place] = []
    reason = ""
    weights = weights_of(asked)
    total = sum(weights.values())
    for passage in passages:
        for sentence in sentences_of(passage.text):
            if not gives(sentence, claim.terms) or (not fragment and _only_if(claim, sentence)):
                continue
            if any(missing_case(claim, sentence, asked)):
                reason = _LEFT_OUT
            elif gives_the_contrary(question, sentence, claim.terms):
                reason = reason or _TURNED
            elif told_before(claim, sentence, asked, passage):
                reason = reason or OTHER
            else:
                terms, before = _near(sentence, passage)
                covered = sum(weights[term] for term in asked & terms) / total if total else 1.0
                places.append(_Place(passage, sentence, before, covered))
    return places, reason


def _near(sentence: Sentence, passage: Passage) -> tuple[frozenset[str], tuple[Sentence, ...]]:
    """What a sentence speaks of, with its heading and the sentence that it goes on from, and that sentence."""
    before = sentences_before(passage, sentence, 1) if leans_back(sentence) else ()
    terms = sentence.content | heading_terms(passage)
    return terms.union(*(other.content for other in before)), before


def _only_if(claim: Claim, sentence: Sentence) -> bool:
    """Whether the sentence makes what the claim says depend on something that the claim leaves out."""
    return conditional(spaced(sentence.terms)) and not states(sentence, claim.terms)


def told_before(claim: Claim, sentence: Sentence, asked: frozenset[str], passage: Passage) -> bool:
    """Whether a sentence just before gives another value of the same kind and says more of what was asked."""
    kinds = kinds_of(claim.terms)
    weights = weights_of(asked)
    own = sum(weights[term] for term in weights.keys() & sentence.content)
    return any(
        sum(weights[term] for term in weights.keys() & rival.content) > own
        and any(values.isdisjoint(kinds_of(rival.terms).get(kind, values)) for kind, values in kinds.items())
        for rival in sentences_before(passage, sentence, _NEAR)
    )
