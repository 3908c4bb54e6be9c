"""Dates and amounts in text, with comparable keys."""

from ingestion.extraction.values.finding import find_values

__all__ = ["find_values"]
