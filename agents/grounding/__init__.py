"""Grounding: whether passages support a sentence, without a language model."""
