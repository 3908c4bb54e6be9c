"""Takes what a model adds to its sentences out of its stream: ``[n]`` marks, list bullets, the opening label."""

from __future__ import annotations

import re

from agents.ports import Written

_CITATION = re.compile(r"[ \t]*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_BULLET = re.compile(r"(?<=\n)[ \t]*(?:[-*•+]|\d{1,2}[.)])[ \t]+")
_MAY_GROW = re.compile(r"\s*(?:\[[\d\s,;–-]{0,12}|(?<![^\n])[ \t]*(?:[-*•+]|\d{1,2}[.)]))$")
_SHORT_LABELS = ("trả lời ngắn:", "short answer:")
_LONGEST_HELD = 200
"""Characters that are held back at most; a longer word or label is no mark."""
_DECLINES = ("không có trong tài liệu", "not in the documents")


class AnswerMarks:
    """Reads a model's text piece by piece and gives back plain text, word by word.

    Attributes:
        declined: Whether the model said that the passages do not answer.
    """

    def __init__(self) -> None:
        self.declined = False
        self._held = ""
        self._opened = False
        self._first = True

    def feed(self, text: str) -> list[Written]:
        """What can be told after this piece; a word is held until it is whole."""
        self._held += text
        pieces: list[Written] = []
        if not self._opened and not self._open(pieces, ended=len(self._held) > _LONGEST_HELD):
            return pieces
        end = self._safe_end()
        ready, self._held = self._held[:end], self._held[end:]
        return pieces + self._cleaned(ready)

    def finish(self) -> list[Written]:
        """What is left when the stream has ended well."""
        pieces: list[Written] = []
        if not self._opened:
            self._open(pieces, ended=True)
        ready, self._held = self._held, ""
        return pieces + self._cleaned(ready)

    def _open(self, pieces: list[Written], *, ended: bool) -> bool:
        """Reads the first line; False while it may still become a label."""
        line, newline, rest = self._held.lstrip("\n*# ").partition("\n")
        start = line.lower()
        if not (newline or ended) and any(start.startswith(known) or known.startswith(start) for known in _labels()):
            return False
        self._opened = True
        if start.startswith(_DECLINES):
            self.declined, self._held = True, ""
        elif start.startswith(_SHORT_LABELS):
            short = _CITATION.sub("", line.partition(":")[2].replace("**", "")).strip()
            self._held = rest
            pieces.append(Written(short_answer=short or None))
        return True

    def _safe_end(self) -> int:
        """Where the last word and what a mark may still grow from begin, white space before them included."""
        text = self._held.rstrip()
        if text and len(text) == len(self._held):
            text = text[: -len(text.rsplit(None, 1)[-1])].rstrip()
        end = len(text)
        if len(self._held) - end > _LONGEST_HELD:
            return len(self._held)
        growing = _MAY_GROW.search(self._held[:end])
        return growing.start() if growing else end

    def _cleaned(self, ready: str) -> list[Written]:
        if not ready:
            return []
        opened = "\n" if self._first else ""
        self._first = False
        text = _BULLET.sub("", _CITATION.sub("", opened + ready)).removeprefix(opened).replace("**", "")
        return [Written(text)] if text else []


def _labels() -> tuple[str, ...]:
    return (*_SHORT_LABELS, *_DECLINES)
