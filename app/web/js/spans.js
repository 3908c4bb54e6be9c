/** Spans of the API count code points; strings here count UTF-16 units. */

/** @template T @typedef {{start: number, end: number, value: T}} Span */
/** @template T @typedef {{text: string, value: T | null}} Piece */

/**
 * Where code points stand in a text, as UTF-16 indices; asked in rising order it walks the text once.
 * @param {string} text
 * @returns {(point: number) => number}
 */
export function unitsOf(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return (point) => Math.min(point, text.length);
  let point = 0;
  let unit = 0;
  return (wanted) => {
    if (wanted < point) point = unit = 0;
    while (point < wanted && unit < text.length) {
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
      point += 1;
    }
    return unit;
  };
}

/**
 * The spans that lie within a place; found by halves, since a document may have thousands.
 * @template T
 * @param {Span<T>[]} spans in the order of their starts
 * @param {number} start
 * @param {number} end
 */
export function within(spans, start, end) {
  return spans.slice(before(spans, start), before(spans, end)).filter((span) => span.end <= end);
}

/** How many of them begin before a point. @param {Span<unknown>[]} spans @param {number} point */
function before(spans, point) {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Span<unknown>} */ (spans[middle]).start < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts a text at spans. Where two overlap the one that begins first stays, the longer of two that begin together.
 * @template T
 * @param {string} text
 * @param {Span<T>[]} spans
 * @param {number} [base] code point of the document at which the text begins
 * @returns {Piece<T>[]}
 */
export function cut(text, spans, base = 0) {
  const unit = unitsOf(text);
  /** @type {Piece<T>[]} */
  const pieces = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = unit(Math.max(0, span.start - base));
    const end = unit(Math.max(0, span.end - base));
    if (start < at || end <= start) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), value: null });
    pieces.push({ text: text.slice(start, end), value: span.value });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), value: null });
  return pieces;
}
