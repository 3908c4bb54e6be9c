"""What a page's footer states of its owner: address, telephone, e-mail, hours, licence. Menus and copyright go."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from ingestion.readers.builder import TextBuilder
from ingestion.readers.html_page import block_lines, drop, prose

_FOOTERS = "//footer | //*[@role='contentinfo'] | //*[contains(@class, 'ooter') or contains(@id, 'ooter')]"
_NAMED = re.compile(
    r"(?:(?:main|site|page|global|section)[_-])?footer"
    r"(?:[_-](?:main|top|bottom|inner|outer|bar|container|wrapper|wrap|content|area|section|info|contact|address))*",
    re.IGNORECASE,
)
_INSIDE = "ancestor::article or ancestor::main or .//h1 or .//main or .//article"
_CHROME = ".//script | .//style | .//noscript | .//template | .//select | .//button | .//iframe | .//nav | .//form"
_LONGEST = 300
"""Characters of a line; what is longer is prose about something else, or a legal notice."""

_LABEL = re.compile(
    r"địa chỉ|đ/c|trụ sở(?: chính)?|văn phòng|chi nhánh|điện thoại|đt|sđt|tel(?:ephone)?|phone|hotline|đường dây nóng"
    r"|tổng đài|fax|e-?mail|thư điện tử|address|giờ (?:mở cửa|làm việc|hoạt động|phục vụ)|opening hours"
    r"|mã số thuế|mst|tax (?:code|id)|số đăng ký|issn"
    r"|(?:tổng|phó tổng) biên tập|cơ quan chủ quản|(?:người )?chịu trách nhiệm[\w ]*",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]"  # e-mail
    r"|(?<![\d/.])(?:\+\s?84|\(?0\d)[\d .()-]{6,14}\d|\b1[89]00[ .]?\d{2,4}(?:[ .]?\d{2})?\b"  # telephone
    r"|\b\d{1,2}(?:[hg:]\d{0,2}| ?giờ)(?: ?\d{2})?\s*(?:-|–|—|đến|tới|to)\s*\d{1,2}(?:[hg:]|\s?giờ)"  # hours
    r"|^(?:thứ [2-7\w]+|t[2-7]|chủ nhật|cn|hằng ngày|hàng ngày|các ngày|monday|sunday|saturday)\b.*(?:\d|nghỉ|đóng)"
    r"|(?:giấy phép|giấy chứng nhận|gpkd|đkkd|gp-?\w{0,20}|gcn\w{0,20})\b.*\d",  # licence
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\b\d{1,6}[a-z]?(?:/\d{1,6}){0,5},? [^,]{1,80},", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:phường|quận|huyện|xã|thị trấn|thị xã|tỉnh|thành phố|tp|hà nội|đà nẵng|huế)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|bản quyền|all rights reserved|mọi quyền|ghi rõ nguồn|thiết kế bởi|powered", re.IGNORECASE
)
_CALL = re.compile(r"theo dõi|kết nối|đăng ký|tải |follow|subscribe|newsletter|chia sẻ|share", re.IGNORECASE)
_WORD = re.compile(r"\w")
_LONGEST_LINK = 10 * _LONGEST
_PART = re.compile(r"[;|•·\n]|(?<=[.!?])\s+(?=[^\W\d_])|\s[–—-]\s")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")


def take_footer(tree: lxml.html.HtmlElement) -> list[str]:
    """Takes the page's own footers out of its tree, unless they are all that it holds.

    Returns:
        Their lines that state facts.
    """
    kept: list[str] = []
    left = sum(map(prose, tree.iter("body")))
    for footer in list(_outermost(tree)):
        own = prose(footer)
        _drop_chrome(footer)
        kept += _facts(block_lines(footer))
        if own < left:
            drop(footer)
            left -= own
    return list(dict.fromkeys(kept))


def add_footer(builder: TextBuilder, lines: list[str]) -> None:
    """Adds what a footer states as the last paragraph, but for what the page says already."""
    said = _key(builder.build()[0])
    builder.paragraph("\n".join(line for line in lines if _key(line) not in said))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _outermost(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """The page's own footers: none inside another, none of an article or around the content."""
    found: set[lxml.html.HtmlElement] = set()
    for element in tree.xpath(_FOOTERS):
        own = element.tag == "footer" or element.get("role") == "contentinfo" or _is_named(element)
        if own and found.isdisjoint(element.iterancestors()) and not element.xpath(_INSIDE):
            found.add(element)
            yield element


def _is_named(element: lxml.html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".split()
    return element.tag not in {"html", "body"} and any(map(_NAMED.fullmatch, names))


def _drop_chrome(footer: lxml.html.HtmlElement) -> None:
    """Drops scripts, and what consists of links but states no fact; a long list of them goes link by link.

    Of a link around a whole paragraph only the facts are kept.
    """
    for element in footer.xpath(_CHROME):
        drop(element)
    for element in list(footer.iterdescendants()):
        text = " ".join(element.text_content().split())
        if len(text) > _LONGEST:
            if element.tag == "a":
                _keep_facts(element, text)
        elif element.xpath("self::a or .//a") and not _is_fact(text) and not _WORD.search(_outside_links(element)):
            drop(element)


def _keep_facts(link: lxml.html.HtmlElement, text: str) -> None:
    """Leaves of a long link its parts that state facts, each on a line of its own; drops it where none does."""
    found = list(_stating_parts(text)) if len(text) <= _LONGEST_LINK else []
    if not found:
        drop(link)
        return
    tail = link.tail
    link.clear(keep_tail=False)
    link.tail, link.text = tail, found[0]
    for part in found[1:]:
        etree.SubElement(link, "br").tail = part


def _stating_parts(text: str) -> Iterator[str]:
    for part in _PART.split(text):
        pieces = [part] if len(part) <= _LONGEST else part.split(",")
        yield from (piece.strip(" .") for piece in pieces if _states(piece.strip()))


def _outside_links(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.xpath(".//text()[not(ancestor::a)]"))


def _facts(lines: list[str]) -> Iterator[str]:
    """The lines that state facts, each run of them with the line above it, which says of whom or of what."""
    above = ""
    for given in lines:
        line = _without_copyright(given)
        if not _states(line):
            above = "" if len(line) > _LONGEST or _CALL.match(line) else line
            continue
        if not _LABEL.fullmatch(above.rstrip(": ")):
            yield from filter(None, [above])
        elif not _LABEL.match(line):
            line = f"{above.rstrip(': ')}: {line}"
        above = ""
        yield line


def _states(line: str) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    label = _LABEL.match(line)
    return _is_fact(line) or (label is not None and len(line) > label.end() + 2 and ":" in line)


def _is_fact(line: str) -> bool:
    """Whether a line holds one; it is at most `_LONGEST` long, as its time grows with the square of that."""
    if _FACT.search(line):
        return True
    *_, last = (-1, *(place.start() for place in _PLACE.finditer(line)))
    return last > 0 and _HOUSE.search(line, 0, last) is not None


def _without_copyright(line: str) -> str:
    """A line without its sentences of copyright."""
    line = line.strip().removeprefix("- ").strip("|•·– ")
    if not _COPYRIGHT.search(line):
        return line
    return " ".join(part for part in _SENTENCE.split(line) if not _COPYRIGHT.search(part))
