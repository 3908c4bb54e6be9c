"""Stores of the program's own data."""
