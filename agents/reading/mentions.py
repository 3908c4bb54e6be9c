"""What the names of a question stand for in the passages at hand.

Spelling alone does not tell a name from a capital, nor where a title ends: ``Tướng Giáp`` is Võ Nguyên Giáp,
``Truyện Chí Phèo`` is Chí Phèo, ``Hịch`` goes on to ``Hịch tướng sĩ``. The passages do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.analysis.focus import merged_names, written_names
from agents.ports import Question
from agents.reading.colloquial import as_written
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, NOT_PEOPLE, QUESTION_WORDS, SURNAMES, TITLES
from agents.reading.names import is_role, name_spans
from agents.reading.respelling import respelt
from graph.results import Passage
from graph.text.normalise import strip_diacritics, unify_tones
from graph.text.restore import is_syllable

_LONGEST_LEAD = 3
_LONGEST_TAIL = 3
_TAIL_SHARE = 0.5
"""Least share of the places of a lone syllable at which the words after it go on, for them to be one name."""

_WORK = re.compile(r"(?<!\w)(?:bài|bài thơ|bài hát|ca khúc|truyện|tập thơ|tác phẩm|cuốn|bản)\s$", re.IGNORECASE)
"""Before the title of a work: there it goes on as far as the passages write it."""

_PROVISION = re.compile(r"((?:điều|chương|mục|phụ lục) \w+),? (?:của )?(.{4,})", re.IGNORECASE)
"""A part of a paper and the paper: the part stands in a heading, the paper in the title."""

_FAMILY = "họ"
_IN_TITLE = 3.0
"""How much more a name weighs as the title of a passage's document than once in its text."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """Passages made ready for looking names up.

    Attributes:
        passages: Themselves, best first.
        plain: All their words as written, spaced, with titles and headings.
        keys: The same in lower case (and without diacritics where the question came without).
        folded: Whether diacritics are left out.
    """

    passages: Sequence[Passage]
    plain: str
    keys: str
    folded: bool

    def hold(self, name: str) -> bool:
        """Whether a name stands there, in whatever case."""
        return f" {_spaced(name.lower(), folded=self.folded)} " in self.keys

    def hold_provision(self, provision: str, paper: str, clause: str) -> bool:
        """Whether one passage is of that part of a paper, and has the clause of that number where one is given."""
        key = f" {_spaced(paper.lower(), folded=self.folded)} "
        for passage in self.passages:
            words = _words_of(passage.title, passage.path, passage.text).lower()
            lines = "\n".join((*passage.path, passage.text))
            stands = all(
                re.search(rf"^\W*{re.escape(opening)}(?!\w)", lines, re.MULTILINE | re.IGNORECASE)
                for opening in (provision, f"{clause}." if clause else provision)
            )
            if stands and key in (strip_diacritics(words) if self.folded else words):
                return True
        return False

    def is_of_another(self, family: str, rest: str) -> bool:
        """Whether the rest of a name stands there behind other surnames only: Lê Văn An is no Nguyễn Văn An."""
        rest = _spaced(rest.lower(), folded=self.folded)
        before = re.findall(rf"(\w+) {re.escape(rest)}(?!\w)", self.keys)
        return family.lower() in SURNAMES and bool(before) and SURNAMES.issuperset(before)

    def is_word(self, name: str) -> bool:
        """Whether a lone syllable is written small there more often than with a capital."""
        return self.count(name.lower()) > self.count(name)

    def count(self, phrase: str) -> int:
        """How often a phrase stands there in just this case."""
        return self.plain.count(f" {_spaced(phrase)} ")


def _spaced(text: str, *, folded: bool = False) -> str:
    words = " ".join(re.findall(r"\w+", unify_tones(text)))
    return strip_diacritics(words) if folded else words


@lru_cache(maxsize=1024)
def _words_of(title: str, path: tuple[str, ...], text: str) -> str:
    return f" {_spaced(' . '.join((title, *path, text)))} "


def _texts(passages: Sequence[Passage], *, folded: bool) -> _Texts:
    plain = " ".join(_words_of(passage.title, passage.path, passage.text) for passage in passages)
    lower = plain.lower()
    return _Texts(passages, plain, strip_diacritics(lower) if folded else lower, folded)


@lru_cache(maxsize=128)
def resolved(question: Question, passages: tuple[Passage, ...]) -> Question:
    """The question with its names and its colloquial phrases as the passages write them.

    A name that no passage holds is looked for without its title or class noun, as the given name or the
    surname of a person, and in two parts; a lone common syllable that is nowhere a name is none here either.
    What remains unknown stays as it is. Kept for the questions at hand: each step of an answer asks for it.
    """
    if not passages:
        return question
    if question.restored:
        question = _respelt(question, passages)
    text = as_written(question.text, passages)
    if not question.focus:
        return replace(question, text=text)
    texts = _texts(passages, folded=question.restored)
    focus: list[str] = []
    for name in question.focus:
        found = _stands_for(name, text, texts)
        for written, meant in found:
            text = _replaced(text, written, meant)
        focus += [meant for _, meant in found]
    return replace(question, text=text, focus=tuple(dict.fromkeys(focus)))


def _respelt(question: Question, passages: Sequence[Passage]) -> Question:
    """The question with the diacritics and the names of the passages."""
    text = respelt(question.text, passages)
    known = [text[at : at + len(name)] for name in question.focus if (at := question.text.find(name)) >= 0]
    return replace(question, text=text, focus=merged_names(written_names(text), known))


def _replaced(text: str, written: str, meant: str) -> str:
    return text if written == meant or meant in text else text.replace(written, meant)


def _stands_for(name: str, question: str, texts: _Texts) -> list[tuple[str, str]]:
    """What stands for a name: its part of the question and the name that is meant; nothing where it is no name."""
    if " " in name or not (name[0].isupper() and is_syllable(name)):
        return [(name, name)] if texts.hold(name) else _otherwise(name, question, texts) or [(name, name)]
    if len(name) == 1 or (_opens(name, question) and texts.is_word(name)):
        return []
    lead = _lead(name, question)
    if lead and (person := _person(name, texts, family=lead.lower() == _FAMILY)):
        return [(f"{lead} {name}", person)]
    whole = _with_tail(name, question, texts)
    return [] if is_role(whole) or not texts.hold(name) else [(name, whole)]


def _otherwise(name: str, question: str, texts: _Texts) -> list[tuple[str, str]]:
    """The same for a name that no passage holds as it stands; empty where nothing of it is known."""
    words = name.split()
    clause = re.search(rf"khoản (\d+),? (?:của )?{re.escape(name)}", question, re.IGNORECASE)
    if (provision := _PROVISION.match(name)) and texts.hold_provision(
        provision[1], provision[2], clause[1] if clause else ""
    ):
        return [(part, part) for part in provision.groups()]
    if words[-1].isdigit() and len(words) > 1:
        return _stands_for(" ".join(words[:-1]), question, texts)
    for cut in _leads(words):
        rest = " ".join(words[cut:])
        if (" " in rest or not is_syllable(rest)) and texts.hold(rest):
            return [(rest, rest)]
        if person := _person(words[-1], texts, family=False):
            return [(name, person)]
    rest = " ".join(words[_next_capital(words) :])
    if _opens(name, question) and texts.hold(rest) and not texts.is_of_another(words[0], rest):
        return [(rest, rest)]
    for cut in range(1, len(words)):
        parts = (" ".join(words[:cut]), " ".join(words[cut:]))
        if words[cut][0].isupper() and not any(map(str.isdigit, name)) and all(texts.hold(part) for part in parts):
            return [(part, part) for part in parts]
    return []


def _opens(name: str, question: str) -> bool:
    before = question[: question.find(name)].rstrip()
    return not before or before[-1] in ".?!:"


def _next_capital(words: Sequence[str]) -> int:
    """Index of the first capital behind the opening word, or 0."""
    return next((index for index, word in enumerate(words) if index and word[0].isupper()), 0)


def _lead(name: str, question: str) -> str:
    """The title right before a lone syllable: ``cụ`` Hồ, ``họ`` Trịnh."""
    match = re.search(rf"(\w+) {re.escape(name)}(?!\w)", question)
    return match[1] if match and unify_tones(match[1].lower()) in TITLES else ""


def _leads(words: Sequence[str]) -> list[int]:
    """How many words from the left are a class noun or a title, longest first."""
    opening = [unify_tones(word.lower()) for word in words]
    sizes = range(min(_LONGEST_LEAD, len(words) - 1), 0, -1)
    return [s for s in sizes if " ".join(opening[:s]) in CLASS_NOUNS or all(word in TITLES for word in opening[:s])]


def _person(name: str, texts: _Texts, *, family: bool) -> str | None:
    """The person whom the passages speak of most under that given name, or failing that under that surname."""
    given: dict[str, float] = defaultdict(float)
    surnamed: dict[str, float] = defaultdict(float)
    key = unify_tones(name.lower())
    for place, passage in enumerate(texts.passages):
        for text, weight in ((passage.title, _IN_TITLE), (passage.text, 1.0)):
            for start, end in name_spans(text):
                words = _person_in(text[start:end].split())
                if not words:
                    continue
                if unify_tones(words[-1].lower()) == key:
                    given[" ".join(words)] += weight / (1 + place)
                elif unify_tones(words[0].lower()) == key:
                    surnamed[" ".join(words)] += weight / (1 + place)
    for found in (surnamed,) if family else (given, surnamed):
        if found:
            return max(found, key=lambda person: found[person])
    return None


def _person_in(words: list[str]) -> list[str]:
    """The words of a person's name in those of a run, without what leads it (``Ca sĩ``); empty where there is none."""
    for index in range(len(words) - 1, -1, -1):
        if not (words[index][0].isupper() and is_syllable(words[index])):
            words = words[index + 1 :]
            break
    if len(words) < 2 or unify_tones(words[0].lower()) not in SURNAMES:
        return []
    return [] if unify_tones(" ".join(words).lower()) in NOT_PEOPLE else words


def _with_tail(name: str, question: str, texts: _Texts) -> str:
    """A lone syllable with the lower-case ones that go on with it in the question and mostly in the passages."""
    total = texts.count(name)
    match = re.search(rf"(?<!\w){re.escape(name)}((?: [^\W\d_]+){{1,{_LONGEST_TAIL}}})", question)
    if not match or not total:
        return name
    tail = match[1].split()
    for size in range(len(tail), 0, -1):
        words = tail[:size]
        ends = unify_tones(words[-1].lower()) not in FUNCTION_WORDS | QUESTION_WORDS
        longer = " ".join((name, *words))
        share = 0.0 if _WORK.search(question[: match.start()]) else _TAIL_SHARE * total
        if ends and texts.count(longer) >= max(1, share):
            return longer
    return name
