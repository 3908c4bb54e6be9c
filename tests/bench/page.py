"""Seconds until the first question can be typed on the page, from an empty cache.

    python -m tests.bench.page URL [--loads N] [--kbit N]

Prints JSON: the median and the slowest of the loads, and what was sent over the line. `--kbit` slows the line down to
so many kilobits a second with 100 ms of delay.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import time

from playwright.sync_api import Browser, sync_playwright

_DELAY_MS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--loads", type=int, default=9)
    parser.add_argument("--kbit", type=int, default=0)
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        loads = [_load(browser, arguments.url, arguments.kbit) for _ in range(arguments.loads)]
        browser.close()
    seconds = [load[0] for load in loads]
    print(json.dumps({"median_s": statistics.median(seconds), "max_s": max(seconds), "bytes": loads[0][1]}))


def _load(browser: Browser, url: str, kbit: int) -> tuple[float, int]:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if kbit:
        rate = kbit * 1000 / 8
        line = {"offline": False, "latency": _DELAY_MS, "downloadThroughput": rate, "uploadThroughput": rate}
        session.send("Network.emulateNetworkConditions", line)
    sent = 0

    def count(event: dict[str, float]) -> None:
        nonlocal sent
        sent += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    started = time.perf_counter()
    page.goto(f"{url}/", wait_until="commit")
    page.locator("#question").fill("Nguyễn Du sinh năm nào?")
    seconds = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    context.close()
    return round(seconds, 3), sent


if __name__ == "__main__":
    main()
