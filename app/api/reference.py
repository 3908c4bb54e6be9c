"""The reference of the API: the Markdown of ``docs/``, and the same as pages that need no other host.

``make api-docs`` writes the files anew.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from app.api.openapi import COMMON, codes_of
from app.api.problems import KINDS

_METHODS = ("get", "post", "put", "delete")
_API_INTRO = """# API

The addresses of `vinagraph serve`, from its own description at `/openapi.json`, which tells parameters, bodies and
answers in full, with examples; beside them there are the web page at `/`, these pages at `/docs`, and the Model Context
Protocol at `/mcp`. Errors are `application/problem+json` with the codes of [errors.md](errors.md); each
address names those of its own. Beside them all may answer `rate_limited`, `not_ready`, `store_failed` and `internal`,
those that ask for a key `unauthenticated` and `forbidden`, and those that are given something `invalid_request` and
`too_large`.

Where there are API keys (`vinagraph keys create NAME --role read|write|admin --tenant T`), send one as
`Authorization: Bearer KEY` or `X-API-Key: KEY`, never in the address. While there are none, the server listens on
this machine alone and everybody here is its admin. A key with the role `read` asks and reads; `write` takes in,
replaces and deletes documents and cancels jobs as well; `admin` also empties the collection and the cache, and reads
`/metrics` and all judgements. Each answer carries `X-Request-Id`; where the requests of a minute are counted it carries
`RateLimit` and `RateLimit-Policy` (not at `/livez`, `/readyz`, `/health`, `/metrics` and the files of the web page,
nor where a key does not hold).

What is refused as `rate_limited` (429) or `overloaded` (503) is refused at once, with `Retry-After`:

- requests a minute, by key, or by address where there is none (`VINAGRAPH_REQUESTS_A_MINUTE`);
- questions that are answered at once (`VINAGRAPH_QUESTIONS_AT_ONCE`), and uploads that are on their way at once (16);
  where there are keys, a tenant may hold three times what it leaves free, so that one that floods the server leaves
  others their part;
- jobs that wait: 100 of a tenant, where there are keys.

A conversation holds each question from when it was asked, before the first event is told. The `state` of its answer
is `running` (`answering` names the run, whose events are at `GET /runs/{run_id}/events`), `done`, `failed`, `cancelled`
(as asked, or since nobody waited any more) or `interrupted` (the server stopped). What was shown of an answer that is
not `done` is kept, `POST /threads/{thread_id}/regenerate` answers its question again in its place, and follow-ups are
understood without it.

A conversation keeps what was answered with the sentences and passages that it quoted, also of documents that are
deleted or replaced later: it is the record of what was said. `GET /chunks/{chunk_id}` of such a citation is
`not_found`, and the web page says so beside it. To have the quotes gone too, delete the conversations
(`DELETE /threads/{thread_id}`); deleting a collection leaves them.

`/metrics` counts what answers cost (`rag_cost_total`) where the prices of a million tokens of the writer's model are
set, in any currency: `VINAGRAPH_WRITER_INPUT_PRICE`, `VINAGRAPH_WRITER_OUTPUT_PRICE`. Only answers that come to
their end count: a model tells its tokens last, so what one has cost that was cancelled or failed is not known.

Links in answers lead to the address that the request named. Behind a proxy with TLS, say in `VINAGRAPH_PUBLIC_URL`
where people reach the server.
"""
_ERRORS_INTRO = """# Errors

Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `code`, `detail` (what went wrong and
what to do, for a person), `request_id` (as in the log) and, for `invalid_request`, `fields`. Under `/v1` there is an
`error` member besides, as OpenAI's clients read it, and at `/mcp` a JSON-RPC error, as `application/json`. Programs go
by `code`, which stays:
"""


def api_markdown(described: Mapping[str, Any]) -> str:
    """A line for each address, grouped by its tag.

    Args:
        described: The OpenAPI document.
    """
    groups: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method in _METHODS:
            if operation := operations.get(method):
                said = operation.get("description", operation["summary"]).split("\n\n")[0].replace("\n", " ")
                own = sorted(set(codes_of(operation)) - COMMON)
                refused = f" Problems: {', '.join(f'`{code}`' for code in own)}." if own else ""
                line = f"- `{method.upper()} {path}`: {said}{refused}"
                groups.setdefault(operation.get("tags", ["other"])[0], []).append(line)
    parts = [f"## {name}\n\n" + "\n".join(lines) + "\n" for name, lines in sorted(groups.items())]
    return "\n".join([_API_INTRO, *parts])


def errors_markdown() -> str:
    """Each code with its status and what it means."""
    parts = [f"## {kind.code}\n\nStatus {kind.status}. {kind.meaning}\n" for kind in KINDS.values()]
    return "\n".join([_ERRORS_INTRO, *parts])


def page(markdown: str) -> str:
    """A page of HTML without script, style or other host; headings can be linked to by their text."""
    parser = MarkdownIt()
    tokens = parser.parse(markdown)
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", text.content)
    body = parser.renderer.render(tokens, parser.options, {}).replace('href="errors.md"', 'href="/docs/errors"')
    title = html.escape(tokens[1].content)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>VinaGraph: {title}</title>\n<main>\n{body}</main>\n</html>\n"
    )


@cache
def errors_page() -> str:
    """The errors as a page."""
    return page(errors_markdown())


def write(folder: Path, described: Mapping[str, Any]) -> None:
    """Writes both files anew."""
    (folder / "api.md").write_text(api_markdown(described), encoding="utf-8")
    (folder / "errors.md").write_text(errors_markdown(), encoding="utf-8")
