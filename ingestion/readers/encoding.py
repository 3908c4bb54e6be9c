"""Bytes to text: Unicode first, then the encodings that Vietnamese was written in before it.

A legacy encoding is taken only where the text that it gives has the shape of Vietnamese, and the reader
says so; bytes that fit nothing are refused rather than decoded into rubbish.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.vietnamese import is_marked, is_syllable, words_of

_ASCII = "".join(map(chr, range(128)))
_TCVN3_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323"
    "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
"""The upper half of TCVN 5712:1993 (TCVN3, "ABC" fonts), as glibc's iconv gives it, composed."""
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
"""The upper half of VISCII 1.1 (RFC 1456)."""
_TABLES = {"TCVN3": _ASCII + _TCVN3_HIGH, "VISCII": _ASCII + _VISCII_HIGH}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_FEWEST_MARKED = 2
_PLAUSIBLE = 0.8
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x1e\x1f")) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the name of the encoding that it was in."""

    text: str
    encoding: str

    @property
    def guessed(self) -> bool:
        """Whether the encoding had to be guessed."""
        return not self.encoding.startswith("utf")


def decode(data: bytes) -> Decoded:
    r"""Decodes a whole file; line ends become ``\\n``.

    Raises:
        UnreadableSource: It is binary, or in an encoding that cannot be told.
    """
    text, encoding = _decode(data)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding.removesuffix("-sig")
    if (wide := _wide_encoding(data)) is not None:
        return _strict(data, wide), wide
    if _is_binary(data):
        reason = "is binary, not text. Give it the ending of its format (.pdf, .docx), or leave it out"
        raise UnreadableSource(reason, Why.ENCODING)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        legacy = _legacy(data)
        if legacy is None:
            raise UnreadableSource(
                f"is not UTF-8 (byte {error.start} is {data[error.start]:#04x}) and no known Vietnamese encoding "
                "(windows-1258, TCVN3, VISCII). Save it as UTF-8",
                Why.ENCODING,
            ) from error
        return legacy


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"says that it is {encoding} but breaks at byte {error.start}. Save it as UTF-8", Why.ENCODING
        ) from error


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII characters is zero."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 8 or len(data) % 2:
        return None
    zeros = {"utf-16-be": sample[0::2].count(0), "utf-16-le": sample[1::2].count(0)}
    encoding, most = max(zeros.items(), key=lambda item: item[1])
    few = min(zeros.values())
    return encoding if most > half * 0.3 and few < half * 0.02 else None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return b"\0" in sample or controls > len(sample) * 0.05


def _legacy(data: bytes) -> tuple[str, str] | None:
    """The legacy encoding whose text looks most like Vietnamese, if any does."""
    scored = []
    for name in ("windows-1258", *_TABLES):
        try:
            text = data.decode(name) if name not in _TABLES else codecs.charmap_decode(data, "strict", _TABLES[name])[0]
        except UnicodeDecodeError:
            continue
        composed = unicodedata.normalize("NFC", text)
        scored.append((_plausibility(composed[:_SAMPLE]), composed, name))
    best = max(scored, default=None, key=lambda item: item[0])
    return (best[1], best[2]) if best and best[0] >= _PLAUSIBLE else None


def _plausibility(text: str) -> float:
    """Share of the words with marks or foreign letters that have the shape of Vietnamese syllables."""
    marked = [word for word in words_of(text) if not word.isascii()]
    if len(marked) < _FEWEST_MARKED:
        return 0.0
    return sum(is_syllable(word) and is_marked(word) for word in marked) / len(marked)
