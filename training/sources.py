"""What the shipped models are trained on: files below one folder, each with its public origin."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.errors import InputError, WrongUsage
from graph.results import Passage
from training.corpus import Question, context_questions, law_questions, read_passages

LAYOUT: Mapping[str, str] = {
    "law": "law/phapdien_articles.jsonl.xz",
    "law_texts": "law/law_texts.jsonl.xz",
    "zalo": "law/zalo_train.jsonl",
    "wiki": "wiki/viwiki_2017.jsonl.xz",
    "contexts": "qa/squad_vi_short.jsonl",
    "titled_contexts": "qa/mlqa_vi_dev.jsonl",
    "gazetteer": "gazetteer",
    "questions": "questions",
}
"""Where each source lies below the folder of sources, unless told otherwise."""

ORIGINS: Mapping[str, str] = {
    "law": "Articles of the official codification of Vietnamese law, phapdien.moj.gov.vn (official legal text)",
    "law_texts": "Whole laws, decrees and circulars, vbpl.vn (official legal text)",
    "zalo": "Zalo AI Challenge 2021, Legal Text Retrieval: training questions, matched to the codification (MIT)",
    "wiki": "Articles of Vietnamese Wikipedia, 2017 (CC BY-SA)",
    "contexts": "github.com/mailong25/bert-vietnamese-question-answering, dataset/: short contexts (MIT)",
    "titled_contexts": "MLQA, Vietnamese development set, github.com/facebookresearch/MLQA (CC BY-SA 3.0)",
    "gazetteer": "github.com/duyet/vietnamese-namedb, github.com/thanglequoc/vietnamese-provinces-database (MIT)",
    "questions": "Questions over the sample documents, ingestion/samples of this repository (Apache-2.0)",
}

QuestionSet = tuple[list[Passage], list[Question]]


@dataclass(frozen=True)
class Sources:
    """Paths of the sources; what several models need of them is read once.

    Attributes:
        law: Articles of the codification of law: JSON lines with mapc, title, demuc, chuong, source, text.
        law_texts: Whole legal documents: title, text.
        zalo: Questions about law with gold articles: question, gold.
        wiki: Encyclopaedia articles: title, text.
        contexts: Questions with contexts: context, question, impossible.
        titled_contexts: The same with the title of the context's document.
        questions: Folder with question files and the ``documents`` that they are about.
        gazetteer: Folder with boy.txt and girl.txt (given names) and the communes' JSON, at any depth.
    """

    law: Path
    law_texts: Path
    zalo: Path
    wiki: Path
    contexts: Path
    titled_contexts: Path
    gazetteer: Path
    questions: Path

    @classmethod
    def under(cls, folder: Path, given: Mapping[str, Path] | None = None) -> Sources:
        """The sources below a folder, some of them elsewhere.

        Raises:
            WrongUsage: A name of ``given`` is none of a source.
        """
        unknown = sorted(set(given or {}) - set(LAYOUT))
        if unknown:
            raise WrongUsage(f"There is no source {unknown[0]!r}. Sources are {', '.join(LAYOUT)}.")
        return cls(**{name: folder / path for name, path in LAYOUT.items()} | dict(given or {}))

    def require(self) -> None:
        """Sees that every source is there.

        Raises:
            InputError: One is missing.
        """
        for name, path in self.paths.items():
            if not path.exists():
                raise InputError(
                    f"The source {name} is not at {path}. Put it there, or name its place with --source {name}=PATH. "
                    f"It is: {ORIGINS[name]}."
                )

    @property
    def paths(self) -> dict[str, Path]:
        """The paths by the names of the sources."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def law_passages(self) -> list[Passage]:
        """Passages of law."""
        return read_passages(self.law)

    @cached_property
    def wiki_passages(self) -> list[Passage]:
        """Passages of the encyclopaedia."""
        return read_passages(self.wiki)

    @cached_property
    def question_sets(self) -> list[QuestionSet]:
        """Questions, each set with the passages among which its answers are found.

        Passages of different sets are never mixed: a ranker would learn to tell the sets apart rather than
        what answers.
        """
        return [
            (self.law_passages, law_questions(self.zalo)),
            context_questions(self.contexts, titled=False),
            context_questions(self.titled_contexts, titled=True),
        ]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a file of JSON lines, plain or ``.xz``."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
