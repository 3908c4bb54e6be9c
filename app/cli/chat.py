"""``vinagraph chat``: a conversation, with history and editing."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

import typer
from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory

from app.answering import Answers, open_answers
from app.cli.console import asks_server, err, out, run
from app.cli.render import AnswerPrinter
from app.settings import load_settings

_HELP = "Gõ câu hỏi rồi Enter. /moi: cuộc trò chuyện mới · /giup: các lệnh · /thoat hoặc Ctrl-D: kết thúc."
_TEACH = {"/giup", "/giúp", "/help", "/h", "/?"}
_NEW = {"/moi", "/mới", "/new"}
_LEAVE = {"/thoat", "/thoát", "/quit", "/exit", "/q"}


def chat(
    thread: Annotated[str | None, typer.Option(help="Go on with this conversation (default: a new one)")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Leave out the steps")] = False,
) -> None:
    """Talk with your documents; follow-up questions may lean on what was said.

    Arrow keys edit and recall earlier questions. /moi starts a new conversation, /giup
    tells the commands, /thoat ends.
    """
    run(_chat(thread or uuid4().hex, quiet=quiet))


async def _chat(thread: str, *, quiet: bool) -> None:
    settings = load_settings()
    async with open_answers(settings, program="vinagraph chat", on_server=asks_server) as runner:
        session: PromptSession[str] = PromptSession(history=FileHistory(str(settings.data_dir / "chat-history")))
        out.print(f"{_HELP}\n(cuộc trò chuyện {thread})", style="dim", markup=False)
        while (question := await _question(session)) is not None:
            if question.casefold() in _NEW:
                thread = uuid4().hex
                out.print(f"(cuộc trò chuyện {thread})", style="dim", markup=False)
            elif question.startswith("/"):
                _teach(question)
            elif question:
                await _answer(runner, question, thread, quiet=quiet)


async def _question(session: PromptSession[str]) -> str | None:
    """The next line, without outer white space; None when the person leaves."""
    try:
        line = (await session.prompt_async("❯ ")).strip()
    except (EOFError, KeyboardInterrupt):
        return None
    return None if line.casefold() in _LEAVE else line


def _teach(command: str) -> None:
    """Tells which commands there are; a mistyped one is never searched for."""
    if command.casefold() not in _TEACH:
        err.print(f"Không có lệnh {command}.", style="yellow", markup=False)
    out.print(_HELP, style="dim", markup=False)


async def _answer(runner: Answers, question: str, thread: str, *, quiet: bool) -> None:
    printer = AnswerPrinter(out, None if quiet else err)
    await printer.show(runner.answer(question, thread=thread))
    if printer.error is not None:
        err.print(printer.error.message, style="red", markup=False)
