"""The page's files: what is served, how, and that no text can become HTML in them."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2

from app.api.problems import KINDS
from app.api.routes.page import FOLDER

NOT_OF_THE_PAGE = {"model_not_found", "method_not_allowed"}
"""Codes of problems that nothing which the page asks for can have."""
MODULES = sorted(FOLDER.rglob("*.js"))
LIMIT = 300_000


def test_the_page_lets_in_its_own_files_only(api_url: str) -> None:
    page = httpx2.get(f"{api_url}/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)|\son\w+=|style=", page.text)
    for name in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
        assert name.startswith("/web/")
        assert httpx2.get(f"{api_url}{name}").status_code == 200, name


def test_files_are_sent_once_and_packed(api_url: str) -> None:
    with httpx2.Client(base_url=api_url) as client:
        first = client.get("/web/js/main.js")
        assert first.headers["content-encoding"] == "gzip"
        assert first.text == (FOLDER / "js/main.js").read_text(encoding="utf-8")
        again = client.get("/web/js/main.js", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert "ratelimit" not in first.headers
        assert "ratelimit" in client.get("/").headers
        plain = client.get("/web/js/main.js", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers


def test_nothing_else_is_served(api_url: str) -> None:
    with httpx2.Client(base_url=api_url) as client:
        for path in (
            "/web/../settings.py",
            "/web/%2e%2e/settings.py",
            "/web/js/",
            "/web/js/types.d.ts",
            "/web/none.js",
        ):
            answer = client.get(path)
            assert answer.status_code == 404, path
            assert answer.json()["code"] == "not_found"


def test_no_text_becomes_html_and_no_other_host_is_named() -> None:
    ways = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc")
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert not ways.search(text), module
        assert set(re.findall(r"https?://[^\"'` ]+", text)) <= {"http://www.w3.org/2000/svg"}, module


def test_every_problem_has_a_text_in_both_languages() -> None:
    for language in ("vi", "en"):
        texts = (FOLDER / f"js/texts/{language}.js").read_text(encoding="utf-8")
        told = set(re.findall(r'"problem\.(\w+)"', texts))
        assert KINDS.keys() - told == NOT_OF_THE_PAGE, language


def test_the_page_is_light() -> None:
    served = [path for path in FOLDER.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg"}]
    assert sum(path.stat().st_size for path in served) < LIMIT


def test_the_first_view_loads_at_once() -> None:
    """Every module that it imports is named in the page, so that none waits for another to be read."""
    needed: set[Path] = set()

    def walk(module: Path) -> None:
        if module not in needed:
            needed.add(module)
            for name in re.findall(
                r'^import (?:.* from )?"(\.[^"]+)";', module.read_text(encoding="utf-8"), flags=re.MULTILINE
            ):
                walk((module.parent / name).resolve())

    walk(FOLDER / "js/main.js")
    named = re.findall(r'(?:src|href)="/web/(js/[^"]+)"', (FOLDER / "index.html").read_text(encoding="utf-8"))
    assert {FOLDER / name for name in named} - {FOLDER / "js/early.js"} == needed
