"""How far a name reaches to the right of its head word."""

from __future__ import annotations

import re

from ingestion.extraction.names.codes import code_span
from ingestion.extraction.names.gazetteer import Lexicon
from ingestion.extraction.names.heads import Head, head_at
from ingestion.extraction.names.tokens import Tokens
from ingestion.extraction.names.words import (
    COMMON_SURNAMES,
    CONNECTORS,
    ISSUING,
    LEVELS,
    PAPERS,
    STOP,
    TAIL_UNITS,
    TRAILING_WORDS,
    is_vietnamese_syllable,
)

_INITIAL = re.compile(r"(?:^|\.)(?:[A-Z]|St|Dr|Jr|Mr|Ms)$")
_SHORT_UNITS = frozenset({"tp", "tx", "tt"})
_DASHES = frozenset("-–")
_MOST_COMMON_WORDS = 6
_JOINABLE = frozenset({Head.STATE_BODY, Head.INSTITUTION, Head.LEGAL, Head.FIRM})
_COMPANY = (["công", "ty"], ["tập", "đoàn"])
_LONG_TAILS = tuple(unit.split() for unit in sorted(TAIL_UNITS, key=lambda unit: -len(unit)))


def run_end(tokens: Tokens, index: int) -> int:
    """End of the run of capitalised tokens that begins at ``index``, connectors and initials included."""
    end = index + 1
    while end < len(tokens.words):
        if tokens.capital[end]:
            if _opens_other(tokens, end) or code_span(tokens, end) is not None:
                return end
            end += 1
        elif _joins(tokens, end):
            end += 2
        else:
            break
    return end


def _opens_other(tokens: Tokens, index: int) -> bool:
    """Whether a head of two or more words, the later ones in lower case, begins inside the run."""
    if index + 1 >= len(tokens.words) or tokens.capital[index + 1]:
        return False
    head = head_at(tokens.lows, index)
    return head is not None and head[1] > 1


def _joins(tokens: Tokens, index: int) -> bool:
    """Whether a mark or small word links the capitals on both sides into one name."""
    if index + 1 >= len(tokens.words) or not tokens.capital[index + 1]:
        return False
    word = tokens.words[index]
    if word in _DASHES:
        return tokens.glued(index) and tokens.glued(index + 1)
    if word == ".":
        return tokens.glued(index) and _INITIAL.search(tokens.words[index - 1]) is not None
    return word == "&" or word in CONNECTORS


def dashed_end(tokens: Tokens, end: int, lexicon: Lexicon) -> int:
    """Takes a second name after a dash into the name of a site (``Phong Nha – Kẻ Bàng``), but no known place."""
    if end + 1 >= len(tokens.words) or tokens.words[end] not in _DASHES or not tokens.capital[end + 1]:
        return end
    return end if lexicon.names.longest_at(tokens, end + 1) else run_end(tokens, end + 1)


def number_end(tokens: Tokens, end: int, longest: int = 4) -> int:
    """Takes a following number into the name (``Landmark 81``, ``World Cup 2018``)."""
    if end < len(tokens.words) and tokens.words[end][0].isdigit() and len(tokens.words[end]) <= longest:
        return end + 1
    return end


def organisation_end(tokens: Tokens, index: int, head: Head, length: int, lexicon: Lexicon) -> int:
    """End of the organisation whose head phrase of ``length`` tokens begins at ``index``; equal to its end if none."""
    end = index + length
    while end < len(tokens.words):
        step = _step(tokens, end, index + length, head, lexicon)
        if step == 0:
            break
        end += step
    return end


def _step(tokens: Tokens, at: int, after_head: int, head: Head, lexicon: Lexicon) -> int:
    """How many more tokens belong to the organisation; 0 where it ends."""
    if tokens.capital[at]:
        return _capital_step(tokens, at, after_head, head, lexicon)
    if tokens.words[at] == "." and tokens.glued(at) and tokens.lows[at - 1] in _SHORT_UNITS:
        return 2 if at + 1 < len(tokens.words) and tokens.capital[at + 1] else 0
    tail = tail_length(tokens, at)
    if tail:
        return tail
    if " ".join(tokens.lows[at : at + 2]) in TRAILING_WORDS:
        return 2
    word = tokens.lows[at]
    if word == "cấp" and at + 1 < len(tokens.words) and tokens.lows[at + 1] in LEVELS:
        return 3 if tokens.lows[at + 1] in {"trung", "cơ"} else 2
    if word == "và" or word in _DASHES or word == "&":
        return _coordination(tokens, at, head, lexicon)
    if word in CONNECTORS and at + 1 < len(tokens.words) and tokens.capital[at + 1]:
        return 2
    return _common_words(tokens, at, lexicon)


def _capital_step(tokens: Tokens, at: int, after_head: int, head: Head, lexicon: Lexicon) -> int:
    """Takes a capitalised token and the rest of its two-syllable word."""
    if head is Head.STATE_BODY and at > after_head and _is_full_person(tokens, at):
        return 0
    inner = head_at(tokens.lows, at)
    if inner is not None and inner[0] is Head.PERSON and inner[1] > 1 and at > after_head:
        return 0
    if head is Head.FIRM and " ".join(tokens.lows[at : at + 2]) in PAPERS:
        return 0  # "Công ty Sao Mai Quy chế lương": the next line or phrase
    if head is Head.LEGAL and tokens.lows[at : at + 2] in _COMPANY:
        return 0  # "Điều lệ Công ty Sao Mai"
    if at + 1 < len(tokens.words) and not tokens.capital[at + 1]:
        pair = f"{tokens.lows[at]} {tokens.lows[at + 1]}"
        if (
            pair in lexicon.compounds
            and tokens.words[at + 1].isalpha()
            and (tokens.lows[at + 1] not in STOP or head is not Head.FIRM)
        ):
            return 2
        if _opens_phrase(tokens, at, lexicon):
            return 2
    return 1


def _opens_phrase(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether an ordinary syllable with a capital goes with the one after it (``Ban Chấm thi``)."""
    low, after = tokens.lows[at], tokens.lows[at + 1]
    following = " ".join(tokens.lows[at + 1 : at + 3])
    return (
        low in lexicon.ordinary
        and after in lexicon.ordinary
        and after not in STOP
        and following not in lexicon.compounds
        and f"{tokens.lows[at - 1]} {low}" not in lexicon.compounds
    )


def _is_full_person(tokens: Tokens, at: int) -> bool:
    """A person's name right after the body that the person heads (``Bộ Công an Lương Tam Quang``)."""
    end = run_end(tokens, at)
    return (
        3 <= end - at <= 4
        and tokens.lows[at] in COMMON_SURNAMES
        and all(is_vietnamese_syllable(low) for low in tokens.lows[at:end])
    )


def tail_length(tokens: Tokens, at: int) -> int:
    """Length of an administrative tail (``tỉnh Nghệ An``, ``thành phố Đà Nẵng``)."""
    for unit in _LONG_TAILS:
        if tokens.lows[at : at + len(unit)] == unit:
            place = at + len(unit)
            if place < len(tokens.words) and (tokens.capital[place] or tokens.words[place].isdigit()):
                return run_end(tokens, place) - at if tokens.capital[place] else len(unit) + 1
    return 0


def _coordination(tokens: Tokens, at: int, head: Head, lexicon: Lexicon) -> int:
    """Takes ``và Đào tạo``: a coordinated common word, not another name."""
    following = at + 1
    if head not in _JOINABLE or following >= len(tokens.words) or not tokens.capital[following]:
        return 0
    if tokens.lows[at] in _DASHES and (tokens.glued(at) or _goes_on_in_lower_case(tokens, following)):
        return 2 if tokens.glued(at) else 3
    inner = head_at(tokens.lows, following)
    if inner is not None and inner[0] is Head.PERSON and inner[1] > 1:
        return 0  # "Sở Y tế và Thủ trưởng các đơn vị"
    if inner is not None and not opens_compound(tokens, following, lexicon):
        return 0
    if opens_compound(tokens, following, lexicon):
        return 3
    known = lexicon.names.longest_at(tokens, following)
    if known is None and tokens.lows[following] in lexicon.ordinary and head is Head.STATE_BODY:
        return 2
    return 0


def _goes_on_in_lower_case(tokens: Tokens, at: int) -> bool:
    after = at + 1
    return after < len(tokens.words) and tokens.words[after].islower() and tokens.lows[after] not in STOP


def opens_compound(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether a capital and the lower-case syllable after it are one ordinary word (``Hồ sơ``)."""
    return (
        at + 1 < len(tokens.words)
        and not tokens.capital[at + 1]
        and f"{tokens.lows[at]} {tokens.lows[at + 1]}" in lexicon.compounds
    )


def _common_words(tokens: Tokens, at: int, lexicon: Lexicon) -> int:
    """Takes lower-case words up to the next capital, if none of them ends a name."""
    for length in range(1, _MOST_COMMON_WORDS + 1):
        position = at + length - 1
        if position >= len(tokens.words):
            return 0
        if tokens.capital[position]:
            return 0 if head_at(tokens.lows, position) or code_span(tokens, position) else length - 1
        if not tokens.words[position].isalpha():
            return 0
        pair = f"{tokens.lows[position - 1]} {tokens.lows[position]}"
        if pair in ISSUING:
            return 0
        if tokens.lows[position] in STOP and not (pair in lexicon.compounds and tokens.lows[position - 1] not in STOP):
            return 0
    return 0


def title_end(tokens: Tokens, end: int) -> int:
    """A title goes on over lower-case words (``Mắt biếc``, ``Dế Mèn phiêu lưu ký``)."""
    last = end
    while last < len(tokens.words) and last - end < 4:
        if tokens.lows[last] in STOP or not tokens.words[last].isalpha():
            return last
        last += 1
    return last if last == len(tokens.words) else end
