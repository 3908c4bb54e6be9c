"""Prints answers with the words that each citation opens at, for a person to read.

    python -m tests.bench.citations QUESTIONS.jsonl [--limit 50]

The collection is that of the settings. A citation whose span does not lie in its document ends the program.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from app.answering import open_runner
from app.settings import load_settings
from app.wiring import open_ports
from eval.answers import collect
from tests.bench.latency import questions_of


async def show(questions: list[str], limit: int) -> None:
    """Asks until so many citations were printed."""
    settings, printed = load_settings(), 0
    async with open_ports(settings) as ports, open_runner(settings) as runner:
        for question in questions:
            for sentence in (await collect(runner.answer(question))).sentences:
                for citation in sentence.citations:
                    document = await ports.graph.document(settings.tenant, citation.document)
                    if not 0 <= citation.start < citation.end <= len(document.text):
                        raise SystemExit(f"{document.uri}: span {citation.start}:{citation.end} is outside")
                    printed += 1
                    words = document.text[citation.start : citation.end]
                    print(f"{printed}. {question}\n   says:  {sentence.text}\n   words: {words}  [{document.uri}]")
            if printed >= limit:
                return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=50)
    arguments = parser.parse_args()
    asyncio.run(show(questions_of(arguments.questions, 1000), arguments.limit))
