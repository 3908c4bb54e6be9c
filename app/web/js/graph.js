/** The drawing of a part of the graph: points are entities, lines are facts. Keyboard and pointer reach both. */

import { step } from "./force.js";
import { svg } from "./h.js";
import { t } from "./i18n.js";
import { factWords, relationWords, typeWords } from "./words.js";

/** @import {EntityRef, Fact} from "./types.js" */
/** @typedef {{x: number, y: number, held?: boolean, entity: EntityRef, element: SVGGElement}} Point */
/** @typedef {{fact: Fact, head: Point, tail: Point, element: SVGGElement}} Line */

const STEPS = 120;
const A_FRAME = 2;
const NAME = 28;
const ASIDE = 0.6; // where on a line its words stand
const MOST_GROWTH = 2;
const COLOURS = /** @type {Record<string, string>} */ ({
  Person: "#d1495b", Organisation: "#3f7cac", Place: "#3a8f4d", Date: "#8a7a52", Quantity: "#8a7a52",
  LegalDocument: "#8d5fb3", LegalArticle: "#8d5fb3",
});

export class Drawing {
  /** @type {Map<string, Point>} */
  points = new Map();
  /** @type {Map<string, Line>} */
  lines = new Map();

  #edges = svg("g");
  #nodes = svg("g");
  #left = 0;
  #frame = 0;
  #tall = false;
  #box = { x: -400, y: -260, width: 800, height: 520 };

  /** @param {{choosePoint: (entity: EntityRef) => unknown, chooseLine: (fact: Fact) => unknown}} does */
  constructor(does) {
    this.does = does;
    this.root = svg("svg", { role: "group", "aria-label": t("graph.title") }, this.#edges, this.#nodes);
    this.#view();
    this.#panning();
    new ResizeObserver(() => (this.#isTall() === this.#tall ? this.#fit() : this.#settle())).observe(this.root);
  }

  /** Adds facts with their ends; new points begin beside what they hang on. @param {Fact[]} facts */
  add(facts) {
    for (const fact of facts) {
      if (this.lines.has(fact.id) || fact.head.id === fact.tail.id) continue;
      const head = this.point(fact.head, this.points.get(fact.tail.id));
      const tail = this.point(fact.tail, head);
      this.#line(fact, head, tail);
    }
    const label = t("graph.drawing", { n: this.points.size, edges: this.lines.size });
    this.root.setAttribute("aria-label", label);
    this.#settle();
  }

  /** @param {EntityRef} entity @param {Point} [near] @returns {Point} */
  point(entity, near) {
    const found = this.points.get(entity.id);
    if (found) return found;
    const turn = this.points.size * 2.4;
    const element = svg(
      "g",
      { class: "node", tabindex: "0", role: "button", "aria-label": `${typeWords(entity.type)}: ${entity.name}` },
      svg("circle", { r: 9 }),
      svg("text", { y: 11, dy: "1em" }, entity.name.length > NAME ? `${entity.name.slice(0, NAME - 1)}…` : entity.name),
      svg("title", {}, `${entity.name} (${typeWords(entity.type)})`),
    );
    const colour = COLOURS[entity.type];
    const circle = element.querySelector("circle");
    if (colour && circle) circle.style.stroke = colour;
    const point = { x: (near?.x ?? 0) + 60 * Math.cos(turn), y: (near?.y ?? 0) + 60 * Math.sin(turn), entity, element };
    this.points.set(entity.id, point);
    this.#nodes.append(element);
    this.#choosing(element, () => this.does.choosePoint(entity));
    this.#dragging(point);
    return point;
  }

  /** Marks the point whose surroundings are open. @param {string} id */
  open(id) {
    const point = this.points.get(id);
    point?.element.classList.add("open");
    const circle = point?.element.querySelector("circle");
    if (circle) circle.style.fill = circle.style.stroke;
  }

  /** @param {number} factor below 1 comes closer */
  zoom(factor) {
    const { x, y, width, height } = this.#box;
    const wide = Math.min(4000, Math.max(160, width * factor));
    const high = (height * wide) / width;
    this.#box = { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
    this.#view();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
  }

  /** @param {Fact} fact @param {Point} head @param {Point} tail */
  #line(fact, head, tail) {
    const words = relationWords(fact.type);
    const label = factWords(fact);
    const element = svg(
      "g",
      { class: "edge", tabindex: "0", role: "button", "aria-label": label },
      svg("line"),
      svg("line", { class: "wide" }),
      svg("text", {}, words),
      svg("title", {}, label),
    );
    this.#choosing(element, () => {
      for (const line of this.lines.values()) line.element.classList.toggle("chosen", line.element === element);
      this.does.chooseLine(fact);
    });
    this.lines.set(fact.id, { fact, head, tail, element });
    this.#edges.append(element);
  }

  /** @param {SVGGElement} element @param {() => unknown} choose */
  #choosing(element, choose) {
    element.addEventListener("click", choose);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
  }

  #settle() {
    this.stop();
    this.#tall = this.#isTall();
    this.#left = STEPS;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#move(STEPS);
    const next = () => {
      if (this.#left <= 0) return;
      this.#move(A_FRAME);
      this.#frame = requestAnimationFrame(next);
    };
    next();
    this.#place();
  }

  /** @param {number} steps */
  #move(steps) {
    const points = [...this.points.values()];
    const lines = [...this.lines.values()];
    for (let i = 0; i < steps && this.#left > 0; i += 1) step(points, lines, this.#left-- / STEPS, this.#tall);
    this.#place();
    if (this.#left <= 0) this.#fit();
  }

  #place() {
    for (const { x, y, element } of this.points.values()) element.setAttribute("transform", `translate(${x} ${y})`);
    for (const { head, tail, element } of this.lines.values()) {
      // Nearer to the end with fewer lines: around the other one words would crowd.
      const along = this.#degree(head) < this.#degree(tail) ? ASIDE : 1 - ASIDE;
      for (const line of element.querySelectorAll("line")) {
        line.setAttribute("x1", String(head.x));
        line.setAttribute("y1", String(head.y));
        line.setAttribute("x2", String(tail.x));
        line.setAttribute("y2", String(tail.y));
      }
      const text = element.querySelector("text");
      text?.setAttribute("x", String(tail.x + (head.x - tail.x) * along));
      text?.setAttribute("y", String(tail.y + (head.y - tail.y) * along - 4));
    }
  }

  /** @param {Point} point how many lines meet there */
  #degree(point) {
    let count = 0;
    for (const { head, tail } of this.lines.values()) count += Number(head === point || tail === point);
    return count;
  }

  #isTall() {
    return this.root.clientHeight > this.root.clientWidth;
  }

  /** Shows all of it. */
  #fit() {
    const points = [...this.points.values()];
    if (!points.length) return;
    const xs = points.map(({ x }) => x);
    const ys = points.map(({ y }) => y);
    const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
    const width = Math.max(this.root.clientWidth || 420, Math.max(...xs) - Math.min(...xs) + 150);
    const height = Math.max(280, Math.max(...ys) - Math.min(...ys) + 110);
    const unit = Math.max(width / (this.root.clientWidth || width), height / (this.root.clientHeight || height));
    this.root.style.setProperty("--unit", String(Math.min(MOST_GROWTH, Math.max(1, unit)))); // words stay readable
    this.#box = { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
    this.#view();
  }

  #view() {
    const { x, y, width, height } = this.#box;
    this.root.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  /** Units of the drawing for one pixel. */
  #scale() {
    const inverse = this.root.getScreenCTM()?.inverse();
    return inverse ? inverse.a : 1;
  }

  #panning() {
    follow(this.root, (event) => event.target === this.root, (dx, dy) => {
      const scale = this.#scale();
      this.#box.x -= dx * scale;
      this.#box.y -= dy * scale;
      this.#view();
    });
    this.root.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.15 : 0.87);
    });
  }

  /** @param {Point} point */
  #dragging(point) {
    follow(point.element, () => true, (dx, dy) => {
      const scale = this.#scale();
      point.x += dx * scale;
      point.y += dy * scale;
      point.held = true;
      this.#place();
    });
  }
}

/**
 * Follows a pointer that is held down on an element.
 * @param {SVGElement} element
 * @param {(event: PointerEvent) => boolean} begins
 * @param {(dx: number, dy: number) => void} moved
 */
function follow(element, begins, moved) {
  element.addEventListener("pointerdown", (down) => {
    if (!begins(down) || down.button !== 0) return;
    let { clientX: x, clientY: y } = down;
    const stop = new AbortController();
    const options = { signal: stop.signal };
    window.addEventListener(
      "pointermove",
      (event) => {
        moved(event.clientX - x, event.clientY - y);
        ({ clientX: x, clientY: y } = event);
      },
      options,
    );
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => stop.abort(), options);
  });
}
