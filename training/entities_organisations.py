"""Organisations that official texts name again and again, with their full extent.

An organisation's name goes on over common words (``Trung tâm Dự báo khí tượng thủy văn quốc gia``), so that no rule
tells where it ends; in a large corpus its end shows in the variety of what follows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from graph.text.sentences import iter_sentences
from ingestion.extraction.names import STOP, Head, Tokens, head_at, tokenise

_HEADS = frozenset({Head.STATE_BODY, Head.INSTITUTION, Head.FIRM})
_LONGEST = 12
_INSIDE = frozenset({"và", "-", "–", ","})
_UNFINISHED = frozenset("và tỉnh huyện xã quận phường thành thị cấp".split())
_END = "."
_LEAST_SHARE = 0.3
"""Share of a shorter phrase's occurrences that one with more lower-case words must have."""


def mined_organisations(
    texts: Iterable[str], min_count: int = 8, min_entropy: float = 1.0, most_ordinary: float = 0.6
) -> Iterator[str]:
    """Names of organisations of three tokens and more.

    Args:
        texts: Official texts.
        min_count: Least number of occurrences.
        min_entropy: Least entropy (nats) of the token to the right.
        most_ordinary: Largest share that one lower-case word may have there.
    """
    counts, followers = _count(texts, min_count)
    for phrase, count in counts.items():
        after = followers[phrase]
        word, most = after.most_common(1)[0]
        open_end = word.islower() and most > most_ordinary * count
        if _entropy(after) >= min_entropy and not open_end and not _is_mere_extension(phrase, counts):
            yield phrase.replace(" ,", ",")


def _is_mere_extension(phrase: str, counts: dict[str, int]) -> bool:
    """Whether the phrase is a more frequent one with lower-case words after it (``Bộ Y tế | ban hành``)."""
    words = phrase.split(" ")
    while words and words[-1].islower():
        words.pop()
        shorter = " ".join(words)
        if counts.get(shorter, 0) * _LEAST_SHARE > counts[phrase]:
            return True
    return False


def _count(texts: Iterable[str], min_count: int) -> tuple[dict[str, int], dict[str, Counter[str]]]:
    """Frequent phrases that begin with a head word, and what follows them."""
    counts: Counter[str] = Counter()
    followers: dict[str, Counter[str]] = {}
    for text in texts:
        for start, end in iter_sentences(text):
            tokens = tokenise(text, start, end)
            for index, capital in enumerate(tokens.capital):
                if capital:
                    for phrase, after in _phrases(tokens, index):
                        counts[phrase] += 1
                        followers.setdefault(phrase, Counter())[after] += 1
    frequent = {phrase: count for phrase, count in counts.items() if count >= min_count}
    return frequent, followers


def _phrases(tokens: Tokens, index: int) -> Iterator[tuple[str, str]]:
    head = head_at(tokens.lows, index)
    if head is None or head[0] not in _HEADS or not any(tokens.capital[index + head[1] : index + head[1] + 1]):
        return
    for end in range(index + head[1] + 1, min(index + _LONGEST, len(tokens.words)) + 1):
        if not _may_stand_inside(tokens, end - 1):
            return
        if tokens.words[end - 1].isalpha() and tokens.lows[end - 1] not in _UNFINISHED:
            yield " ".join(tokens.words[index:end]), tokens.lows[end] if end < len(tokens.words) else _END


def _may_stand_inside(tokens: Tokens, index: int) -> bool:
    if tokens.lows[index] in _INSIDE:
        return True
    if not tokens.words[index].isalpha() or tokens.lows[index] in STOP:
        return False
    return not (tokens.lows[index - 1] in _INSIDE and head_at(tokens.lows, index) is not None)


def _entropy(counts: Counter[str]) -> float:
    total = counts.total()
    return -sum(n / total * math.log(n / total) for n in counts.values())
