"""A headless Chromium over the real server; every page that a test opens is watched for faults."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.integration.conftest import api_url, own_api_url, own_store, sample_store

__all__ = ["api_url", "own_api_url", "own_store", "sample_store"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE_MS = 15_000
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(sample_store: Path) -> Iterator[Browser]:
    """Debian's Chromium; tests are skipped where there is none.

    One for each module, after what the stores need: Playwright's event loop runs in this thread as long as it is
    open, and others could not run theirs.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("No Chromium was found (apt-get install chromium).")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages: `open_page(url, width=1200, theme="light")`.

    At the end no page may have asked another host for anything, broken, or been refused something by its policy.
    """
    faults: list[str] = []
    contexts = []

    def watch(page: Page, host: str) -> None:
        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                faults.append(f"console: {message.text}")

        def on_request(request: Request) -> None:
            if request.url.startswith("http") and urlsplit(request.url).netloc != host:
                faults.append(f"asked {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: faults.append(f"broke: {error}"))
        page.on("request", on_request)

    def open_(url: str, path: str = "#/", *, width: int = 1200, theme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="vi-VN",
            has_touch=width < 700,
        )
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, urlsplit(url).netloc)
        page.goto(f"{url}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults


def begin(page: Page, question: str) -> None:
    """Types a question and asks it by keyboard."""
    field = page.get_by_role("textbox", name="Câu hỏi")
    field.fill(question)
    field.press("Enter")


def ask(page: Page, question: str) -> None:
    """Asks a question and waits for the end of its answer."""
    begin(page, question)
    turn = page.locator("article.turn").last
    expect(turn.get_by_role("heading")).to_contain_text(question)
    expect(turn.locator(".answer")).to_have_attribute("aria-busy", "false")
