"""HTML pages without an article: everything but the navigation, with headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import same_title

_AROUND = (
    "//nav | //footer | //aside | //script | //style | //noscript | //template | //select | //button | //iframe "
    "| //header[.//a and not(.//h1)] | //*[@role='navigation' or @role='banner' or @role='contentinfo']"
)
_MENU = re.compile(
    r"(?:(?:main|top|site|page|global|primary|secondary|mobile|left|right|header|footer|bottom)[_-])?"
    r"(?:menu|nav|navbar|navigation|breadcrumbs?|footer|sidebar|cookies?)"
    r"(?:[_-](?:list|links|items?|bar|inner|container|wrapper|wrap|banner|notice|consent|left|right))?",
    re.IGNORECASE,
)
"""Whole classes and ids of what stands around the content; ``has-sidebar`` says how the page is laid out."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure footer form header hr li "
    "main p pre section summary table td th tr".split()
).union(_HEADINGS, _LISTS)


def add_page(builder: TextBuilder, tree: lxml.html.HtmlElement, title: str) -> None:
    """Adds what a page holds; navigation is taken out of the tree.

    Args:
        builder: Where it goes.
        tree: The page.
        title: Its title; a heading that repeats it is left out.
    """
    for element in tree.xpath(_AROUND):
        drop(element)
    for body in tree.iter("body"):
        _drop_menus(body, prose(body))
        _add(builder, body, title)


def block_lines(element: lxml.html.HtmlElement) -> list[str]:
    """The lines of text of an element, as they would be shown."""
    builder = TextBuilder()
    _add(builder, element, "")
    return [line for line in builder.build()[0].split("\n") if line]


def prose(element: etree._Element) -> int:
    """Characters outside links."""
    return sum(len(" ".join(text.split())) for text in element.xpath(".//text()[not(ancestor::a)]"))


def drop(element: lxml.html.HtmlElement) -> None:
    """Takes an element out of its tree; what is out already stays so."""
    if element.getparent() is not None:
        element.drop_tree()


def _drop_menus(element: lxml.html.HtmlElement, whole: int) -> None:
    """Drops what is named as a menu, but for what holds the content of a page with so many characters of prose."""
    for child in list(element):
        if _is_menu(child) and not _holds(child, "h1", "main") and 2 * prose(child) <= whole:
            drop(child)
        else:
            _drop_menus(child, whole)


def _is_menu(element: lxml.html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".split()
    return element.tag != "main" and any(map(_MENU.fullmatch, names))


def _add(builder: TextBuilder, element: etree._Element, title: str) -> None:
    match element.tag:
        case "table" if not _is_layout(element):
            builder.table([[_text(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")])
        case "ul" | "ol" if not _holds(element, "table", *_HEADINGS):
            builder.paragraph("\n".join(f"- {own}" for item in element.iter("li") if (own := _own_text(item))))
        case "dl":
            builder.paragraph("\n".join(_terms(element)))
        case tag if tag in _HEADINGS:
            if not same_title(heading := _text(element), title):
                builder.heading(heading, int(tag[-1]))
        case _:
            _add_parts(builder, element, title)


def _add_parts(builder: TextBuilder, element: etree._Element, title: str) -> None:
    """Adds the blocks in an element; the text between two of them is a paragraph."""
    run = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or _holds(child, *_BLOCKS):
            builder.paragraph("".join(run))
            run.clear()
            _add(builder, child, title)
        else:
            run += _pieces(child)
        run.append(child.tail or "")
    builder.paragraph("".join(run))


def _holds(element: etree._Element, *tags: str) -> bool:
    """Whether there is such an element inside."""
    return next(element.iterdescendants(*tags), None) is not None


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places the parts of the page."""
    return _holds(table, "table", *_HEADINGS) or all(len(row) <= 1 for row in table.iter("tr"))


def _terms(block: etree._Element) -> Iterator[str]:
    """What a list of terms says, one line each."""
    term = ""
    for part in block.iter("dt", "dd"):
        if part.tag == "dt":
            term = _text(part).rstrip(":")
        else:
            yield f"- {term}: {_text(part)}" if term else f"- {_text(part)}"


def _own_text(item: etree._Element) -> str:
    """Text of a list's item without the lists inside it."""
    inner = [*_pieces(item, without=_LISTS)]
    return " ".join("".join(inner).split())


def _text(element: etree._Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Texts in document order; line ends are where the page breaks its lines."""
    if element.tag == "br":
        yield "\n"
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if child.tag not in without:
            yield from _pieces(child, without)
            if child.tag in _BLOCKS:
                yield " "
        yield re.sub(r"\s+", " ", child.tail or "")
