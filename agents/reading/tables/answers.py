"""Answers from tables: one cell, the row that has most or least of something, all rows that meet a condition.

Nothing is given where the match is not clear: two rows that fit equally, a code in no row, a column not asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from agents.ports import AnswerType, Question
from agents.reading.answers import Answer
from agents.reading.asked import Asked, asked_of
from agents.reading.candidates import candidates_of
from agents.reading.lexicon import QUESTION_WORDS
from agents.reading.passages import CELL, sentences_of
from agents.reading.ranking import Ranked
from agents.reading.tables.cells import Found, Items, Seen, Sought, codes_named, find_cell, look_at
from agents.reading.tables.extremes import asks_most, find_most
from agents.reading.tables.inner import inner_value
from agents.reading.tables.kinds import is_bare_number, unit_terms, wanted_of
from agents.reading.tables.lists import list_rows
from agents.reading.tables.model import Table, tables_of, unit_of
from agents.reading.tables.words import Words, items_of, matched, words_of
from graph.results import Passage
from graph.text.normalise import name_key

Tables = dict[str, list[Table]]
"""Tables by document."""

_REFUSED = frozenset({AnswerType.YES_NO, AnswerType.REASON, AnswerType.MANNER})
_LISTED = re.compile(r"\b(?:các|những) (?P<noun>[^\W\d]+(?: [^\W\d]+)?)", re.IGNORECASE)
_OURS = re.compile(
    r"\b(?:công ty|cơ quan|đơn vị|nhà trường)(?: (?:mình|ta|em|tôi))?(?= (?:(?:đang|hiện) ){0,2}có\b)", re.IGNORECASE
)
"""The house itself, which its papers leave out."""

_EXCEPT = re.compile(r"\b(?:ngoài|trừ|khác|không|chưa)\b", re.IGNORECASE)
"""Words of a list that leaves something out: rows say only what is there."""

_CLEAR = 0.04
"""How much more of the question the table that answers must hold than another one with another answer."""

_CUT = 2
"""Words that may not be left out of a name unseen."""

_WHOLE_VALUE = 8
"""Most words of a ``key: value`` line's value that is given whole."""


def read_tables(question: Question, passages: Sequence[Passage]) -> Answer | None:
    """The answer that a table or a line of ``key: value`` clearly gives, or None.

    Args:
        question: The question.
        passages: What was found, best first.
    """
    asked = asked_of(question)
    wanted = wanted_of(asked)
    if wanted.type in _REFUSED or not (tables := _by_document(passages)):
        return None
    if not _names_known(question, passages):
        return None
    units = unit_terms(asked)
    items = tuple(item for item in items_of(_OURS.sub("", asked.text)) if item.term not in units)
    sought = Sought(items, wanted, words_of(_noun(asked)), asked.attribute)
    if wanted.type is AnswerType.LIST:
        seen = _seen(sought, tables, passages)
        return None if _EXCEPT.search(asked.text) else list_rows(seen, sought)
    return _read(sought, tables, passages, asked) or _each(sought, tables, passages, asked)


def _read(sought: Sought, tables: Tables, passages: Sequence[Passage], asked: Asked) -> Answer | None:
    seen = _seen(sought, tables, passages)
    if asks_most(asked.text):
        most = find_most(seen, sought, asked.text)
        return _answer(most, asked) if most is not None else None
    return _best(seen, sought, asked)


def _each(sought: Sought, tables: Tables, passages: Sequence[Passage], asked: Asked) -> Answer | None:
    """One answer for each of several codes: ``LN-09 với LN-09H, mỗi loại bảo hành bao lâu?``."""
    codes = [item for item in sought.items if item.code]
    if len(codes) < 2:
        return None
    answers: list[Answer] = []
    for code in codes:
        items = tuple(item for item in sought.items if item is code or not item.code)
        answer = _read(replace(sought, items=items), tables, passages, asked)
        if answer is None or answer.short is None:
            return None
        answers.append(answer)
    sentences = dict.fromkeys(sentence for answer in answers for sentence in answer.sentences)
    return Answer(tuple(sentences), "; ".join(str(answer.short) for answer in answers))


def may_prove(ranked: Ranked, asked: Asked) -> bool:
    """Whether a sentence may answer as prose does: none of a table, or a row of two cells that leaves no choice.

    The row next to the one that is asked for resembles the question as much, and so does the next cell of a row:
    one of them is right only where `read_tables` finds it. A row must have every code and number of the question in
    its reach.
    """
    sentence, passage = ranked.sentence, ranked.passage
    if not sentence.header:
        return True
    if sentence.header.count(CELL) > 1:
        return False
    row = words_of(" . ".join((sentence.header, sentence.text, passage.title, *passage.path)))
    whole = words_of(passage.text)
    return all(item.is_in(row) or (not item.code and item.is_in(whole)) for item in items_of(asked.text) if item.hard)


def _noun(asked: Asked) -> str:
    """The noun of the question word, or of a list that is asked for without one: ``tên các đại lý``."""
    listed = _LISTED.search(asked.text)
    noun = listed["noun"] if listed and not asked.noun.before else " ".join(asked.noun.before)
    return "" if set(noun.split()) <= QUESTION_WORDS else noun


def _by_document(passages: Sequence[Passage]) -> Tables:
    tables: Tables = defaultdict(list)
    for passage in passages:
        for table in tables_of(passage):
            tables[passage.document_id].append(table)
    return tables


def _seen(sought: Sought, tables: Tables, passages: Sequence[Passage]) -> list[Seen]:
    found: list[Seen] = []
    for document, own in tables.items():
        names = codes_named(own)
        elsewhere: Items = frozenset().union(
            *(matched(sought.items, words_of(p.text)) for p in passages if p.document_id == document)
        )
        found += [look_at(table, sought, elsewhere, names) for table in own]
    return found


def _names_known(question: Question, passages: Sequence[Passage]) -> bool:
    """Whether each name of the question stands somewhere, its first word left out at most (``Mua`` MT-C1100).

    Tables often part a name from what it is: ``Nhà máy | …`` over ``Suối Đá | …``.
    """
    texts = " ".join(f" {_key_of(p.title, p.path, p.text)} " for p in passages)
    for name in question.focus:
        words = name_key(name).split()
        if not any(_stands(words, cut, texts) for cut in range(len(words))):
            return False
    return True


@lru_cache(maxsize=1024)
def _key_of(title: str, path: tuple[str, ...], text: str) -> str:
    return name_key(" ".join((title, *path, text)))


def _stands(name: Sequence[str], cut: int, texts: str) -> bool:
    """Whether a name stands in texts without its first words, which must stand there too where they are several."""
    rest = " ".join(name[cut:])
    if cut < _CUT:
        return rest in texts
    return len(name) - cut > 1 and f" {rest} " in texts and f" {' '.join(name[:cut])} " in texts


def _best(seen: Sequence[Seen], sought: Sought, asked: Asked) -> Answer | None:
    found = [cell for table in seen if (cell := find_cell(table, sought)) is not None]
    found.sort(key=lambda cell: -cell.covered)
    if not found:
        return None
    answer = _answer(found[0], asked)
    for other in found[1:]:
        if found[0].covered - other.covered < _CLEAR and other.cell.text != found[0].cell.text:
            return None
    return answer


def _answer(found: Found, asked: Asked) -> Answer | None:
    table = found.seen.table
    short = _short(found, asked)
    if short is None:
        return None
    line = table.rows[found.row].line
    return Answer((table.line, line) if table.line else (line,), short)


def _short(found: Found, asked: Asked) -> str | None:
    table, cell = found.seen.table, found.cell
    if table.is_pairs and len(cell.terms) > _WHOLE_VALUE:
        return _part(cell, asked)
    terms = frozenset(asked.terms)
    shown = (_with_unit(table, found.row, column) for column in (found.column, *found.also))
    return "; ".join(inner_value(text, terms) for text in shown)


def _with_unit(table: Table, row: int, column: int) -> str:
    cells = table.rows[row].cells
    cell, unit = cells[column], unit_of(table.header[column].text) or unit_of(cells[0].text)
    return f"{cell.text} {unit}" if unit and is_bare_number(cell) and unit[0].islower() else cell.text


def _part(cell: Words, asked: Asked) -> str | None:
    """The one span of a long value that has the asked type."""
    sentence = sentences_of(cell.text)[0]
    spans = {sentence.text[item.start : item.end].strip(" ,;:") for item in candidates_of(sentence, asked)}
    return spans.pop() if len(spans) == 1 else None
