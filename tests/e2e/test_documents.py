"""Documents on the page: brought in, opened, deleted; and text that pretends to be HTML."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import OpenPage, ask

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
ATTACK = '<script>window.broken = 1</script><img src="x" onerror="window.broken = 1">'
TEXT = f"""Nội quy Công ty Sao Mai 😀

Mã thẻ của Công ty Sao Mai là {ATTACK} 7788.

Công ty Sao Mai có trụ sở ở Đà Nẵng."""


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def _upload(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    expect(page.locator(".job strong").first).to_have_text("Đã xong")


def test_documents_come_in_are_refused_opened_and_deleted(own_api_url: str, open_page: OpenPage) -> None:
    page = open_page(own_api_url, "#/documents")
    _upload(page, _file("sao-mai.txt", TEXT), _file("trống.txt", ""))
    expect(page.locator(".rejects")).to_contain_text("trống.txt")
    page.get_by_role("searchbox").fill("sao-mai")
    row = page.locator("li.item").filter(has_text="sao-mai.txt")
    row.get_by_role("link").click()
    expect(page.locator(".text")).to_contain_text(ATTACK)
    expect(page.locator(".text a", has_text="Đà Nẵng")).to_have_text("Đà Nẵng")
    page.go_back()
    page.get_by_role("searchbox").fill("sao-mai")
    row.get_by_role("button", name="Xóa").click()
    page.get_by_role("dialog").get_by_role("button", name="Xóa").click()
    expect(row).to_have_count(0)


def test_markup_in_documents_and_questions_stays_text(own_api_url: str, open_page: OpenPage) -> None:
    page = open_page(own_api_url, "#/documents")
    _upload(page, _file("sao-mai.txt", TEXT))
    page.goto(f"{own_api_url}/#/")
    ask(page, f"{ATTACK} Trụ sở Công ty Sao Mai ở đâu?")
    ask(page, "Mã thẻ của Công ty Sao Mai là gì?")
    cite = page.locator(".sentences .cite").last
    cite.click()
    expect(page.get_by_role("complementary", name="Nguồn")).to_contain_text("<script>")
    page.get_by_role("link", name="Hội thoại", exact=True).click()
    expect(page.locator("li.item").first).to_contain_text("<script>")
    assert page.locator("main img, main script").count() == 0
    assert page.evaluate("() => window.broken === undefined")
