"""Hard rules against a claim; each says in Vietnamese what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from agents.grounding.clauses import LIGHT
from agents.grounding.contrary import Objection, contradictions, missing_case
from agents.grounding.paraphrase import opposites, spaced, strong_claims
from agents.grounding.polarity import Told
from agents.grounding.source import Source
from agents.grounding.stated import conditional, denied
from agents.grounding.substitutions import anchored
from agents.grounding.values import all_values, numbers_of, unit_of
from agents.ports import Verdict
from agents.reading.lexicon import FUNCTION_WORDS, PRONOUNS
from agents.reading.names import name_spans
from agents.reading.tokens import is_number
from graph.text.sentences import Span

_DENIED = ("không phải", "chứ không", "không phải là", "thay vì")
_FEW = 4
_LEADS = frozenset("ngày tháng năm điều khoản vùng thứ quý khoá hạng cấp".split())
_JOINING = frozenset({"và", "với", "cùng", "hay", "hoặc"})


def _denied(terms: Sequence[str], index: int) -> bool:
    """Whether the claim itself says that what stands at the index is not so."""
    before = " ".join(terms[max(0, index - 5) : index])
    return any(phrase in before for phrase in _DENIED)


def _replaces(source: Source, index: int, wanted: Callable[[str], bool]) -> str | None:
    """The term of the source that stands where the claim has another one of the same sort."""
    for change in source.changes:
        if change.first <= index < change.last:
            terms = source.best.sentence.terms[change.source_first : change.source_last]
            return next((term for term in terms if wanted(term)), None)
    return None


def _stands(source: Source, index: int) -> bool:
    """Whether the words around an index are those of the source, so that something was exchanged there."""
    return any(anchored(source, change) for change in source.changes if change.first <= index < change.last)


def _numbers(source: Source) -> Iterator[Objection]:
    claim = source.claim
    own = all_values(source.best.sentence.terms)
    for value, index in numbers_of(claim.terms):
        written = claim.text[slice(*claim.spans[index])]
        if _denied(claim.terms, index):
            continue
        instead = _replaces(source, index, is_number)
        respelled = value in own and value not in source.best.sentence.terms
        if value not in source.values and claim.terms[index] not in source.values:
            verdict = Verdict.CONTRADICTED if instead else Verdict.UNSUPPORTED
            yield Objection(verdict, f"Con số “{written}” không có trong câu nguồn.")
        elif instead and instead not in claim.terms and not respelled and _stands(source, index):
            yield Objection(Verdict.CONTRADICTED, f"Ở chỗ của “{written}”, nguồn ghi “{instead}”.")


def _units(source: Source) -> Iterator[Objection]:
    """Numbers that the source has with another unit only (``5 tháng`` for ``5 năm``)."""
    claim = source.claim
    for _, index in numbers_of(claim.terms):
        unit = unit_of(claim.terms, index)
        if not unit or _denied(claim.terms, index):
            continue
        stands = {
            unit_of(support.sentence.terms, at)
            for support in source.supports
            for at, term in enumerate(support.sentence.terms)
            if term == claim.terms[index]
        }
        if stands and all(other and other != unit for other in stands):
            number = claim.terms[index]
            yield Objection(Verdict.CONTRADICTED, f"Nguồn ghi “{number} {min(stands)}”, không phải “{number} {unit}”.")


def _name_terms(source: Source) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Names of the claim as written, with the index of their first term and their terms."""
    claim = source.claim
    for start, end in claim.names:
        indices = [index for index, (a, b) in enumerate(claim.spans) if start <= a and b <= end]
        if indices == [0]:
            continue  # a lone capital at the start is any word
        if indices and not all(
            claim.terms[index] in FUNCTION_WORDS or is_number(claim.terms[index]) for index in indices
        ):
            yield claim.text[start:end], indices[0], tuple(claim.terms[index] for index in indices)


def _known(source: Source, index: int, terms: tuple[str, ...]) -> bool:
    if source.holds(spaced(terms)) or all(at in source.excused for at in range(index, index + len(terms))):
        return True
    if len(terms) == 1 and terms[0] in PRONOUNS:
        return True
    rest = [term for at, term in enumerate(terms, index) if at not in source.excused]
    return all(term in source.terms for term in rest)


def _name_terms_of(source: Source) -> frozenset[str]:
    """Terms of the names in the best sentence."""
    sentence = source.best.sentence
    spans = name_spans(sentence.text)
    return frozenset(
        term
        for term, (start, end) in zip(sentence.terms, sentence.spans, strict=True)
        if any(first <= start and end <= last for first, last in spans)
    )


def _names(source: Source) -> Iterator[Objection]:
    own_text = spaced(source.best.sentence.terms)
    named = _name_terms_of(source) - FUNCTION_WORDS
    for written, index, terms in _name_terms(source):
        if _denied(source.claim.terms, index):
            continue
        instead = _instead_of(source, range(index, index + len(terms)), named)
        if not _known(source, index, terms):
            verdict = Verdict.CONTRADICTED if instead else Verdict.UNSUPPORTED
            yield Objection(verdict, f"Tên “{written}” không có trong câu nguồn.")
        elif instead and spaced(terms) not in own_text:
            yield Objection(Verdict.CONTRADICTED, f"Ở chỗ của “{written}”, nguồn nêu một tên khác.")


def _instead_of(source: Source, indices: range, named: frozenset[str]) -> str | None:
    """The term of a name in the best sentence that stands where the claim has one of the indices."""
    absent = named - frozenset(source.claim.terms)
    return next((term for index in indices if (term := _replaces(source, index, absent.__contains__))), None)


def _negations(source: Source) -> Iterator[Objection]:
    if _adds_negation(source):
        yield Objection(Verdict.CONTRADICTED, "Câu phủ định điều mà nguồn khẳng định.")
    elif _drops_negation(source):
        yield Objection(Verdict.CONTRADICTED, "Câu khẳng định điều mà nguồn phủ định.")


def _adds_negation(source: Source) -> bool:
    """Whether a negation was put in, and the claim does not hold it against something that it denies apart."""
    claim, best = source.clauses
    return any(
        claim.negations & set(range(change.first, change.last))
        and not best.negations & set(range(change.source_first, change.source_last))
        and change.last - change.first <= _FEW
        for change in source.changes
    )


def _drops_negation(source: Source) -> bool:
    """Whether a negation was taken out alone, not with its whole clause, and none before it reaches on."""
    claim, best = source.clauses
    return any(
        best.negations & set(range(change.source_first, change.source_last))
        and LIGHT.issuperset(claim.terms[change.first : change.last])
        and change.source_last - change.source_first <= _FEW
        and (change.last == len(claim.terms) or claim.signs[change.last] > 0)
        for change in source.changes
    )


def _hedges(source: Source) -> Iterator[Objection]:
    """A denial, a belief or a condition in front of what the claim says, left out."""
    claim = spaced(source.claim.terms)
    for change in source.changes:
        if change.first > 1:
            return
        left_out = spaced(source.best.sentence.terms[change.source_first : change.source_last])
        if denied(left_out) and not denied(claim):
            yield Objection(Verdict.CONTRADICTED, "Nguồn phủ nhận hoặc chỉ thuật lại điều này, không khẳng định.")
        elif conditional(left_out) and not conditional(claim):
            yield Objection(Verdict.UNSUPPORTED, "Nguồn chỉ nói điều này kèm một điều kiện.")


def _reversals(source: Source) -> Iterator[Objection]:
    claim_text = spaced(source.claim.terms)
    for said, opposite in opposites():
        if said in claim_text and said not in source.text and opposite in source.text and opposite not in claim_text:
            yield Objection(Verdict.CONTRADICTED, f"Câu nói “{said.strip()}”, còn nguồn nói “{opposite.strip()}”.")


def _exaggerations(source: Source) -> Iterator[Objection]:
    claim_text = spaced(source.claim.terms)
    for phrase in strong_claims():
        if phrase in claim_text and not source.holds(phrase):
            yield Objection(Verdict.UNSUPPORTED, f"Nguồn không nói “{phrase.strip()}”.")


def _named_places(source: Source) -> Iterator[Objection]:
    """Numbers behind ``ngày``, ``tháng``, ``khoản`` and the like that the source has behind another one."""
    terms, best = source.claim.terms, source.best.sentence.terms
    for lead, value in pairwise(terms):
        if lead not in _LEADS or not is_number(value) or f" {lead} {value} " in source.text:
            continue
        stands = {after for before, after in pairwise(best) if before == lead and is_number(after)}
        if stands and value in best:
            reason = f"Nguồn ghi “{lead} {min(stands)}”, không phải “{lead} {value}”."
            yield Objection(Verdict.CONTRADICTED, reason)


def _split_names(text: str, terms: Sequence[str], spans: Sequence[Span]) -> tuple[list[str], list[str]]:
    """Terms of names and the other terms, each in order."""
    named = name_spans(text)
    names: list[str] = []
    others: list[str] = []
    for term, (start, end) in zip(terms, spans, strict=True):
        (names if any(a <= start and end <= b for a, b in named) else others).append(term)
    return names, others


def _swaps(source: Source) -> Iterator[Objection]:
    """Names that have changed places while everything else stands as it did."""
    claim, best = source.claim, source.best.sentence
    names, others = _split_names(claim.text, claim.terms, claim.spans)
    stands, rest = _split_names(best.text, best.terms, best.spans)
    told_apart = set(others) - _JOINING
    if others == rest and names != stands and sorted(names) == sorted(stands) and told_apart:
        yield Objection(Verdict.CONTRADICTED, "Các tên trong câu đã bị đổi chỗ cho nhau so với nguồn.")


_ALWAYS = (_numbers, _units, _names)
_WHERE_CLOSE = (_named_places, _negations, _hedges, _reversals, _swaps, _exaggerations)
_CLOSE = 0.6
"""Share of the claim's content in one sentence from which differences in small words count."""


def objections(source: Source, asked: frozenset[str] = frozenset()) -> list[Objection]:
    """Everything that the hard rules hold against the claim, worst kinds first; ``asked`` are the question's terms."""
    close = source.best.shared >= _CLOSE * source.claim.total
    rules = (*_ALWAYS, *_WHERE_CLOSE) if close else _ALWAYS
    found = [objection for rule in rules for objection in rule(source)]
    told = Told([support.sentence for support in source.supports])
    found += contradictions(source.claim, told, asked)
    if close:
        found += missing_case(source.claim, source.best.sentence, asked)
    return sorted(found, key=lambda objection: objection.verdict is not Verdict.CONTRADICTED)
