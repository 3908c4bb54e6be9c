"""Where the command line starts: imports nothing that takes time before it is ready for Ctrl-C."""

from __future__ import annotations

import gc
import sys

_INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


def main() -> None:
    """Runs the command line; Ctrl-C ends it quietly from the first moment on."""
    try:
        from app.cli.commands import run_commands

        run_commands()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        gc.freeze()  # what is left goes with the process: to look through it for garbage would take a second


if __name__ == "__main__":
    main()
