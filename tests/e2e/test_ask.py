"""Asking on the page: answers, their sources, follow-ups, conversations, and connections that break."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, ask
from tests.e2e.cutting_proxy import cutting_proxy

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
QUESTION = "Ai là Chủ tịch Viettel?"
ANSWER = "Tào Đức Thắng"


def test_a_question_is_answered_and_its_source_read_by_keyboard(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, QUESTION)
    answer = page.locator("article.turn").last
    expect(answer.locator(".sentences li").first).to_contain_text(ANSWER)
    expect(answer.locator(".steps summary")).to_contain_text("nguồn")
    expect(page.get_by_role("status")).to_contain_text(ANSWER)

    cite = answer.locator(".sentences .cite").first
    cite.focus()
    cite.press("Enter")
    panel = page.get_by_role("complementary", name="Nguồn")
    expect(panel.locator("mark")).to_have_text(
        "Ông Tào Đức Thắng là Chủ tịch kiêm Tổng Giám đốc của Viettel từ năm 2022."
    )
    expect(panel).to_contain_text("Lãnh đạo")
    panel.press("Escape")
    expect(panel).to_be_hidden()
    expect(cite).to_be_focused()

    cite.press("Enter")
    panel.get_by_role("link", name="Mở trong tài liệu").click()
    expect(page.locator(".text mark").first).to_contain_text("Chủ tịch kiêm Tổng Giám đốc")
    expect(page.locator(".text mark").first).to_be_in_viewport()
    page.locator(".text mark").get_by_role("link", name=ANSWER).click()
    expect(page.get_by_role("heading", level=1, name=ANSWER)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(answer.locator(".sentences li").first).to_contain_text(ANSWER)


def test_a_source_whose_document_was_deleted_since_says_so(own_api_url: str, open_page: OpenPage) -> None:
    page = open_page(own_api_url)
    ask(page, QUESTION)
    cite, panel = page.locator(".sentences .cite").first, page.get_by_role("complementary", name="Nguồn")
    cite.click()
    link = panel.get_by_role("link", name="Mở trong tài liệu")
    document = urlsplit(link.get_attribute("href") or "").fragment.partition("?")[0].removeprefix("/documents/")
    panel.press("Escape")
    assert httpx2.delete(f"{own_api_url}/documents/{document}").status_code == 204
    page.reload()
    cite.click()
    expect(panel).to_contain_text("Tài liệu này đã xoá. Hội thoại vẫn giữ đoạn đã trích.")
    expect(panel.locator("mark")).to_contain_text(ANSWER)
    expect(link).to_have_count(0)


def test_a_source_shows_in_place_under_the_pointer(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, "Lương tối thiểu vùng I là bao nhiêu?")
    page.locator(".sentences .cite").first.hover()
    mark, quote = page.locator(".preview mark", has_text="4.960.000"), page.locator(".preview blockquote")
    expect(mark).to_be_visible()
    inner, outer = mark.bounding_box(), quote.bounding_box()
    assert inner
    assert outer
    assert outer["y"] <= inner["y"] < outer["y"] + outer["height"] - 10
    page.mouse.move(5, 5)
    expect(page.locator(".preview")).to_have_count(0)


def test_follow_ups_continue_a_conversation_that_is_kept(own_api_url: str, open_page: OpenPage) -> None:
    page = open_page(own_api_url)
    ask(page, "Nguyễn Du sinh năm nào?")
    ask(page, "Ông ấy mất năm nào?")
    expect(page.locator(".sentences").last).to_contain_text("1820")
    page.reload()
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(".sentences").last).to_contain_text("1820")
    page.get_by_role("button", name="Trả lời lại").click()
    expect(page.locator("article.turn.live .sentences")).to_contain_text("1820")
    expect(page.locator("article.turn")).to_have_count(2)
    page.get_by_role("button", name="Tốt", exact=True).last.click()
    expect(page.get_by_text("Cảm ơn bạn đã góp ý.").first).to_be_visible()

    page.get_by_role("link", name="Hội thoại", exact=True).click()
    page.get_by_role("searchbox").fill("nguyen du")
    row = page.get_by_role("listitem").filter(has_text="Nguyễn Du sinh năm nào?")
    with page.expect_download() as download:
        row.get_by_role("button", name="Tải về").click()
    assert "1820" in download.value.path().read_text(encoding="utf-8")
    row.get_by_role("link").click()
    expect(page.locator("article.turn")).to_have_count(2)
    page.go_back()
    row.get_by_role("button", name="Xóa").click()
    page.get_by_role("dialog").get_by_role("button", name="Xóa").click()
    expect(page.get_by_text("Chưa có hội thoại nào.")).to_be_visible()


def test_a_server_that_goes_away_and_comes_back(api_url: str, open_page: OpenPage) -> None:
    with cutting_proxy(api_url) as proxy:
        page = open_page(proxy.url)
        proxy.away = True
        field = page.get_by_role("textbox", name="Câu hỏi")
        field.fill(QUESTION)
        field.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Không liên lạc được với máy chủ")
        proxy.away = False
        page.get_by_role("button", name="Hỏi lại").click()
        expect(page.locator(".sentences li").first).to_contain_text(ANSWER)
        expect(page.locator("article.turn")).to_have_count(1)


def test_the_answers_graph_is_explored_by_keyboard(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, "Nguyễn Du quê ở đâu?")
    page.get_by_text("Đồ thị của câu trả lời").click()
    node = page.locator(".node").filter(has_text="Nguyễn Du").first
    expect(node).to_be_visible()
    before = page.locator(".edge").count()
    node.focus()
    node.press("Enter")
    expect(page.locator(".edge")).not_to_have_count(before)
    edge = page.get_by_role("button", name="Truyện Kiều là tác phẩm của Nguyễn Du")
    edge.focus()
    edge.press("Enter")
    expect(page.locator(".told q")).to_contain_text("tác giả của Truyện Kiều")
