"""Writes docs/api.md and docs/errors.md from the API itself: `make api-docs`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.api import create_app
from app.api.reference import write
from app.settings import load_settings

if __name__ == "__main__":
    write(Path(sys.argv[1]), create_app(load_settings()).openapi())
