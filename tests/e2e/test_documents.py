"""Documents on the page: brought in, opened, deleted; and text that pretends to be HTML."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.conftest import OpenPage, ask

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
ATTACK = '<script>window.broken = 1</script><img src="x" onerror="window.broken = 1">'
TEXT = f"""Nội quy Công ty Sao Mai 😀

Mã thẻ của Công ty Sao Mai là {ATTACK} 7788.

Công ty Sao Mai có trụ sở ở Đà Nẵng."""

ENGLISH = "The tenant shall pay the rent on the first day of every month to the owner of the house."


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
    foreign = _upload(page, _file("lease.txt", ENGLISH)).locator(".files > li")
    foreign.get_by_text("1 lưu ý từ máy chủ").click()
    expect(foreign.locator(".notes li")).to_have_text("its language is en, not Vietnamese; kept")
    again = _upload(page, _file("sao-mai.txt", f"{TEXT} Công ty có 40 nhân viên."))
    expect(again.locator(".files")).to_contain_text("đã thay bản trước")
    page.get_by_text("Các lần gửi trước").click()
    expect(page.locator(".earlier .job")).to_have_count(3)
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


def _job(number: int, state: str) -> dict[str, object]:
    """A job as the API tells it; the newest has the lowest number."""
    return {
        "id": f"j{number}", "state": state, "files": [f"{number}.txt"], "file_count": 1, "step": "", "done": 0,
        "total": 1, "rejected": 0, "error": "", "created": "2026-11-21T09:00:00Z", "finished": None,
    }  # fmt: skip


def test_a_few_jobs_are_followed_at_once_and_none_once_the_view_is_left(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    jobs = [_job(number, "running") for number in range(8)] + [_job(8, "done")]
    followed: list[Route] = []

    def never_end(route: Route) -> None:  # Playwright sets an attribute on it, which a list's method refuses
        followed.append(route)

    page.route("**/jobs?*", lambda route: route.fulfill(json={"items": jobs, "more": False}))
    page.route("**/jobs/j8", lambda route: route.fulfill(json=jobs[8]))
    page.route("**/jobs/*/events", never_end)
    page.get_by_role("link", name="Tài liệu", exact=True).click()
    expect(page.locator(".jobs h3")).to_have_text([f"{number}.txt" for number in range(8)])
    page.get_by_text("Các lần gửi trước").click()
    expect(page.locator(".earlier h3")).to_have_text(["8.txt"])
    assert [route.request.url.split("/")[-2] for route in followed] == ["j7", "j6", "j5"]

    over = json.dumps({**_job(7, "done"), "rejects": [], "result": None})
    with page.expect_request("**/jobs/j4/events"):
        followed[0].fulfill(body=f"id: 1\nevent: done\ndata: {over}\n\n", content_type="text/event-stream")
    expect(page.locator(".jobs progress:visible")).to_have_count(7)
    with page.expect_event("requestfailed"):
        page.get_by_role("link", name="Hỏi", exact=True).click()
    page.wait_for_timeout(300)
    assert len(followed) == 4


def test_each_piece_of_a_text_looks_at_its_own_mentions_only(api_url: str, open_page: OpenPage) -> None:
    found = open_page(api_url).evaluate(
        """async () => {
            const { within } = await import("/web/js/spans.js");
            let looks = 0;
            const span = (n) => ({ get start() { looks += 1; return n * 3; }, end: n * 3 + 2 });
            const spans = [...Array(20_000).keys()].map(span);
            const ends = within(spans, 30_000, 30_008).map(({ end }) => end);
            return { ends, few: looks < 100 };
        }"""
    )
    assert found == {"ends": [30_002, 30_005, 30_008], "few": True}
