"""Legal documents: number, kind, days and scope, from a citation, from the opening, or as a regulation states them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from graph.model import ALWAYS, Document, Validity
from ingestion.legal.citation import Citation, parse_citation
from ingestion.legal.header import LegalHeader, parse_header
from ingestion.legal.regulation import regulation_validity, repealed_validity
from ingestion.model import Draft


def read_law(draft: Draft) -> Draft:
    """Fills in what the form of a legal text tells; what the source stated itself stays."""
    document = draft.document
    citation = parse_citation(document.metadata.get("source", ""))
    if citation is not None:
        return replace(draft, document=_cited(document, citation))
    header = parse_header(document.text)
    if header is None:
        return replace(draft, document=_regulated(document))
    if draft.titled and not _is_letterhead(document):
        return replace(draft, document=_regulated(_headed(document, header)))
    titled = replace(document, title=header.name or document.title)
    return replace(draft, document=_regulated(_headed(titled, header)), titled=header.name is not None)


def _cited(document: Document, citation: Citation) -> Document:
    metadata = {"article": citation.article, "instrument_name": citation.name, "issuer": citation.issuer}
    stated = {key: value for key, value in metadata.items() if value}
    return replace(
        document,
        instrument=document.instrument or citation.number,
        published=document.published or citation.issued,
        validity=_joined(document.validity, Validity(citation.effective)),
        metadata={**document.metadata, **stated, "kind": citation.kind},
    )


def _headed(document: Document, header: LegalHeader) -> Document:
    stated = {"kind": header.kind, "instrument_name": header.name}
    return replace(
        document,
        instrument=document.instrument or header.number,
        published=document.published or header.issued,
        validity=_joined(document.validity, header.validity),
        context=header.scope,
        metadata={**document.metadata, **{key: value for key, value in stated.items() if value}},
    )


def _regulated(document: Document) -> Document:
    """The document with the days that it states as an internal regulation, where none are known."""
    if document.validity != ALWAYS:
        return document
    stated = regulation_validity(document.title, document.text)
    repealed = repealed_validity(document.title, document.text, datetime.now(UTC).date())
    joined = _joined(stated, repealed)
    in_order = joined.start is None or joined.end is None or joined.start < joined.end
    return replace(document, validity=joined if in_order else repealed)


def _joined(stated: Validity, read: Validity) -> Validity:
    if stated == ALWAYS:
        return read
    return Validity(stated.start or read.start, stated.end or read.end)


def _is_letterhead(document: Document) -> bool:
    """Whether the title is only the first line of the text: the name of the authority that issued it."""
    return document.title.isupper() and document.text.lstrip().startswith(document.title)
