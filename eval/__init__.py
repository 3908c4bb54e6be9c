"""Metrics, benchmark runners and gates."""
