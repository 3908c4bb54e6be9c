/** Rows of tables as a person reads them, each cell with what its column is called (as app/table_rows.py). */

const SEPARATOR = " | ";
const SHOWN = " · ";

/** @typedef {{cells: string[], header: string[], isHeader: boolean, text: string}} Row */

/**
 * The row that a sentence is, named by the table in the first passage that holds it; null where it is no row.
 * @param {string} text
 * @param {string[]} passages
 * @returns {Row | null}
 */
export function rowOf(text, passages) {
  const line = text.trim();
  if (!line.includes(SEPARATOR) || line.includes("\n")) return null;
  const cells = cellsOf(line);
  const header = cellsOf(firstLine(line, passages));
  const isHeader = cells.join(SEPARATOR) === header.join(SEPARATOR);
  const bare = isHeader || cells.length !== header.length;
  const shown = bare ? cells : cells.map((cell, at) => (cell ? named(header[at] ?? "", cell) : ""));
  return { cells, header, isHeader, text: shown.filter(Boolean).join(SHOWN) };
}

/** @param {string} row @param {string[]} passages */
function firstLine(row, passages) {
  for (const passage of passages) {
    const lines = passage.split("\n").map((line) => line.trim());
    let at = lines.indexOf(row);
    if (at < 0) continue;
    while (at > 0 && lines[at - 1]?.includes(SEPARATOR)) at -= 1;
    return lines[at] ?? row;
  }
  return row;
}

/** @param {string} line */
const cellsOf = (line) => line.split("|").map((cell) => cell.trim());

/** @param {string} column @param {string} cell */
const named = (column, cell) =>
  !column || cell.toLowerCase().startsWith(column.toLowerCase()) ? cell : `${column}: ${cell}`;
