"""Lists: the items that a sentence enumerates, or that stand line by line under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.reading.asked import Asked
from agents.reading.lexicon import CLASS_NOUNS, PLACE_HEADS
from agents.reading.names import name_spans
from agents.reading.passages import CELL, Sentence, sentences_of
from agents.reading.tokens import tokenise
from graph.results import Passage
from graph.text.sentences import Span

_ENUMERATION = re.compile(
    r"(?:\bgồm(?: có)?|\blà|\bnhư|\bgiáp(?: với)?|\bcó|\bqua|:)\s+(?P<items>[^.;:,]{2,80}(?:, "
    r"[^.;:,]{2,80})+,? (?:và|cùng|hay|hoặc) [^.;:,]{2,60})"
)
_JOINS = re.compile(r"\s*(?:,|;|,? (?:và|cùng|hay|hoặc|với)(?= ))\s*(?P<noun>(?:[^\W\dA-ZĐ]+\s+){0,3})")
_BULLET = re.compile(r"^(?:[-*•+]|\d{1,2}[.)]|[a-zđ]\))\s")
_CLAUSE = re.compile(r"\d{1,2}\.\s")
_MOST_LINES = 12
_LEAD_WORDS = 3


def _with_class_noun(text: str, start: int) -> int:
    """Start of the class noun just before a name, or of the name."""
    words = list(re.finditer(r"\S+", text[:start]))[-_LEAD_WORDS:]
    for index in range(len(words)):
        if text[words[index].start() : start].strip().lower() in CLASS_NOUNS:
            return words[index].start()
    return start


def runs(text: str) -> Iterator[list[Span]]:
    """Runs of names joined by commas and ``và``."""
    run: list[Span] = []
    for span in name_spans(text):
        if run and not _joined(text[run[-1][1] : span[0]]):
            yield run
            run = []
        run.append(span)
    yield run


def _joined(between: str) -> bool:
    """Whether a comma or ``và`` alone joins two names, with a class noun before the second one at most."""
    match = _JOINS.fullmatch(between)
    noun = match["noun"].split() if match else []
    return match is not None and (not noun or " ".join(noun) in CLASS_NOUNS or noun[-1] in CLASS_NOUNS | PLACE_HEADS)


def enumerations(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Spans of enumerations: of names, or of anything with commas and ``và`` behind ``gồm``, ``là`` and the like."""
    known = set(tokenise(asked.text).terms)
    wanted = set(asked.noun.before[-1:]) & PLACE_HEADS
    named: list[int] = []
    for run in runs(sentence.text):
        fresh = [span for span in run if not set(tokenise(sentence.text[slice(*span)]).terms) <= known]
        if len(run) > 1 and fresh:
            start = _with_class_noun(sentence.text, run[0][0])
            named.append(start)
            head = sentence.text[start : run[0][0]].split()[-1:]
            if not wanted or not head or head[0].lower() not in PLACE_HEADS or head[0].lower() in wanted:
                yield start, run[-1][1]
    for match in _ENUMERATION.finditer(sentence.text):
        if not any(match.start("items") <= start < match.end("items") for start in named):
            yield match.span("items")


def lines_under(passage: Passage, lead: Sentence) -> tuple[str, ...]:
    """The lines that belong to a sentence ending in a colon: list items, points of a clause, or the rows of a table."""
    if not lead.text.rstrip().endswith(":"):
        return ()
    found: list[str] = []
    for sentence in sentences_of(passage.text)[lead.ordinal + 1 : lead.ordinal + 1 + _MOST_LINES]:
        is_row = CELL in sentence.text and (not found or CELL in found[0])
        is_item = _is_item(passage, sentence) and not (_CLAUSE.match(lead.text) and _CLAUSE.match(sentence.text))
        if not is_row and not is_item:
            break
        found.append(sentence.text)
    return tuple(found)


def _is_item(passage: Passage, sentence: Sentence) -> bool:
    line = passage.text[passage.text.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    return _BULLET.match(line) is not None


def lead_of(passage: Passage, item: Sentence) -> Sentence:
    """The sentence ending in a colon whose list holds a line; the line itself where it is in none."""
    for sentence in sentences_of(passage.text)[item.ordinal - 1 :: -1] if item.ordinal else ():
        if item.text in lines_under(passage, sentence):
            return sentence
        if not _is_item(passage, sentence):
            break
    return item


def listed(lines: Sequence[str]) -> str:
    """The items of a list without marks and closing punctuation; of a table the first cell of each row."""
    if CELL in lines[0]:
        return "; ".join(line.split(CELL)[0].strip() for line in lines[1:])
    return "; ".join(_BULLET.sub("", line).rstrip(" .;,") for line in lines)
