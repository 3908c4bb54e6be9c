"""Extractive reading: sentences and short answers from passages, without a language model."""
