"""One entity, one key, within one document."""

from ingestion.extraction.resolution.names import merge, resolve_names
from ingestion.extraction.resolution.subject import bare_title, described_type, is_name

__all__ = ["bare_title", "described_type", "is_name", "merge", "resolve_names"]
