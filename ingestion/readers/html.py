"""HTML pages: the main text by trafilatura, with its headings and tables; scripts and navigation are dropped."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import lxml.html
import trafilatura
from lxml import etree

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content, same_title
from ingestion.readers.encoding import decode
from ingestion.readers.html_footer import add_footer, take_footer
from ingestion.readers.html_page import add_page
from ingestion.readers.text import encoding_warning

_LONGEST_HEADING = 200
_NOTHING = "has no main text (navigation only, or filled in by scripts). Save the page as displayed"
_SHORT = 250
"""Characters under which trafilatura takes nothing for an article."""
_META_DATES = {"extensive_search": False, "original_date": True}
"""Only dates that the page states in its metadata: one found in the running text is about something else."""


def read_html(data: bytes) -> Content:
    """Reads an HTML page.

    Raises:
        UnreadableSource: It holds no HTML, or no main text can be found.
    """
    decoded = decode(data)
    tree = _tree(decoded.text)
    footer = take_footer(tree)
    page = trafilatura.bare_extraction(
        deepcopy(tree),
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        date_extraction_params=_META_DATES,
    )
    if page is None or isinstance(page, dict) or page.body is None:
        raise UnreadableSource(_NOTHING, Why.NO_TEXT)
    title = (page.title or "").strip()
    builder = TextBuilder()
    if _is_dump(page.body):
        add_page(builder, tree, title)
    else:
        for block in page.body:
            _add(builder, block, title)
    if builder.is_empty:
        raise UnreadableSource(_NOTHING, Why.NO_TEXT)
    add_footer(builder, footer)
    text, outline = builder.build()
    properties = {"published": page.date, "url": page.url, "author": page.author, "site": page.sitename}
    stated = {name: value for name, value in properties.items() if value}
    return Content(text, "html", title, outline, stated, encoding_warning(decoded))


def _is_dump(body: etree._Element) -> bool:
    """Whether no article was found: trafilatura then gives all text of the page, menus and tables too, as one block."""
    text = "".join(body.itertext())
    return len(body) <= 1 and all(block.tag == "p" for block in body) and (len(text) < _SHORT or "\n" in text)


def _tree(text: str) -> lxml.html.HtmlElement:
    """Parses a page; nothing outside it is loaded."""
    parser = lxml.html.HTMLParser(
        no_network=True, recover=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableSource(f"is not HTML: {error}") from error
    if not isinstance(tree, lxml.html.HtmlElement):
        raise UnreadableSource("is not HTML")
    return tree


def _add(builder: TextBuilder, block: etree._Element, title: str) -> None:
    match block.tag:
        case "head":
            _add_heading(builder, block, title)
        case "table":
            builder.table([[_text(cell) for cell in row.iter("cell")] for row in block.iter("row")])
        case "list":
            builder.paragraph("\n".join(_items(block)))
        case "quote" | "div" if len(block):
            builder.paragraph(block.text or "")
            for child in block:
                _add(builder, child, title)
                builder.paragraph(child.tail or "")
        case _:
            builder.paragraph(_text(block))


def _add_heading(builder: TextBuilder, block: etree._Element, title: str) -> None:
    heading = _text(block)
    if same_title(heading, title):
        return
    if len(heading) > _LONGEST_HEADING:  # newspapers set their first paragraph as a heading
        builder.paragraph(heading)
    else:
        builder.heading(heading, int((block.get("rend") or "h2")[-1]))


def _items(block: etree._Element) -> Iterator[str]:
    """The items of a list, one line each; a term stands before what is said of it."""
    term = ""
    for item in block.iter("item"):
        if (item.get("rend") or "").startswith("dt"):
            term = f"{_text(item).rstrip(':')}: "
        else:
            yield f"- {term}{_text(item)}"
            term = ""
    if term:
        yield f"- {term.removesuffix(': ')}"


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element)).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag == "lb":
            yield "\n"
        yield from _pieces(child)
        if child.tail:
            yield child.tail
