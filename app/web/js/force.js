/** A small force layout: nodes push each other away, edges pull their ends together, all drift to the middle. */

// Names are wider than high, so distances sideways count for less, unless the place is higher than wide.
const SIDEWAYS = 0.6;
const SIDEWAYS_TALL = 1.7;
const FLAT = 1.6;
/** @typedef {{x: number, y: number, held?: boolean}} Body */
/** @typedef {{head: Body, tail: Body}} Spring */

const PUSH = 9000;
const REST = 120;
const REST_TALL = 230;
const PULL = 0.06;
const CENTRE = 0.012;
const LONGEST = 24; // of one step, so that nothing flies off

/**
 * One step, in place.
 * @param {Body[]} bodies
 * @param {Spring[]} springs
 * @param {number} heat from 1 down to 0
 * @param {boolean} tall whether there is more room upwards than sideways
 */
export function step(bodies, springs, heat, tall) {
  const [sideways, rest] = tall ? [SIDEWAYS_TALL, REST_TALL] : [SIDEWAYS, REST];
  const [inX, inY] = tall ? [CENTRE * FLAT, CENTRE] : [CENTRE, CENTRE * FLAT];
  const moves = new Map(bodies.map((body) => [body, { x: -body.x * inX, y: -body.y * inY }]));
  /** @param {Body} body @param {number} x @param {number} y */
  const push = (body, x, y) => {
    const move = moves.get(body);
    if (move) {
      move.x += x;
      move.y += y;
    }
  };
  for (let i = 0; i < bodies.length; i += 1) {
    for (let j = i + 1; j < bodies.length; j += 1) {
      const a = /** @type {Body} */ (bodies[i]);
      const b = /** @type {Body} */ (bodies[j]);
      const x = a.x - b.x || 0.1;
      const y = a.y - b.y || 0.1;
      const square = Math.max(x * x * sideways * sideways + y * y, 100);
      const force = PUSH / square / Math.sqrt(square);
      push(a, x * force, y * force);
      push(b, -x * force, -y * force);
    }
  }
  for (const { head, tail } of springs) {
    const x = tail.x - head.x;
    const y = tail.y - head.y;
    const length = Math.hypot(x * sideways, y) || 1;
    const force = ((length - rest) / length) * PULL;
    push(head, x * force, y * force);
    push(tail, -x * force, -y * force);
  }
  for (const [body, move] of moves) {
    if (body.held) continue;
    const length = Math.hypot(move.x, move.y) || 1;
    const scale = (Math.min(length, LONGEST) / length) * heat;
    body.x += move.x * scale;
    body.y += move.y * scale;
  }
}
