"""Names and numbers that stand, between words of the source, where the source has others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.grounding.source import Change, Source
from agents.grounding.values import all_values
from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS
from agents.reading.names import name_spans
from agents.reading.tokens import is_number
from graph.text.normalise import folded_key
from graph.text.sentences import Span

_LONGEST = 6
_ANCHOR = 3
"""Words in common before or after an exchange, from which it stands in the same place."""


def named_terms(text: str, spans: Sequence[Span]) -> list[bool]:
    """For each term whether it is part of a name."""
    names = name_spans(text)
    return [any(first <= start and end <= last for first, last in names) for start, end in spans]


def anchored(source: Source, change: Change) -> bool:
    """Whether the same words stand on both sides, several on one of them."""
    if max(change.last - change.first, change.source_last - change.source_first) > _LONGEST:
        return False
    claim, best = source.claim.terms, source.best.sentence.terms
    before = _run(claim[: change.first][::-1], best[: change.source_first][::-1])
    after = _run(claim[change.last :], best[change.source_last :])
    ends = change.last == len(claim) and change.source_last == len(best)
    opens = change.first == 0 and change.source_first == 0
    return (before + after >= _ANCHOR or opens or ends) and (before > 0 or opens) and (after > 0 or ends)


def _run(one: Sequence[str], other: Sequence[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def substituted(source: Source) -> Iterator[tuple[str, str]]:
    """What the claim has and what the source has in its place, both names or both numbers."""
    claim, best = source.claim, source.best.sentence
    mine, theirs = named_terms(claim.text, claim.spans), named_terms(best.text, best.spans)
    if NEGATIONS & set(claim.terms):
        return  # it may say of another what the source does not say of it
    for change in source.changes:
        said, instead = range(change.first, change.last), range(change.source_first, change.source_last)
        if not said or not instead or not anchored(source, change):
            continue
        own = [at for at in said if claim.terms[at] not in FUNCTION_WORDS and at not in source.excused]
        other = [at for at in instead if best.terms[at] not in FUNCTION_WORDS]
        names = own and other and all(mine[at] for at in own) and all(theirs[at] for at in other)
        elsewhere = all(claim.terms[at] in best.terms for at in own)
        if names and not elsewhere and _other_name(source, own, other):
            written = claim.text[claim.spans[own[0]][0] : claim.spans[own[-1]][1]]
            yield written, " ".join(best.terms[at] for at in other)
        yield from _numbers(source, change)


def _other_name(source: Source, own: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the source's name is another one, not a longer or shorter form, and not named elsewhere in the claim."""
    claim, best = source.claim.terms, source.best.sentence.terms
    mine, theirs = {folded_key(claim[at]) for at in own}, {folded_key(best[at]) for at in other}
    return not mine <= theirs and not theirs <= {folded_key(term) for term in claim}


def _numbers(source: Source, change: Change) -> Iterator[tuple[str, str]]:
    claim, best = source.claim, source.best.sentence
    here = best.terms[change.source_first : change.source_last]
    there = [term for term in here if is_number(term)]
    for at in range(change.first, change.last):
        term = claim.terms[at]
        if is_number(term) and len(there) == 1 and term not in all_values(here) and there[0] not in claim.terms:
            yield claim.text[slice(*claim.spans[at])], there[0]
