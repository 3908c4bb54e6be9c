"""The page's modules pass `tsc --checkJs --strict`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.server
ROOT = Path(__file__).resolve().parents[2]
TSC = ROOT / ".cache/web/node_modules/typescript/bin/tsc"


def test_the_modules_of_the_page_are_well_typed() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed (apt-get install nodejs npm).")
    if not TSC.exists():
        pytest.skip("tsc is not installed (bash infra/web_tools.sh).")
    checked = subprocess.run(
        [node, TSC, "--project", ROOT / "tests/web_types/tsconfig.json"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
