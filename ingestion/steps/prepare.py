"""From what readers found to drafts that can be compared with what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from ingestion.model import Item, Read
from ingestion.options import IngestOptions
from ingestion.steps import each
from ingestion.steps.language import check_language
from ingestion.steps.law import read_law
from ingestion.steps.normalise import normalise
from ingestion.steps.quality import check_quality
from ingestion.steps.sign import sign


def prepare(items: Iterable[Read], options: IngestOptions) -> Iterator[Item]:
    """The steps that look at one document at a time, in their order."""
    drafts = normalise(items, options.tenant)
    drafts = each(drafts, partial(check_quality, longest=options.limits.characters))
    drafts = each(drafts, partial(check_language, vietnamese_only=options.vietnamese_only))
    drafts = each(drafts, read_law)
    return each(drafts, sign)
