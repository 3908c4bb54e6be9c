"""Weights that ship, made by ``vinagraph train all``; see README.md here."""
