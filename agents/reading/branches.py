"""Branches of a sentence that gives several values: ``8 km/h trong xưởng và 12 km/h ngoài sân`` has two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from agents.grounding.paraphrase import spaced
from agents.reading.asked import Asked
from agents.reading.candidates import Candidate
from agents.reading.intervals import within
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.passages import Sentence
from agents.reading.tokens import tokenise

_SEPARATOR = re.compile(r";|, |\b(?:và|còn|nhưng|hoặc)\b")
_ITEM = re.compile(r"(?<![^\W_])[a-zđ]\) [^:;]{2,60}: [^:;]*$")
_NEXT_ITEM = re.compile(r"; [a-zđ]\) ")
_HEAD = re.compile(r"[a-zđ]\) (?P<head>[^:;]{2,60}): ")
_CHANGE = re.compile(r"\b(?:tăng|giảm|nâng|hạ|đổi|điều chỉnh|thay|chuyển)\b[^;,]*$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:lên|đến|tới|còn|xuống|thành)\b")
_ASKS_OLD = frozenset("trước cũ đầu gốc".split())
_OLD = 1.0
_LEAST = 0.05
"""Least share of what is asked that must tell branches apart."""

Range = tuple[int, int]


def _term_at(sentence: Sentence, position: int) -> int:
    """Index of the first term at or behind a position of the text."""
    return next((index for index, (start, _) in enumerate(sentence.spans) if start >= position), len(sentence.terms))


def _pieces(sentence: Sentence, candidates: Sequence[Candidate]) -> list[Range]:
    """Half-open ranges of terms, split at separators, each with a candidate.

    What stands before a colon is said of all of them, and a last clause without a value of none.
    """
    text = sentence.text
    before = min(item.start for item in candidates)
    marked = _ITEM.search(text, 0, before)
    opening = marked.start() if marked and _NEXT_ITEM.search(text, before) else text.rfind(": ", 0, before) + 1
    closing = text.find(";", max(item.end for item in candidates))
    first, end = _term_at(sentence, opening), _term_at(sentence, closing if closing >= 0 else len(text))
    cuts = {_term_at(sentence, match.start()) for match in _SEPARATOR.finditer(text)}
    found: list[Range] = []
    for last in [*sorted(cut for cut in cuts if first < cut < end), end]:
        if any(item.first < last < item.last for item in candidates):
            continue
        if any(first <= item.first < last for item in candidates):
            found.append((first, last))
            first = last
    return [*found[:-1], (found[-1][0], end)] if found else []


def _opens(sentence: Sentence, piece: Range, candidates: Sequence[Candidate]) -> bool:
    """Whether the first candidate of a piece stands at its start."""
    at = min(item.first for item in candidates if piece[0] <= item.first < piece[1])
    return all(term in FUNCTION_WORDS for term in sentence.terms[piece[0] : at])


def _words(terms: Sequence[str]) -> frozenset[str]:
    """Terms and pairs of neighbours."""
    return frozenset(terms) | frozenset(f"{one} {other}" for one, other in pairwise(terms))


def _ranged(sentence: Sentence, pieces: Sequence[Range], asked: Asked) -> list[float]:
    """Shares of the pieces in whose ranges a number of the question lies; empty where that tells nothing apart."""
    texts = (sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]] for first, last in pieces)
    held = [float(bool(within(asked.text, text))) for text in texts]
    return [each / sum(held) for each in held] if 0 < sum(held) < len(held) else []


def _headed(sentence: Sentence, pieces: Sequence[Range], asked: Asked) -> list[float]:
    """1 for the item whose whole head stands in the question, the longest one; empty where none does."""
    heads = [_head(sentence, piece) for piece in pieces]
    held = [len(head) if spaced(head) in spaced(asked.terms) else 0 for head in heads]
    most = max(held)
    return [float(each == most) for each in held] if most and held.count(most) == 1 and all(heads) else []


def _head(sentence: Sentence, piece: Range) -> tuple[str, ...]:
    """Terms between the mark of an item and its colon; empty where a piece is no item with a head."""
    text = sentence.text[sentence.spans[piece[0]][0] : sentence.spans[piece[1] - 1][1]]
    match = _HEAD.match(text)
    return tokenise(match["head"]).terms if match else ()


def _with_pairs(asked: Asked) -> dict[str, float]:
    """Weights of terms, and of pairs that hold one: ``nước ngoài`` tells more than ``nước``."""
    pairs = pairwise(asked.terms)
    found = {f"{a} {b}": (asked.weights.get(a, 0.0) + asked.weights.get(b, 0.0)) / 2 for a, b in pairs}
    return {pair: weight for pair, weight in found.items() if weight} | asked.weights


def branch_shares(sentence: Sentence, asked: Asked, candidates: Sequence[Candidate]) -> list[float]:
    """Share that the branch of each candidate has in the asked words that stand in one branch only, 0 to 1.

    Where the later values open their branches, what stands before the first value is said of all of them.
    """
    pieces = _pieces(sentence, candidates)
    if len(pieces) < 2:
        return [0.0] * len(candidates)
    if all(_opens(sentence, piece, candidates) for piece in pieces[1:]):
        pieces[0] = (min(item.first for item in candidates), pieces[0][1])
    weights = _with_pairs(asked)
    terms = [_words(sentence.terms[first:last]) & weights.keys() for first, last in pieces]
    held = Counter(term for each in terms for term in each)
    own = [sum(weights[term] for term in each if held[term] == 1) for each in terms]
    ranged = _headed(sentence, pieces, asked) or _ranged(sentence, pieces, asked)
    if not ranged and sum(own) < _LEAST * sum(asked.weights.values()):
        return [0.0] * len(candidates)
    own = ranged or [weight / sum(own) for weight in own]
    return [
        next((share for share, (first, last) in zip(own, pieces, strict=True) if first <= item.first < last), 0.0)
        for item in candidates
    ]


def replaced(sentence: Sentence, asked: Asked, candidate: Candidate) -> float:
    """What speaks against a value that another one replaces (``tăng từ 5 lên 6``), unless the old one is asked."""
    before = sentence.text[: candidate.start].rstrip()
    if not before.endswith("từ") or not _TO.match(sentence.text, candidate.end) or not _CHANGE.search(before):
        return 0.0
    return 0.0 if _ASKS_OLD & set(asked.terms) else _OLD
