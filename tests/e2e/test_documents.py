"""Documents on the page: brought in, opened, deleted; and text that pretends to be HTML."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.conftest import OpenPage, ask

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
ATTACK = '<script>window.broken = 1</script><img src="x" onerror="window.broken = 1">'
TEXT = f"""Nội quy Công ty Sao Mai 😀

Mã thẻ của Công ty Sao Mai là {ATTACK} 7788.

Công ty Sao Mai có trụ sở ở Đà Nẵng."""


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def _upload(page: Page, *files: FilePayload) -> Locator:
    """Sends files; returns the card of their job, which is over."""
    cards = page.locator(".jobs .job")
    before = cards.count()
    page.locator("input[type=file]").set_input_files(list(files))
    expect(cards).to_have_count(before + 1)
    expect(cards.first.locator("progress")).to_be_hidden()
    return cards.first


def test_documents_come_in_are_refused_opened_and_deleted(own_api_url: str, open_page: OpenPage) -> None:
    page = open_page(own_api_url, "#/documents")
    rows = '[{"id": "a", "text": "Công ty Sao Mai có 40 nhân viên."}, {"id": "b"}]'
    card = _upload(page, *(_file(*each) for each in (("sao-mai.txt", TEXT), ("trống.txt", ""), ("bảng.json", rows))))
    expect(card.get_by_role("heading")).to_have_text("sao-mai.txt, trống.txt, bảng.json")
    expect(card).to_contain_text("2 mới · 2 không nhận")
    files = card.locator(".files > li")
    expect(files.filter(has_text="sao-mai.txt")).to_contain_text("mới thêm")
    expect(files.filter(has_text="trống.txt")).to_contain_text("Tệp trống, không có chữ nào để đọc.")
    expect(files.filter(has_text="bảng.json")).to_contain_text("dòng 2: Không thấy nội dung")
    again = _upload(page, _file("sao-mai.txt", f"{TEXT} Công ty có 40 nhân viên."))
    expect(again.locator(".files")).to_contain_text("đã thay bản trước")
    page.get_by_text("Các lần gửi trước").click()
    expect(page.locator(".earlier .job")).to_have_count(2)
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


def test_a_document_is_set_with_its_headings_and_tables(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url, "#/documents/phap-luat%2Fnghi-dinh-74-2024-nd-cp.md")
    text = page.locator(".text")
    expect(text.get_by_role("heading", name="Điều 3. Mức lương tối thiểu", exact=True)).to_be_visible()
    expect(text.locator("thead th").first).to_have_text("Vùng")
    expect(text.locator("tbody tr")).to_have_count(4)
    expect(text.locator("tbody tr").first).to_have_text("Vùng I4.960.00023.800")
