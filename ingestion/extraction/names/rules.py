"""Rules over runs of capitals: where a sentence names something, and of which type it is where that is plain."""

from __future__ import annotations

from dataclasses import replace

from graph.model import EntityType
from graph.text.normalise import unify_tones
from ingestion.extraction.names.candidates import (
    CLOSING,
    Candidate,
    before_quote,
    is_headline,
    opens_sentence,
)
from ingestion.extraction.names.codes import code_span, names_a_model
from ingestion.extraction.names.extents import (
    dashed_end,
    number_end,
    opens_compound,
    organisation_end,
    run_end,
    tail_length,
    title_end,
)
from ingestion.extraction.names.gazetteer import Lexicon
from ingestion.extraction.names.heads import TYPE_OF_HEAD, Head, cue_before, head_at
from ingestion.extraction.names.tokens import Tokens
from ingestion.extraction.names.words import (
    COMMON_SURNAMES,
    COMPANY_ENDINGS,
    NUMBERED_UNITS,
    ROMAN,
    SURNAMES,
    is_vietnamese_syllable,
)

_ORGANISATIONS = frozenset({Head.STATE_BODY, Head.FIRM, Head.INSTITUTION, Head.PARTY})
_NOT_A_NAME = frozenset({Head.LEGAL, Head.OTHER, Head.PEOPLE})
_PRONOUNS = frozenset("ông bà anh chị cô cụ bác thầy em cậu ngài".split())
_AMBIGUOUS = frozenset("anh ý áo đức nga pháp nhật hoà mali bỉ úc".split())
_NAMED_FOR_PLACES = frozenset(
    unify_tones(noun)
    for noun in "trận|chiến dịch|chiến tranh|chiến thắng|hiệp định|hiệp ước|khởi nghĩa|cuộc khởi nghĩa|cách mạng"
    "|hoà ước|hội nghị|phong trào|vụ thảm sát|thảm hoạ".split("|")
)
"""Nouns that make the name of a place that of an event."""
_LONGEST_TITLE = 12


class NameRules:
    """Finds candidates in the tokens of one sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def candidates(self, tokens: Tokens) -> list[Candidate]:
        """Candidates from left to right, without overlaps; none in headlines written in capitals."""
        if is_headline(tokens):
            return []
        found: list[Candidate] = []
        index, size = 0, len(tokens.words)
        while index < size:
            if tokens.capital[index]:
                pieces, index = self._at(tokens, index)
                found.extend(pieces)
            elif tokens.words[index][0].isdigit() and index and tokens.lows[index - 1] in NUMBERED_UNITS:
                found.append(Candidate(index - 1, index + 1, EntityType.PLACE, Head.UNIT))
                index += 1
            elif tokens.words[index] in CLOSING:
                pieces, index = self._quoted(tokens, index)
                found.extend(pieces)
            else:
                index += 1
        return found

    def _at(self, tokens: Tokens, index: int) -> tuple[list[Candidate], int]:
        """What begins at a capitalised token, and where to go on."""
        code = code_span(tokens, index)
        if code is not None:
            return self._code(tokens, *code), code[1]
        end = run_end(tokens, index)
        known = self._known(tokens, index, end)
        head = head_at(tokens.lows, index)
        if known is not None and known.end >= end and (head is None or index + head[1] <= known.end):
            return self._extended(tokens, known)
        if head is not None and not self._is_part_of_name(tokens, index, end, *head):
            return self._headed(tokens, index, *head)
        if self._is_ordinary(tokens, index):
            return [], index + 1
        return self._run(tokens, index, end)

    @staticmethod
    def _code(tokens: Tokens, first: int, end: int) -> list[Candidate]:
        """The product whose model number stands there, if the words before it say so."""
        cue = cue_before(tokens.lows, before_quote(tokens, first))
        if (cue is not None and cue[0] is Head.PRODUCT) or names_a_model(tokens, first, end):
            return [Candidate(first, end, EntityType.PRODUCT, Head.PRODUCT)]
        return []

    def _extended(self, tokens: Tokens, known: Candidate) -> tuple[list[Candidate], int]:
        """A known organisation with what goes on from it (``Kho bạc Nhà nước tỉnh X``)."""
        if known.type != EntityType.ORGANISATION or tokens.words[known.first].isupper():
            return [known], known.end
        end = known.end + tail_length(tokens, known.end)
        return [replace(known, end=end)], end

    def _known(self, tokens: Tokens, index: int, end: int) -> Candidate | None:
        """A name of the gazetteer that begins here."""
        match = self._lexicon.names.longest_at(tokens, index)
        if match is None:
            return None
        type_, length = match
        if length == 1 and (
            (tokens.lows[index] in _AMBIGUOUS and opens_sentence(tokens, index))
            or opens_compound(tokens, index, self._lexicon)
        ):
            return None
        cue = cue_before(tokens.lows, index)
        if cue is not None and index + length >= end and self._cue_forbids(tokens, index, cue, type_):
            return None
        return Candidate(index, index + length, type_, cue[0] if cue else None)

    @staticmethod
    def _cue_forbids(tokens: Tokens, index: int, cue: tuple[Head, int], type_: str) -> bool:
        """Whether the words to the left say that a known name is something else here."""
        head, length = cue
        word = " ".join(tokens.lows[index - length : index])
        if head is Head.PERSON:
            return type_ != EntityType.PERSON and word in _PRONOUNS
        if head in (Head.SITE, Head.UNIT) and type_ == EntityType.PERSON:
            return True
        if head is Head.EVENT:
            return type_ == EntityType.PLACE and word in _NAMED_FOR_PLACES
        return head in (Head.LEGAL, Head.OTHER) or word in ("tiếng", "chữ", "họ", "nhà", "triều", "đồng")

    def _headed(self, tokens: Tokens, index: int, head: Head, length: int) -> tuple[list[Candidate], int]:
        """A name that begins with its head word, or a head word that is skipped."""
        after = index + length
        if head in _ORGANISATIONS:
            return self._organisation(tokens, index, head, length)
        if head is Head.LEGAL:
            return [], organisation_end(tokens, index, head, length, self._lexicon)
        if head in (Head.EVENT, Head.AWARD) or (head is Head.WORK and not opens_sentence(tokens, index)):
            return self._titled(tokens, index, head, length)
        if head in (Head.UNIT, Head.SITE):
            after = after + 1 if after < len(tokens.words) and tokens.words[after] == "." and length == 1 else after
            if after < len(tokens.words) and tokens.capital[after]:
                end = run_end(tokens, after)
                end = dashed_end(tokens, end, self._lexicon) if head is Head.SITE else end
                return [Candidate(index, end, TYPE_OF_HEAD[head], head)], end
            if number_end(tokens, after) > after and length == 1:
                return [Candidate(index, after + 1, EntityType.PLACE, head)], after + 1
        return [], max(index + length, index + 1)

    def _titled(self, tokens: Tokens, index: int, head: Head, length: int) -> tuple[list[Candidate], int]:
        """An event, award or work whose name begins with its head word (``Chiến dịch …``, ``Truyện Kiều``)."""
        after = index + length
        end = organisation_end(tokens, index, head, length, self._lexicon)
        if tokens.lows[after : after + 1] == ["số"]:
            end = number_end(tokens, after + 1) if number_end(tokens, after + 1) > after + 1 else after
        elif end > after:
            end = number_end(tokens, end)
        return ([Candidate(index, end, TYPE_OF_HEAD[head], head)] if end > after else []), max(end, index + 1)

    def _organisation(self, tokens: Tokens, index: int, head: Head, length: int) -> tuple[list[Candidate], int]:
        end = organisation_end(tokens, index, head, length, self._lexicon)
        if end == index + length:
            return [], end
        numbered = number_end(tokens, end, longest=3)
        if numbered > end and (
            numbered == len(tokens.words) or not tokens.words[numbered].isalpha() or tokens.lows[numbered] == "và"
        ):
            end = numbered
        return [Candidate(index, end, EntityType.ORGANISATION, head)], end

    def _is_part_of_name(self, tokens: Tokens, index: int, end: int, head: Head, length: int) -> bool:
        """Whether what could be a head word is the first syllable of a name (``Bà Nà``, ``Hồ Xuân Hương``)."""
        if length > 1 or end - index < 2:
            return length == 1 and opens_compound(tokens, index, self._lexicon)
        if head is Head.PERSON and not opens_sentence(tokens, index):
            return not self._is_person(tokens, index + 1, end) and tokens.lows[index] in _PRONOUNS
        cue = cue_before(tokens.lows, before_quote(tokens, index))
        in_title = cue is not None and cue[0] is Head.WORK
        return in_title or self._looks_like_person(tokens, index, end)

    def _looks_like_person(self, tokens: Tokens, index: int, end: int) -> bool:
        """A surname with two to four Vietnamese syllables, all capitalised and nothing more."""
        length = end - index
        return (
            3 <= length <= 4
            and tokens.lows[index] in SURNAMES
            and all(is_vietnamese_syllable(low) for low in tokens.lows[index:end])
            and tokens.lows[end - 1] in self._lexicon.given
        )

    def _is_ordinary(self, tokens: Tokens, index: int) -> bool:
        """Whether a capital only opens a sentence or a defined term, and no name."""
        low = tokens.lows[index]
        alone = run_end(tokens, index) == index + 1
        if opens_compound(tokens, index, self._lexicon):
            cue = cue_before(tokens.lows, index)
            return cue is None or cue[0] not in (Head.WORK, Head.EVENT)
        if low not in self._lexicon.ordinary:
            return False
        if opens_sentence(tokens, index):
            return alone or not (low in SURNAMES or low in self._lexicon.given)
        return False

    def _is_ordinary_phrase(self, tokens: Tokens, index: int) -> bool:
        """Whether two capitals open a phrase of ordinary words (``Tổ Bảo vệ``)."""
        low = tokens.lows[index]
        return (
            low in self._lexicon.ordinary and low not in SURNAMES and opens_compound(tokens, index + 1, self._lexicon)
        )

    def _run(self, tokens: Tokens, index: int, end: int) -> tuple[list[Candidate], int]:
        """A run without a head word of its own."""
        if end - index == 2 and self._is_ordinary_phrase(tokens, index):
            return [], end
        cue = cue_before(tokens.lows, before_quote(tokens, index))
        head = cue[0] if cue else None
        if head in _NOT_A_NAME or all(ROMAN.match(word) for word in tokens.words[index:end]):
            return self._after_no_name(tokens, index, end, head)
        if head is Head.SITE:
            end = dashed_end(tokens, end, self._lexicon)
        split = self._split(tokens, index, end, head)
        if split:
            return split, end
        if head in (Head.WORK, Head.PRODUCT, Head.EVENT, Head.AWARD):
            end = number_end(tokens, end)
            end = title_end(tokens, end) if head in (Head.WORK, Head.EVENT) else end
        return [self._typed(tokens, index, end, cue)], end

    def _after_no_name(self, tokens: Tokens, index: int, end: int, head: Head | None) -> tuple[list[Candidate], int]:
        known = self._lexicon.names.longest_at(tokens, index, end)
        if head is Head.PEOPLE and known is not None and known[1] < end - index and cue_before(tokens.lows, index):
            rest = index + known[1]
            return [Candidate(rest, end, EntityType.PERSON, Head.PEOPLE, sure=False)], end
        return [Candidate(index, end, None, head)], end

    def _split(self, tokens: Tokens, index: int, end: int, head: Head | None) -> list[Candidate]:
        """A known place followed by a person or an acronym (``Mỹ | Joe Biden``); an acronym followed by a person."""
        if end - index > 3 and tokens.words[index].isupper() and self._is_person(tokens, index + 1, end):
            return [
                Candidate(index, index + 1, EntityType.ORGANISATION if head is Head.BOARD else None, head, sure=False),
                Candidate(index + 1, end, EntityType.PERSON, Head.PERSON),
            ]
        known = self._lexicon.names.longest_at(tokens, index, end)
        if known is None or index + known[1] >= end or known[0] != EntityType.PLACE:
            return []
        rest = index + known[1]
        if head is Head.PERSON or self._is_person(tokens, rest, end):
            return [
                Candidate(index, rest, known[0], head),
                Candidate(rest, end, EntityType.PERSON, Head.PERSON),
            ]
        if end - rest == 1 and tokens.words[rest].isupper():
            return [Candidate(index, rest, known[0], head), Candidate(rest, end, None, None, sure=False)]
        return []

    def _typed(self, tokens: Tokens, index: int, end: int, cue: tuple[Head, int] | None) -> Candidate:
        head = cue[0] if cue else None
        if end - index > 1 and tokens.lows[end - 1] in COMPANY_ENDINGS:
            return Candidate(index, end, EntityType.ORGANISATION, head)
        if head is Head.BOARD and self._is_person(tokens, index, end):
            return Candidate(index, end, EntityType.PERSON, Head.PERSON)
        if head in (Head.UNIT, Head.SITE, Head.FIRM, Head.INSTITUTION, Head.PARTY, Head.BOARD, Head.PERSON):
            return Candidate(index, end, TYPE_OF_HEAD[head], head)
        if head is Head.PREPOSITION and " ".join(tokens.lows[index:end]) in self._lexicon.communes:
            return Candidate(index, end, EntityType.PLACE, head)
        if self._is_person(tokens, index, end) and (head is not Head.PREPOSITION or end - index > 2):
            return Candidate(index, end, EntityType.PERSON, head)
        if head in (Head.WORK, Head.PRODUCT, Head.EVENT, Head.AWARD):
            return Candidate(index, end, TYPE_OF_HEAD[head], head)
        if cue is not None and head is Head.STATE_BODY and cue[1] > 1:
            return Candidate(index, end, EntityType.ORGANISATION, head)
        return Candidate(index, end, None, head, sure=False)

    def _is_person(self, tokens: Tokens, index: int, end: int) -> bool:
        """A surname and one to three more Vietnamese syllables; with one, the surname must be a common one."""
        return (
            2 <= end - index <= 4
            and tokens.lows[index] in (SURNAMES if end - index > 2 else COMMON_SURNAMES)
            and all(is_vietnamese_syllable(low) for low in tokens.lows[index:end])
        )

    def _quoted(self, tokens: Tokens, index: int) -> tuple[list[Candidate], int]:
        """A quoted title after the word for a work."""
        cue = cue_before(tokens.lows, index)
        closing = CLOSING[tokens.words[index]]
        if cue is None or cue[0] not in (Head.WORK, Head.EVENT):
            return [], index + 1
        for end in range(index + 2, min(index + _LONGEST_TITLE, len(tokens.words))):
            if tokens.words[end] == closing:
                return [Candidate(index + 1, end, TYPE_OF_HEAD[cue[0]], cue[0])], end + 1
        return [], index + 1
