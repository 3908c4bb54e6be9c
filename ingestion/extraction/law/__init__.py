"""References to legal instruments and their articles, and the relations between them."""

from ingestion.extraction.law.references import find_references, subject_of

__all__ = ["find_references", "subject_of"]
