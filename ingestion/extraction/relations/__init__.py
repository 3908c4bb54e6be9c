"""Typed relations that sentences state, by patterns over marked sentences."""

from ingestion.extraction.relations.finding import find_relations
from ingestion.extraction.relations.marking import Marked, mark
from ingestion.extraction.relations.patterns import PatternTable, RelationPattern, shipped_patterns
from ingestion.extraction.relations.types import RelationType

__all__ = ["Marked", "PatternTable", "RelationPattern", "RelationType", "find_relations", "mark", "shipped_patterns"]
