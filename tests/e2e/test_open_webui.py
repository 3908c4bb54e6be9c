"""A person asks in a real Open WebUI, in a browser: the answer with its sources, and a title for the conversation."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.servers.open_webui import open_webui

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

ASKED = "Nguyễn Du sinh năm nào?"
COMMAND = os.environ.get("VINAGRAPH_TEST_OPEN_WEBUI")
SCREENSHOT = os.environ.get("VINAGRAPH_TEST_SCREENSHOTS")


@pytest.fixture
def page(api_url: str, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    if COMMAND is None:
        pytest.skip("VINAGRAPH_TEST_OPEN_WEBUI names no program (uv venv DIR && uv pip install -p DIR open-webui).")
    with open_webui(COMMAND, tmp_path, f"{api_url}/v1") as url:
        page = browser.new_page(viewport={"width": 1200, "height": 800}, locale="vi-VN")
        page.add_locator_handler(page.get_by_role("dialog"), _close)
        page.goto(url, timeout=120_000)
        yield page
        page.close()


def _close(dialog: Locator) -> None:
    """Closes what is shown once: what is new in this version."""
    dialog.get_by_role("button").last.click()


def test_a_question_is_answered_with_its_sources(page: Page) -> None:
    page.locator("#chat-input").click(timeout=60_000)
    page.keyboard.insert_text(ASKED)
    page.keyboard.press("Enter")
    answer = page.locator("#messages-container, main").last
    expect(answer).to_contain_text("1766", timeout=60_000)
    expect(answer).to_contain_text("đại thi hào")
    expect(answer.get_by_role("link", name="Nguyễn Du").first).to_have_attribute(
        "href", re.compile(r"/#/documents/[\w-]+\?at=\d+-\d+$")
    )
    expect(page).to_have_title(re.compile(re.escape(ASKED)), timeout=30_000)
    if SCREENSHOT:
        page.screenshot(path=Path(SCREENSHOT) / "open-webui.png")
