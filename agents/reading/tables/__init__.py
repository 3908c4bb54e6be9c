"""Answers from tables and lines of ``key: value``, matched by row and column."""
