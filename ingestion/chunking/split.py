"""Cuts a span that is too long: at Khoản, Điểm, paragraphs, lines, sentences, and at last at spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import ceil

from graph.text.sentences import Span, iter_sentences
from ingestion.chunking.law import CLAUSE, POINT

Cuts = Callable[[str, int, int], Iterator[int]]
"""Places inside a span of the text where it may be cut, in order."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SMALL = 0.25


def _at(pattern: re.Pattern[str]) -> Cuts:
    return lambda text, start, end: (match.start() for match in pattern.finditer(text, start, end))


def _after(pattern: re.Pattern[str]) -> Cuts:
    return lambda text, start, end: (match.end() for match in pattern.finditer(text, start, end))


def _sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    return (first for first, _ in iter_sentences(text, start, end))


LEGAL: tuple[Cuts, ...] = (_at(CLAUSE), _at(POINT), _after(_LINE), _sentence_starts)
PLAIN: tuple[Cuts, ...] = (_after(_PARAGRAPH), _after(_LINE), _sentence_starts)
ROWS: tuple[Cuts, ...] = (_after(_LINE),)


def split(text: str, span: Span, limit: int, levels: Sequence[Cuts]) -> list[Span]:
    """Parts of a span of at most ``limit`` characters each that together cover it.

    It is cut at the first level that has places to cut; parts that are still too long go to the next level, the
    others are packed together into parts of about equal length.
    """
    start, end = span
    if end - start <= limit:
        return [span]
    for depth, cuts in enumerate(levels):
        places = [place for place in cuts(text, start, end) if start < place < end]
        if places:
            parts = list(pairwise([start, *places, end]))
            return list(_packed(text, parts, limit, levels[depth + 1 :]))
    return _at_spaces(text, span, limit)


def _packed(text: str, parts: list[Span], limit: int, deeper: Sequence[Cuts]) -> Iterator[Span]:
    run: list[Span] = []
    for start, end in parts:
        if end - start <= limit:
            run.append((start, end))
            continue
        is_lead = bool(run) and run[-1][1] - run[0][0] < limit * _SMALL
        if not is_lead:
            yield from _balanced(run, limit)
        # a heading or opening line stays with what it introduces
        yield from split(text, (run[0][0] if is_lead else start, end), limit, deeper)
        run = []
    yield from _balanced(run, limit)


def _balanced(parts: list[Span], limit: int) -> Iterator[Span]:
    """Joins neighbours up to an even share of the whole, so that no small rest is left."""
    if not parts:
        return
    length = parts[-1][1] - parts[0][0]
    goal = length / ceil(length / limit)
    joined: list[Span] = []
    start = parts[0][0]
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        full = part[1] - start >= goal
        if following is None or full or following[1] - start > limit:
            joined.append((start, part[1]))
            start = part[1]
    if len(joined) > 1:
        last, before = joined[-1], joined[-2]
        if last[1] - last[0] < limit * _SMALL and last[1] - before[0] <= limit:
            joined[-2:] = [(before[0], last[1])]
    yield from joined


def _at_spaces(text: str, span: Span, limit: int) -> list[Span]:
    parts = []
    start, end = span
    while end - start > limit:
        space = text.rfind(" ", start + 1, start + limit + 1)
        cut = space if space > start else start + limit
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]
