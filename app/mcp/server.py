"""The MCP server: its tools, over standard input and output or HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from importlib.metadata import version
from typing import Annotated, Any, Protocol

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.types import ASGIApp

from app.mcp.shapes import Answer, EntityKnown, PassageOut, Passages
from graph.errors import VinaGraphError

_INSTRUCTIONS = (
    "VinaGraph answers questions in Vietnamese (and simple ones in English) from this organisation's own documents. "
    "`ask` gives an answer of which every sentence was checked against the documents and cited; prefer it for "
    "questions. `search` gives passages word for word, `passage` one of them by its id, `entity` what the documents "
    "say of a person, place, organisation or law. Quote what you use with its title and path."
)
_BROKE = "The server broke on this call; its log tells more. Call it again later, or tell who runs the server."
_TOLD = 5
"""Arguments that are told to be wrong."""
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Question = Annotated[str, Field(description="A self-contained question, best in Vietnamese", max_length=10_000)]
Words = Annotated[str, Field(description="What to look for: a question or key words", max_length=10_000)]
Limit = Annotated[int, Field(description="Passages at most", ge=1, le=50)]
Sources = Annotated[list[str] | None, Field(description="Only these collections")]
Day = Annotated[date | None, Field(description="Only law in force on this day, `2024-07-01`")]
Name = Annotated[str, Field(description="A name, with or without diacritics, or the id of an entity", min_length=1)]
Chunk = Annotated[str, Field(description="`chunk` of a search or of a citation", min_length=1)]


class Desk(Protocol):
    """Does what the tools ask; whatever fails for a reason raises a `VinaGraphError`."""

    async def search(
        self, query: str, *, limit: int, sources: Sequence[str] = (), in_force_on: date | None = None
    ) -> Passages:
        """The passages that fit a query best."""
        ...

    async def ask(
        self,
        question: str,
        *,
        sources: Sequence[str] = (),
        in_force_on: date | None = None,
        when_step: Callable[[str], Awaitable[None]] | None = None,
    ) -> tuple[Answer, str]:
        """Answers a question; also as Markdown. ``when_step`` is told what is being done."""
        ...

    async def entity(self, name: str) -> EntityKnown:
        """What is known of the entity of that name or id."""
        ...

    async def passage(self, chunk: str) -> PassageOut:
        """A passage by the id of its chunk."""
        ...


class _Server(MCPServer[Any]):
    """The SDK's server, which tells what is wrong with a call so that a model can mend it."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Calls a tool.

        Raises:
            ToolError: There is no such tool, or it was called wrongly, or it failed for a reason.
            UnexpectedToolError: It broke.
        """
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(error, UnexpectedToolError):
                raise UnexpectedToolError(_BROKE) from cause
            if isinstance(cause, ValidationError):
                raise ToolError(_wrong_call(name, cause)) from cause
            if isinstance(cause, ToolError):  # what a tool said, behind words of the SDK
                raise ToolError(str(cause)) from cause
            tools = ", ".join(f"`{tool.name}`" for tool in await self.list_tools())
            raise ToolError(f"There is no tool {name!r}; there are {tools}.") from error


def _wrong_call(name: str, error: ValidationError) -> str:
    wrong = "; ".join(f"`{'.'.join(map(str, item['loc']))}`: {item['msg']}" for item in error.errors()[:_TOLD])
    return f"The tool `{name}` cannot be called so: {wrong}. Mend the arguments, and call it again."


DeskOf = Callable[[Context[Any, Any]], Desk]


def make_server(desk_of: DeskOf) -> MCPServer[Any]:
    """An MCP server with the tools.

    Args:
        desk_of: Who serves the caller of a request.
    """
    server = _Server(
        name="vinagraph",
        title="VinaGraph",
        version=version("vinagraph"),
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
        subscriptions=False,
    )
    _add_reading_tools(server, desk_of)
    _add_ask(server, desk_of)
    return server


def _add_reading_tools(server: MCPServer[Any], desk_of: DeskOf) -> None:
    @server.tool(title="Search passages", annotations=_READS)
    async def search(
        query: Words, ctx: Context[Any, Any], limit: Limit = 8, sources: Sources = None, in_force_on: Day = None
    ) -> Passages:
        """Find the passages of the documents that fit a query best, word for word."""
        with _told():
            return await desk_of(ctx).search(query, limit=limit, sources=sources or (), in_force_on=in_force_on)

    @server.tool(title="Look at an entity", annotations=_READS)
    async def entity(name: Name, ctx: Context[Any, Any]) -> EntityKnown:
        """What the documents say of a person, place, organisation or law, each fact with its sentence."""
        with _told():
            return await desk_of(ctx).entity(name)

    @server.tool(title="Fetch a passage", annotations=_READS)
    async def passage(chunk: Chunk, ctx: Context[Any, Any]) -> PassageOut:
        """The text of a passage by its id, with its title and path."""
        with _told():
            return await desk_of(ctx).passage(chunk)


def _add_ask(server: MCPServer[Any], desk_of: DeskOf) -> None:
    @server.tool(title="Ask the documents", annotations=_READS)
    async def ask(
        question: Question, ctx: Context[Any, Any], sources: Sources = None, in_force_on: Day = None
    ) -> Annotated[CallToolResult, Answer]:
        """Answer a question from the documents, every sentence checked and cited; or say that they do not answer."""
        with _told():
            answer, markdown = await desk_of(ctx).ask(
                question, sources=sources or (), in_force_on=in_force_on, when_step=_progress(ctx)
            )
        return CallToolResult(
            content=[TextContent(type="text", text=markdown)], structured_content=answer.model_dump(mode="json")
        )


def _progress(ctx: Context[Any, Any]) -> Callable[[str], Awaitable[None]]:
    steps = 0

    async def told(detail: str) -> None:
        nonlocal steps
        steps += 1
        await ctx.report_progress(steps, message=detail)

    return told


@contextmanager
def _told() -> Iterator[None]:
    """Tells the model of errors that were made on purpose; others are hidden from it and logged."""
    try:
        yield
    except VinaGraphError as error:
        raise ToolError(str(error)) from error


@asynccontextmanager
async def open_http(desk_of: DeskOf) -> AsyncIterator[ASGIApp]:
    """What serves the tools over streamable HTTP, without sessions: each request shows its own key.

    Hosts and keys are checked by whoever hands requests to it.
    """
    server = make_server(desk_of)
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    server.streamable_http_app(stateless_http=True, transport_security=unchecked)
    fault: BaseException | None = None
    async with server.session_manager.run():
        try:
            yield server.session_manager.handle_request
        except BaseException as error:  # noqa: BLE001 - raised again behind the task group, which would wrap it
            fault = error
    if fault is not None:
        raise fault
