"""Takes the pictures of the page in docs/screenshots, over the sample corpus.

    .venv/bin/python -m infra.screenshots

It needs Chromium and the packages of `make setup-dev`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from app.api import create_app
from app.settings import load_settings
from tests.live_server import serving

ROOT = Path(__file__).resolve().parents[1]
INTO = ROOT / "docs" / "screenshots"
_QUIET_MS = 600
_PATIENCE_MS = 180_000
_RULES = "Nội quy Công ty Sao Mai\n\nCông ty Sao Mai có trụ sở ở Đà Nẵng. Giờ làm việc từ 8 giờ đến 17 giờ."
_STAFF = '[{"id": 1, "title": "Nguyễn Văn An", "text": "Ông Nguyễn Văn An là kế toán trưởng của Công ty Sao Mai."}]'
_SENT = [
    FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
    for name, text in (("noi-quy.txt", _RULES), ("nhan-vien.json", _STAFF), ("bang-luong.xlsx", "PK"))
]


def main() -> None:
    """Ingests the samples into a folder of its own, serves them and takes every picture."""
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "app.cli.main", "ingest", "ingestion/samples/documents", "--json"]
        environment = {**os.environ, "VINAGRAPH_DATA_DIR": folder}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with serving(create_app(load_settings(data_dir=Path(folder)))) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            _wide(browser, url)
            _dark_phone(browser, url)
            browser.close()


def _wide(browser: Browser, url: str) -> None:
    page = _open(browser, width=1200, theme="light")
    page.goto(f"{url}/#/")
    _shoot(page, "ask")
    _ask(page, "Nguyễn Du quê ở đâu?")
    _ask(page, "Ông ấy sinh năm nào?")
    page.locator(".sentences .cite").last.click()
    _shoot(page, "answer-source")
    page.keyboard.press("Escape")
    page.get_by_text("Đồ thị của câu trả lời").last.click()
    page.locator(".node").first.wait_for()
    page.get_by_text("Đồ thị của câu trả lời").last.scroll_into_view_if_needed()
    _shoot(page, "answer-graph")
    for name in ("conversations", "documents", "settings"):
        page.goto(f"{url}/#/{name}")
        _shoot(page, name)
    page.goto(f"{url}/#/documents")
    page.get_by_role("link", name="Nguyễn Du", exact=True).click()
    _shoot(page, "document")
    page.locator(".text").get_by_role("link", name="Nguyễn Du", exact=True).first.click()
    page.get_by_role("heading", level=1, name="Nguyễn Du").wait_for()
    _shoot(page, "entity")
    page.get_by_role("link", name="Xem trên đồ thị").click()
    page.locator(".edge").first.press("Enter")
    _shoot(page, "graph")
    page.goto(f"{url}/#/documents")
    page.locator("input[type=file]").set_input_files(_SENT)
    page.locator(".job .files").wait_for(timeout=_PATIENCE_MS)
    _shoot(page, "upload")


def _dark_phone(browser: Browser, url: str) -> None:
    page = _open(browser, width=390, theme="dark")
    page.goto(f"{url}/#/")
    _ask(page, "Lương tối thiểu vùng I là bao nhiêu?")
    _shoot(page, "phone-dark")
    page.locator(".sentences .cite").first.click()
    _shoot(page, "phone-dark-source")


def _open(browser: Browser, *, width: int, theme: str) -> Page:
    scheme = "dark" if theme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="vi-VN"
    )
    return context.new_page()


def _ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.locator("article.turn", has_text=question).locator(".actions").wait_for()


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(_QUIET_MS)
    page.screenshot(path=INTO / f"{name}.png")


if __name__ == "__main__":
    main()
