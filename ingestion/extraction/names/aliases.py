"""Canonical names: what several spellings, class heads and well-known aliases have in common.

``TP.HCM``, ``Thành phố Hồ Chí Minh`` and ``Sài Gòn`` are one name; so are ``UBND tỉnh X`` and
``Ủy ban nhân dân tỉnh X``, ``tỉnh Bình Dương`` and ``Bình Dương``. The key of an entity is `name_key` of its canonical
name, so that a question finds it by the same function.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from graph.model import EntityType
from graph.text.normalise import name_key
from ingestion.extraction.names.gazetteer import curated, lexicon, phrase_key, provinces
from ingestion.extraction.names.words import is_vietnamese_syllable
from ingestion.extraction.spans import NameSpan

_DASH = re.compile(r"\s*[–-]\s*(?=[A-ZĐÀ-Ỹ])")
_OUTER = " .,;:–-\"'“”‘’()[]"

_PROVINCE_HEAD = re.compile(
    r"(?:tỉnh|nước|thủ đô|bang|tiểu bang|quần đảo|bán đảo|đảo|sa mạc|vùng|khu vực|châu lục|quốc gia)\s+(?=\S)",
    re.IGNORECASE,
)
_CITY_HEAD = re.compile(
    r"(?:thành phố|tp|huyện|quận|thị xã|tx|thị trấn|tt|xã|phường|thôn|làng|ấp|bản|buôn|đặc khu)"
    r"(?:\s+|\.\s*)(?=[^\W\d])",
    re.IGNORECASE,
)
_NATURE_HEAD = re.compile(r"(?:ngọn núi|đỉnh núi|núi|đỉnh|dãy núi|con sông|sông|hồ)\s+(?=[^\W\d_])", re.IGNORECASE)
_FIRM_HEAD = re.compile(
    r"(?:(?:tổng )?công ty|ctcp|tập đoàn|hãng)(?:\s+(?:đại chúng|cổ phần|cp|tnhh|mtv|một thành viên|nhà nước"
    r"|trách nhiệm hữu hạn))*\s+(?=\S)",
    re.IGNORECASE,
)
_SCHOOL_HEAD = re.compile(
    r"(?:trường\s+)?(?:(?P<university>đại học|đh)|(?P<other>học viện|cao đẳng))\s+(?=\S)", re.IGNORECASE
)
_EXPANSIONS: Mapping[re.Pattern[str], str] = MappingProxyType(
    {
        re.compile(rf"\b{short}\b\.?"): full
        for short, full in (
            ("UBND", "Ủy ban nhân dân"),
            ("HĐND", "Hội đồng nhân dân"),
            ("TAND", "Tòa án nhân dân"),
            ("VKSND", "Viện kiểm sát nhân dân"),
            ("BCH", "Ban chấp hành"),
            ("TMCP", "thương mại cổ phần"),
            ("NXB", "Nhà xuất bản"),
            ("CLB", "Câu lạc bộ"),
            ("THPT", "Trung học phổ thông"),
            ("THCS", "Trung học cơ sở"),
            ("TP", "thành phố"),
        )
    }
)


@cache
def _curated_names() -> Mapping[tuple[str, str], str]:
    """Canonical name by type and key of any of its forms."""
    names: dict[tuple[str, str], str] = {}
    for type_, name, aliases in curated():
        for form in (name, *aliases):
            names.setdefault((type_, name_key(form)), name)
    return MappingProxyType(names)


@lru_cache(maxsize=100_000)
def canonical_name(type_: str, written: str) -> str:
    """The name that a written form stands for, without the knowledge of its document.

    Args:
        type_: Entity type.
        written: As a text has it.

    Returns:
        A name to show; equal names of one type are one entity.
    """
    name = _DASH.sub(" - ", " ".join(written.split())).strip(_OUTER)
    known = _curated_names().get((type_, name_key(name)))
    if known is not None:
        return known
    stripped = _stripped(type_, name)
    return _curated_names().get((type_, name_key(stripped)), stripped)


def _stripped(type_: str, name: str) -> str:
    if type_ == EntityType.PLACE:
        return _place(name)
    if type_ == EntityType.ORGANISATION:
        return _organisation(name)
    if type_ == EntityType.EVENT:
        return name[:1].upper() + name[1:]
    return name


def _place(name: str) -> str:
    """Without the word for its kind, unless a province of the same name would swallow it."""
    head = _PROVINCE_HEAD.match(name)
    if head is not None:
        return name[head.end() :]
    head = _CITY_HEAD.match(name)
    if head is None:
        return _site(name[:1].upper() + name[1:])
    bare = name[head.end() :]
    return f"{head[0].strip(' .').capitalize()} {bare}" if name_key(bare) in _province_keys() else bare


def _site(name: str) -> str:
    """Without the word for its kind, where the rest is a name of its own (``núi Fansipan``, but ``sông Hương``)."""
    head = _NATURE_HEAD.match(name)
    if head is None:
        return name
    bare = name[head.end() :]
    plain = " " not in bare and is_vietnamese_syllable(bare.lower())
    known = (EntityType.PLACE, name_key(bare)) in _curated_names() or phrase_key(bare) in lexicon().communes
    return name if plain or known else bare


def _organisation(name: str) -> str:
    head = _FIRM_HEAD.match(name)
    if head is not None:
        return _organisation(name[head.end() :])
    for short, full in _EXPANSIONS.items():
        name = short.sub(full, name)
    school = _SCHOOL_HEAD.match(name)
    if school is not None:
        kind = "Đại học" if school["university"] else school["other"].capitalize()
        return f"{kind} {name[school.end() :]}"
    return name[:1].upper() + name[1:]


@cache
def _province_keys() -> frozenset[str]:
    return frozenset(name_key(name) for name in provinces())


def named(type_: str, written: str, start: int, end: int, source: str) -> NameSpan:
    """A name with its canonical name and key.

    Args:
        type_: Entity type.
        written: As the text has it, with the word for its kind where it counts (``sông Hương``).
        start: First code point of the name.
        end: One past its last.
        source: What found it.
    """
    name = canonical_name(type_, written)
    return NameSpan(start, end, type_, name_key(name), name, source)
