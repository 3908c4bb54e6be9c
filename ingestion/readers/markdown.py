"""Markdown: front matter, headings, tables; the inline marks are resolved into plain text."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.errors import UnreadableSource
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content, same_title
from ingestion.readers.encoding import decode
from ingestion.readers.text import encoding_warning

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE
)
"""A tag, or a comment or script with what it holds; one that is never closed goes on to the end of the text, so that
nothing is searched twice."""

_KEPT_TYPES = frozenset({"tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"})
_DEEPEST = 20
_OPENING = (
    yaml.BlockMappingStartToken
    | yaml.BlockSequenceStartToken
    | yaml.FlowMappingStartToken
    | yaml.FlowSequenceStartToken
)
_CLOSING = yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _FrontMatterLoader(yaml.SafeLoader):
    """Leaves numbers and days as they are written: the readers of properties know which of them must be one."""

    yaml_implicit_resolvers = {  # noqa: RUF012 a table of the class, as in every loader of PyYAML
        first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT_TYPES]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_markdown(data: bytes) -> Content:
    """Reads a Markdown file; the first heading of the first level is the title, where front matter has none.

    Raises:
        UnreadableSource: It is binary, in an unknown encoding, or its front matter is not YAML.
    """
    decoded = decode(data)
    properties, body = _front_matter(decoded.text)
    tokens = _PARSER.parse(body)
    title = properties.get("title") or _first_heading(tokens)
    builder = TextBuilder()
    _add_blocks(builder, tokens, title)
    text, outline = builder.build()
    return Content(text, "md", title, outline, properties, encoding_warning(decoded))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        _refuse_growth(match[1])
        values = yaml.load(match[1], _FrontMatterLoader)  # noqa: S506 it is a SafeLoader
    except yaml.YAMLError as error:
        raise UnreadableSource(
            f"has front matter that is not YAML: {error}. Mend it or take the --- lines out"
        ) from error
    if not isinstance(values, dict):
        return {}, text  # a rule drawn with --- at the top, not front matter
    return {str(key): _scalar(value) for key, value in values.items() if value is not None}, text[match.end() :]


def _refuse_growth(front_matter: str) -> None:
    """Lets no YAML through that grows when it is read: aliases repeat what they name, deep nesting fills the stack.

    Raises:
        UnreadableSource: It holds an anchor, an alias or a tag, or nests too deeply.
        yaml.YAMLError: It is not YAML.
    """
    depth = 0
    for token in yaml.scan(front_matter, _FrontMatterLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise UnreadableSource("has front matter with an anchor (&), alias (*) or tag (!). Write plain values")
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > _DEEPEST:
            raise UnreadableSource(f"has front matter that is nested more than {_DEEPEST} deep. Write plain values")


def _scalar(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _first_heading(tokens: Sequence[Token]) -> str:
    for token, following in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _inline(following)
    return ""


def _add_blocks(builder: TextBuilder, tokens: Sequence[Token], title: str) -> None:
    """Walks the flat token stream; list items keep their marker, quotes and fences their text."""
    stream = iter(tokens)
    markers: list[int] = []  # least number of the next item of each open list
    prefix = ""
    for token in stream:
        match token.type:
            case "heading_open":
                heading = _inline(next(stream))
                if not same_title(heading, title):
                    builder.heading(heading, int(token.tag[1]))
            case "bullet_list_open" | "ordered_list_open":
                markers.append(0)
            case "bullet_list_close" | "ordered_list_close":
                markers.pop()
            case "list_item_open":
                prefix = "- "
                if token.info:  # the number as written, so that 4. after 2. stays; 1. 1. 1. counts on
                    number = max(markers[-1], int(token.info))
                    prefix, markers[-1] = f"{number}. ", number + 1
            case "table_open":
                builder.table(list(_rows(stream)))
            case "inline":
                builder.paragraph(prefix + _inline(token))
                prefix = ""
            case "fence" | "code_block":
                builder.paragraph(token.content)
            case "html_block":
                builder.paragraph(_TAG.sub("", token.content))


def _rows(stream: Iterator[Token]) -> Iterator[list[str]]:
    row: list[str] = []
    for token in stream:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(_inline(token))
        elif token.type == "tr_close":
            yield row


def _inline(token: Token) -> str:
    """Text of an inline token: links and emphasis by their text, images by their description."""
    parts = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
