"""What the cutting works on: spans of the text with what stands above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.model import ChunkKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that becomes a chunk."""

    start: int
    end: int
    path: tuple[str, ...] = ()
    kind: ChunkKind = ChunkKind.TEXT


@dataclass(frozen=True, slots=True)
class Title:
    """A heading on its own line.

    Attributes:
        start: First code point.
        end: One past its last.
        level: Rank; 1 is the highest.
        label: How a path shows it.
        alone: Whether its section is a passage of its own even where a larger one would fit (articles of law).
    """

    start: int
    end: int
    level: int
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The text from a heading to the next one, with the labels of the headings above, its own included."""

    start: int
    body: int
    end: int
    level: int
    path: tuple[str, ...]
    alone: bool = False


def sections_of(text: str, titles: list[Title], document_title: str) -> list[Section]:
    """Cuts a text at its headings; what stands before the first is a section without a path."""
    sections: list[Section] = []
    if not titles or text[: titles[0].start].strip():
        sections.append(Section(0, 0, titles[0].start if titles else len(text), 0, ()))
    above: list[Title] = []
    ends = [*(title.start for title in titles[1:]), len(text)]
    for title, end in zip(titles, ends, strict=False):
        above = [*(higher for higher in above if higher.level < title.level), title]
        path = tuple(higher.label for higher in above if higher.label != document_title)
        sections.append(Section(title.start, title.end, end, title.level, path, title.alone))
    return sections


def with_short_families(sections: list[Section], fits: Callable[[int, int], bool]) -> list[Section]:
    """Joins a section with all that stands below it where the whole fits; articles of law stay alone."""
    joined: list[Section] = []
    place = 0
    while place < len(sections):
        section = sections[place]
        end = place + 1
        while end < len(sections) and sections[end].level > section.level:
            end += 1
        family = sections[place:end]
        if len(family) > 1 and not any(member.alone for member in family[1:]) and fits(section.start, family[-1].end):
            joined.append(replace(section, end=family[-1].end))
            place = end
        else:
            joined.append(section)
            place += 1
    return joined


def with_bare_headings(text: str, sections: list[Section]) -> list[Section]:
    """Joins a section that is only its heading to the one below it."""
    joined: list[Section] = []
    opened: int | None = None
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        start = section.start if opened is None else opened
        is_bare = not text[section.body : section.end].strip()
        if following is not None and following.level > section.level and is_bare:
            opened = start
        else:
            joined.append(replace(section, start=start))
            opened = None
    return joined
