"""Rows go into SQLite many a statement, as if each had its own."""

from __future__ import annotations

import sqlite3

from graph.stores.sqlite.rows import insert_rows

ROWS = [(number % 240, number, f"từ {number}", number / 7, None) for number in range(250)]
INTO = "INSERT INTO words (id, number, word, weight, empty)"
THEN = "ON CONFLICT (id) DO UPDATE SET number = number + excluded.number, weight = max(weight, excluded.weight)"


def _filled(by_statement: bool) -> tuple[list[tuple[object, ...]], int]:
    """The rows of the table, and the statements that it took."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, number INTEGER, word TEXT, weight REAL, empty)")
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    if by_statement:
        insert_rows(connection, INTO, iter(ROWS), then=THEN)
    else:
        connection.executemany(f"{INTO} VALUES (?, ?, ?, ?, ?) {THEN}", ROWS)
    told = sum(statement.startswith("INSERT") for statement in statements)
    return connection.execute("SELECT * FROM words ORDER BY id").fetchall(), told


def test_many_rows_take_few_statements_and_say_the_same() -> None:
    rows, statements = _filled(by_statement=True)
    assert statements == 3, "each statement hands the interpreter's lock to whoever answers"
    assert rows == _filled(by_statement=False)[0]


def test_no_rows_take_no_statement() -> None:
    connection = sqlite3.connect(":memory:")
    insert_rows(connection, "INSERT INTO missing (a)", [])
