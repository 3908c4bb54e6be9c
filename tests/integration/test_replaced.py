"""A decree that a later one replaces as a whole is out of force from that one's first day, while both are stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import run_vinagraph

HEAD = """CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Hà Nội, ngày {day} tháng 5 năm {year}

NGHỊ ĐỊNH
QUY ĐỊNH MỨC LƯƠNG CƠ SỞ ĐỐI VỚI CÁN BỘ, CÔNG CHỨC

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định mức lương cơ sở áp dụng đối với cán bộ, công chức.

"""
OLD = """Điều 3. Mức lương cơ sở
1. Từ ngày 01 tháng 7 năm 2019, mức lương cơ sở là 1.490.000 đồng/tháng.
2. Quỹ tiền thưởng hằng năm của đơn vị bằng 10% tổng quỹ tiền lương.

Điều 6. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2019.
"""
NEW = """Điều 3. Mức lương cơ sở
Từ ngày 01 tháng 7 năm 2023, mức lương cơ sở là 1.800.000 đồng/tháng.

Điều 6. Hiệu lực thi hành
1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2023.
2. Nghị định này thay thế {what} ngày 09 tháng 5 năm 2019 của Chính phủ quy định mức lương cơ sở.
"""
BONUS = "Quỹ tiền thưởng hằng năm bằng bao nhiêu phần trăm tổng quỹ tiền lương?"
BY_NUMBER = "Mức lương cơ sở theo Nghị định 38/2019/NĐ-CP là bao nhiêu?"
WHOLE = "Nghị định số 38/2019/NĐ-CP"


def write(folder: Path, replaces: str) -> Path:
    folder.mkdir()
    old = HEAD.format(number="38/2019/NĐ-CP", day="09", year="2019") + OLD
    new = HEAD.format(number="24/2023/NĐ-CP", day="14", year="2023") + NEW.format(what=replaces)
    (folder / "cu.txt").write_text(old, encoding="utf-8")
    (folder / "moi.txt").write_text(new, encoding="utf-8")
    return folder


def answer(store: Path, question: str, *options: str) -> dict[str, Any]:
    """The last event of an answer."""
    result = run_vinagraph(store, "ask", question, "--json", *options)
    *_, last = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(last)
    return found


def ingest(store: Path, *paths: Path) -> None:
    result = run_vinagraph(store, "ingest", *map(str, paths))
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decrees")
    ingest(folder / "store", write(folder / "papers", WHOLE))
    return folder / "store"


def test_the_replaced_one_answers_for_its_own_time_alone(store: Path) -> None:
    today = answer(store, BONUS)
    assert today["abstained"]
    (remark,) = today["remarks"]
    assert "từ 01/07/2019 đến hết 30/06/2023" in remark
    then = answer(store, BONUS, "--on", "2022-08-01")
    assert then["short_answer"] == "10%"
    assert not then["remarks"], "on that day nothing had replaced it"


def test_an_answer_from_the_replaced_one_says_so(store: Path) -> None:
    asked = answer(store, BY_NUMBER)
    assert asked["short_answer"] == "1.490.000 đồng/tháng"
    (remark,) = asked["remarks"]
    assert "24/2023/NĐ-CP" in remark
    assert "từ ngày 01/07/2023" in remark


def test_it_holds_in_any_order_and_ends_with_the_later_one(tmp_path: Path) -> None:
    store, papers = tmp_path / "store", write(tmp_path / "papers", WHOLE)
    ingest(store, papers / "moi.txt")
    ingest(store, papers / "cu.txt")
    assert answer(store, BONUS)["abstained"]
    (papers / "cu.txt").write_text((papers / "cu.txt").read_text("utf-8").replace("10%", "12%"), encoding="utf-8")
    ingest(store, papers / "cu.txt")
    assert answer(store, BONUS)["abstained"], "read anew, it is replaced all the same"
    assert run_vinagraph(store, "documents", "delete", "moi.txt").exit_code == 0
    restored = answer(store, BONUS)
    assert restored["short_answer"] == "12%"
    assert not restored["remarks"]


def test_one_of_which_an_article_is_replaced_stays_in_force(tmp_path: Path) -> None:
    store = tmp_path / "store"
    ingest(store, write(tmp_path / "papers", f"Điều 2 {WHOLE}"))
    still = answer(store, BONUS)
    assert still["short_answer"] == "10%"
    assert not still["remarks"]
