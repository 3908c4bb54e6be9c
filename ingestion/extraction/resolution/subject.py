"""What a document is about: the entity that its title names, and its type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from graph.model import Document, EntityType
from graph.text.normalise import name_key
from ingestion.extraction.law import subject_of as legal_subject_of
from ingestion.extraction.names import CONNECTORS, STOP, TYPE_OF_HEAD, Head, canonical_name, head_at, tokenise
from ingestion.extraction.spans import NameSpan, SentenceSpans

_WORD = re.compile(r"[^\W_]+")
_QUALIFIER = re.compile(r"\s*\([^)]*\)\s*$")
_OPENING = 600
"""Code points in which a text that is about its title names it."""
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LIFE = re.compile(r"(?<!\w)(?:sinh|mất|qua đời|từ trần) (?:ngày|năm|tháng|khoảng)(?!\w)")
_SENTENCE = re.compile(r"[^.\n]*")
_IS = re.compile(r"(?<!\w)là\s+(?=\w)")
_DESCRIPTION = 500
"""Code points after a name in which its description stands."""
_ARTICLES = frozenset("một những các con vị người bậc loại cái chiếc nhà nữ nam cựu nguyên tên cố ngôi toà".split())
_MOST_WORDS_BEFORE_NOUN = 3
_LONGEST_NOUN = 90
_LONGEST_TITLE = 9
_PROPER = frozenset({EntityType.PERSON.value, EntityType.ORGANISATION.value, EntityType.PLACE.value})
"""Types of which a common noun (``Thủ đô``) is none."""
_BODY_NOUNS = frozenset({"bộ", "ban", "nhóm", "phòng", "đài", "trạm", "báo", "vụ", "cục", "trung tâm", "cơ quan"})
"""Nouns of organisations that mean other things as well."""


def subject_span(
    document: Document, sentences: Sequence[SentenceSpans], title_type: str | None = None
) -> NameSpan | None:
    """The entity that the document is about, as an empty span at the start of its text; None if the title names none.

    Legal texts are about themselves. Else the title, without a qualifier in brackets, must be a plain name or stand
    near the start of the text; its type is that of the names with its key there, or what the first sentence calls it.

    Args:
        document: The document.
        sentences: Its sentences with their names.
        title_type: Type of the title where it is plainly one name by itself.
    """
    legal = legal_subject_of(document)
    if legal is not None:
        return legal
    title = bare_title(document.title)
    places = list(_title_places(document.text, title))
    described = next(filter(None, (described_type(document.text, place + len(title)) for place in places)), None)
    tagged = _tagged_type(title, sentences)
    own = title_type or _headed_type(title)
    if not (described or tagged or own or (places and is_name(title))):
        return None
    if described == EntityType.CONCEPT:
        described = own or described
    type_ = tagged or described or own or EntityType.CONCEPT.value
    if type_ in _PROPER and _is_common_noun(title, document.text):
        type_ = EntityType.CONCEPT.value
    name = canonical_name(type_, title)
    return NameSpan(0, 0, type_, name_key(name), name, "title")


def _is_common_noun(title: str, text: str) -> bool:
    """Whether the title has no capital inside, and the text writes it in lower case."""
    if title[1:] != title[1:].lower():
        return False
    return re.search(rf"(?<=[\w,] ){re.escape(title.lower())}(?!\w)", text) is not None


def is_name(written: str) -> bool:
    """Whether every word but connectors has a capital."""
    words = _WORD.findall(written)
    return bool(words) and words[0][0].isupper() and all(w in CONNECTORS or not w[0].islower() for w in words)


def bare_title(title: str) -> str:
    """A title without its qualifier (``Chè (món ăn)`` → ``Chè``)."""
    return _QUALIFIER.sub("", title).strip()


def find_title(text: str, title: str, start: int, end: int) -> int | None:
    """Where ``text[start:end]`` first holds the title as whole words, in either case of its first letter."""
    if not title or title.count(" ") >= _LONGEST_TITLE:
        return None
    first = re.escape(title[0])
    pattern = rf"(?<!\w)(?i:{first}){re.escape(title[1:])}(?!\w)"
    match = re.compile(pattern).search(text, start, end)
    if match is None and title.islower():
        match = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE).search(text, start, end)
    return match.start() if match else None


def described_type(text: str, after_name: int) -> str | None:
    """Type by the noun after ``là`` (``Huế là thành phố …``), right of a name that ends at ``after_name``."""
    sentence = _SENTENCE.match(_without_brackets(text[after_name : after_name + _DESCRIPTION]))
    assert sentence is not None
    described = [_noun_type(sentence[0][match.end() :]) for match in _IS.finditer(sentence[0])]
    type_ = next(filter(None, described), None)
    if type_ is None and _LIFE.search(sentence[0]):
        return EntityType.PERSON.value
    return type_ or (EntityType.CONCEPT.value if described else None)


def _noun_type(text: str) -> str | None:
    """Entity type of the head noun of a noun phrase; None where it tells none."""
    tokens = tokenise(text, 0, min(len(text), _LONGEST_NOUN))
    for index in range(min(_MOST_WORDS_BEFORE_NOUN, len(tokens.words))):
        head = head_at(tokens.lows, index)
        if (
            head is not None
            and head[0] in TYPE_OF_HEAD
            and " ".join(tokens.lows[index : index + head[1]]) not in _BODY_NOUNS
        ):
            return TYPE_OF_HEAD[head[0]].value
        if tokens.lows[index] not in _ARTICLES:
            break
    return None


def _title_places(text: str, title: str) -> Iterator[int]:
    place = find_title(text, title, 0, _OPENING)
    while place is not None:
        yield place
        place = find_title(text, title, place + len(title), _OPENING)


def _without_brackets(text: str) -> str:
    shorter = _BRACKETS.sub("", text)
    return shorter if shorter == text else _without_brackets(shorter)


def _tagged_type(title: str, sentences: Sequence[SentenceSpans]) -> str | None:
    """The type under which the names of the text that read like the title were tagged most."""
    key = name_key(title)
    types = Counter(
        name.type
        for sentence in sentences
        for name in sentence.names
        if key in (name.key, name_key(name.name)) and name.source != "tagger"
    )
    return min(types, key=lambda type_: (-types[type_], type_)) if types else None


def _headed_type(title: str) -> str | None:
    """Type by the title's own head word, where the title is a name (``Tập đoàn …``) and no headline."""
    tokens = tokenise(title, 0, len(title))
    head = head_at(tokens.lows, 0) if tokens.words else None
    if head is None or head[0] not in TYPE_OF_HEAD or head[0] is Head.PERSON or STOP.intersection(tokens.lows):
        return None
    return TYPE_OF_HEAD[head[0]].value if tokens.capital[-1] and head[1] < len(tokens.words) else None
