"""Sentences of the sample documents, lightly reworded or falsified, to see what a checker lets through.

The rules here are those of the tests alone: no checker is trained or tuned on them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.text.sentences import sentences

SAMPLES = Path(__file__).resolve().parents[1] / "ingestion" / "samples" / "documents"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PASSAGE = 1_800
_PLAIN = re.compile(r"[^\[\]*|_#<>:;\n]{50,260}\.")
_YEAR = re.compile(r"(?<=năm )\d{4}")
_DAY = re.compile(r"(?<=ngày )\d{1,2}(?= tháng| ?[/-])")
_NUMBER = re.compile(
    r"(?<![\w./-])(?<!năm )(?<!ngày )(?<!tháng )(?<!số )(?<!Điều )(?<!khoản )\d[\d.,]*(?= (?!tháng|năm)\w)"
)
_WORD = re.compile(r"\w+")
_VERB = re.compile(r" (là|có|được|nằm|thuộc|giữ|trở thành|bắt đầu|gồm|phải|quy định|đạt|chảy|gia nhập|tham gia) ")
_SYNONYMS = (
    ("nằm ở", "ở"),
    ("được thành lập", "được lập ra"),
    ("hiện nay", "ngày nay"),
    ("khoảng", "chừng"),
    ("gồm", "bao gồm"),
    ("nhằm", "để"),
    ("trở thành", "đã trở thành"),
    ("sinh ra", "sinh"),
    ("qua đời", "mất"),
    ("từng", "đã từng"),
)
_FIRST_WORDS = frozenset(
    "Ông Bà Năm Từ Sau Trong Luật Nghị Ngày Khi Trước Các Những Một Nhóm Người Tên Con Bài".split()
)
_OPENINGS = ("Theo tài liệu, ", "Cụ thể, ", "Ngoài ra, ", "Như vậy, ", "Có thể nói, ")
_ADDITIONS = (
    ", và nhờ đó được trao một giải thưởng quốc tế",
    ", sau khi nhận vốn vay ưu đãi của một ngân hàng nước ngoài",
    ", bất chấp sự phản đối của nhiều chuyên gia môi trường",
    ", đồng thời mở thêm ba chi nhánh ở châu Âu",
    ", nhờ sự giúp đỡ của một thương nhân giàu có",
    ", khiến giá nhà quanh đó tăng gấp đôi",
    ", theo mẫu thiết kế của một kiến trúc sư người Pháp",
    ", và bị đình chỉ vì thiếu kinh phí",
)

Edit = Callable[[str, random.Random], "str | None"]


@dataclass(frozen=True, slots=True)
class Edited:
    """A sentence as a model might write it, and what was done to it (``kept``, ``number``, ``date`` …)."""

    text: str
    kind: str


def sample_passages() -> list[str]:
    """Pieces of the Markdown and text samples, cut at lines, of at most 1,800 characters."""
    passages: list[str] = []
    for path in sorted((*SAMPLES.rglob("*.md"), *SAMPLES.rglob("*.txt"))):
        text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
        piece = ""
        for line in text.splitlines(keepends=True):
            if piece and len(piece) + len(line) > _PASSAGE:
                passages.append(piece)
                piece = ""
            piece += line
        passages.append(piece)
    return passages


def plain_sentences(passages: Sequence[str]) -> list[str]:
    """Whole running sentences, each once."""
    found = (text for item in passages for text in sentences(item) if text[0].isupper() and _PLAIN.fullmatch(text))
    return list(dict.fromkeys(found))


def reworded(sentence: str, chance: random.Random) -> str:
    """The sentence as it is, or with a synonym, another opening, or its last clause left out."""
    way = chance.randrange(4)
    if way == 1:
        for old, new in chance.sample(_SYNONYMS, len(_SYNONYMS)):
            if f" {old} " in sentence:
                return sentence.replace(f" {old} ", f" {new} ", 1)
    if way == 2 and sentence.split(maxsplit=1)[0] in _FIRST_WORDS:
        return chance.choice(_OPENINGS) + sentence[0].lower() + sentence[1:]
    if way == 3:
        head, comma, _ = sentence.rpartition(", ")
        if comma and len(head) > 60 and _VERB.search(head) and head.count("(") == head.count(")"):
            return f"{head}."
    return sentence


def _names(sentence: str) -> list[str]:
    """Whole runs of two to four capitalised words; none that may begin with the sentence's first word."""
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(sentence):
        touches = not runs[-1] or sentence[runs[-1][-1].end() : word.start()] == " "
        if word[0][0].isupper() and touches:
            runs[-1].append(word)
        else:
            runs.append([word] if word[0][0].isupper() else [])
    return [sentence[run[0].start() : run[-1].end()] for run in runs if 2 <= len(run) <= 4 and run[0].start()]


def _replaced(pattern: re.Pattern[str], sentence: str, change: Callable[[str], str]) -> str | None:
    match = pattern.search(sentence)
    return None if match is None else sentence[: match.start()] + change(match[0]) + sentence[match.end() :]


def _other_number(sentence: str, chance: random.Random) -> str | None:
    def change(number: str) -> str:
        at = chance.choice([place for place, mark in enumerate(number) if mark.isdigit()])
        return number[:at] + str((int(number[at]) + chance.randint(1, 8)) % 9 + 1) + number[at + 1 :]

    edited = _replaced(_NUMBER, sentence, change)
    return None if edited == sentence else edited


def _other_date(sentence: str, chance: random.Random) -> str | None:
    if _YEAR.search(sentence):
        return _replaced(_YEAR, sentence, lambda year: str(int(year) + chance.choice((-11, -3, -1, 2, 7, 10))))
    return _replaced(_DAY, sentence, lambda day: str((int(day) + chance.randint(2, 20)) % 28 + 1))


def _other_name(found: Sequence[str]) -> Edit:
    # A run that comes once may be part of a longer name ("Viện Nghiên" of "Viện Nghiên cứu").
    names = [name for name, count in Counter(name for text in found for name in _names(text)).items() if count > 1]

    def edit(sentence: str, chance: random.Random) -> str | None:
        held = [name for name in _names(sentence) if name in names]
        return sentence.replace(held[0], chance.choice([n for n in names if n not in sentence])) if held else None

    return edit


def _negated(sentence: str, chance: random.Random) -> str | None:
    del chance
    if " không " in sentence:
        return sentence.replace(" không ", " ", 1)
    match = _VERB.search(sentence)
    if match is None:
        return None
    negation = " không phải" if match[1] == "là" else " không"
    return sentence[: match.start()] + negation + sentence[match.start() :]


def _with_more(sentence: str, chance: random.Random) -> str | None:
    return sentence.removesuffix(".") + chance.choice(_ADDITIONS) + "."


def falsified(found: Sequence[str], each: int, chance: random.Random) -> list[Edited]:
    """The same number of sentences with another number, date or name, a negation, or an addition."""
    edits: dict[str, Edit] = {
        "number": _other_number,
        "date": _other_date,
        "name": _other_name(found),
        "negation": _negated,
        "addition": _with_more,
    }
    return [Edited(text, kind) for kind, edit in edits.items() for text in islice(_edits(found, edit, chance), each)]


def _edits(found: Sequence[str], edit: Edit, chance: random.Random) -> Iterator[str]:
    for sentence in chance.sample(found, len(found)):
        edited = edit(sentence, chance)
        if edited is not None and edited not in found:
            yield edited
