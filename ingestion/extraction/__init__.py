"""Entities, relations and legal references, without a language model."""
