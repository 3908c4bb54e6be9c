"""Names that a question is about, in capitals, in quotes, or as the graph knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.names import name_spans, names, one_word, opens_role
from graph.cpu_work import CpuWork
from graph.long_text import apart
from graph.model import Entity, EntityType
from graph.ports import GraphStore
from graph.text.normalise import keys_of_spans, name_key
from graph.text.restore import is_syllable
from graph.text.syllables import Syllable, spanned_syllables

_LONGEST = 8
_INSTRUMENT = re.compile(
    r"(?:(?:nghị định|thông tư|quyết định|luật|nghị quyết|pháp lệnh)(?: số)? )?"
    r"(?<!\d/)\b(?P<number>\d{1,4}/\d{4}/[^\W\d_]{2,}\d*(?:-[^\W\d_]+\d*)*)",
    re.IGNORECASE,
)
_NUMBERED = (
    r" (?!(?:19|20)\d\d\b)\d{1,4}[A-Za-z]{0,2}\b(?![./,%]\d|%| (?:năm|tháng|ngày|tuần|giờ|phút|người|lần|cái|chiếc|"
    r"nghìn|triệu|tỷ|đồng|phần|đơn vị|địa|tỉnh|km|m)\b)(?: [A-Z][A-Za-z]*\b)*"
)
"""What follows a product's name: its number, and words such as ``Pro``."""

_MODEL = re.compile(rf"(?<![\w/.-])(?P<word>[A-Za-z]*[A-Z][A-Za-z]*){_NUMBERED}")
_LAW_WORDS = frozenset("điều khoản điểm chương mục nghị thông quyết luật pháp".split())
_VALUES = frozenset({EntityType.DATE, EntityType.QUANTITY})
_EMPTY = FUNCTION_WORDS | QUESTION_WORDS


def written_names(question: str) -> tuple[str, ...]:
    """Names that the spelling shows: capitals, quotes, numbers of instruments."""
    numbers = [match["number"] for match in _INSTRUMENT.finditer(question)]
    found = [name for name in names(_INSTRUMENT.sub(" , ", question)) if not _merely_opens(name, question)]
    return (*(name for name in found if name.split()[0].lower() not in _LAW_WORDS or len(name.split()) > 2), *numbers)


def product_names(question: str) -> tuple[str, ...]:
    """`written_names`, with the number that belongs to a product's name (``LamPure 9 Pro``), in order."""
    found = written_names(question)
    longer = [match[0] for match in _MODEL.finditer(question) if not is_syllable(match["word"])]
    longer += [match[0] for name in found if (match := re.search(re.escape(name) + _NUMBERED, question))]
    held = [name for name in found if not any(name in other for other in longer)]
    whole = [name for name in dict.fromkeys(longer) if not any(name != other and name in other for other in longer)]
    return tuple(sorted((*held, *whole), key=question.find))


def _merely_opens(name: str, question: str) -> bool:
    """Whether a lone syllable is capitalised only because a sentence opens with it (``Sếp``, ``Hôm``)."""
    if " " in name or not is_syllable(name):
        return False
    before = question[: question.find(name)].rstrip()
    return not before or before[-1] in ".?!:"


def _spans(question: str) -> list[tuple[int, int]]:
    """Spans of all runs of at most `_LONGEST` syllables that may be a name, longest first.

    Where the question is typed with capitals, a name must hold one besides the letter that opens the question.
    """
    parts = spanned_syllables(question)
    capitals = [part.start for part in parts[1:] if question[part.start].isupper()]
    capitals += [parts[0].start for start, _ in name_spans(question)[:1] if parts and start == parts[0].start]
    found: list[tuple[int, int]] = []
    for first, opening in enumerate(parts):
        for last in range(first, min(first + _LONGEST, len(parts))):
            if opening.term in _EMPTY or parts[last].term in _EMPTY:
                continue
            if first == last and not _may_stand_alone(question, parts, first):
                continue
            if capitals and not any(opening.start <= at < parts[last].end for at in capitals):
                continue
            found.append((opening.start, parts[last].end))
    return sorted(found, key=lambda span: (span[0] - span[1], span[0]))


def _may_stand_alone(question: str, parts: Sequence[Syllable], index: int) -> bool:
    """Whether a single syllable may be a name: in capitals, and not the first half of a word (``Công`` ty)."""
    part = parts[index]
    if not question[part.start].isupper() or opens_role(question, part.start):
        return False
    after = parts[index + 1] if index + 1 < len(parts) else None
    if after is None or question[part.end : after.start] != " " or question[after.start].isupper():
        return True
    return not one_word(part.term, after.term)


def _is_thing(entities: Sequence[Entity]) -> bool:
    return any(entity.type not in _VALUES for entity in entities)


def _keys(question: str, *, folded: bool) -> tuple[dict[tuple[int, int], str], list[str]]:
    """What each run that may be a name is looked up by, longest first, and each such key once."""
    return keys_of_spans(question, _spans(question), folded=folded)


async def known_names(question: str, graph: GraphStore, tenant: str, *, folded: bool, work: CpuWork) -> tuple[str, ...]:
    """Names in the question that the graph knows, however they are typed, longest first, none overlapping.

    Args:
        question: The question.
        graph: Where names are looked up.
        tenant: Owner of the entities.
        folded: Whether the question was typed without diacritics.
        work: Where a long question is read.
    """
    keys, distinct = await apart(work, question, _keys, question, folded=folded)
    if not keys:
        return ()
    entities = await graph.find_entities(tenant, distinct, folded=folded)
    return await apart(work, question, _known, question, keys, entities)


def _known(
    question: str, keys: Mapping[tuple[int, int], str], entities: Mapping[str, Sequence[Entity]]
) -> tuple[str, ...]:
    """The runs that name things, the longest where they overlap, in order."""
    taken: list[tuple[int, int]] = []
    for span, key in keys.items():
        known = entities.get(key, [])
        if _is_thing(known) and not any(span[0] < end and start < span[1] for start, end in taken):
            taken.append(span)
    return tuple(question[slice(*span)] for span in sorted(taken))


def merged_names(written: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Known names, and written ones that no known name holds."""
    kept = {name_key(name): name for name in known}
    for name in written:
        key = name_key(name)
        if not any(key in other for other in kept):
            kept = {other: value for other, value in kept.items() if other not in key}
            kept[key] = name
    return tuple(kept.values())
