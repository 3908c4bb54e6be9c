/** Asking: one conversation, its answers as they come, and the field for the next question. */

import { announce } from "../announce.js";
import { Answer } from "../answer.js";
import { ApiError, getJson, part, request } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemBox, problemText } from "../parts.js";
import { settings } from "../settings.js";
import { SourcePanel, preview } from "../sources.js";
import { StreamLost, follow } from "../sse.js";
import { actionsOf } from "./answer_actions.js";
import { composer } from "./composer.js";
import { welcome } from "./welcome.js";

/** @import {RunEvent, ThreadWithMessages, View} from "../types.js" */
/** @import {Asked} from "./composer.js" */

/** @returns {View & {show: (thread: string) => void, thread: () => string}} */
export function askView() {
  const view = new AskView();
  return {
    root: view.root,
    title: t("ask.title"),
    show: (thread) => view.show(thread),
    opened: () => view.opened(),
    close: () => view.left(),
    thread: () => view.thread,
  };
}

class AskView {
  #thread = "";
  /** @type {AbortController | undefined} */
  #running;
  #runId = "";
  #panel = new SourcePanel();
  #turns = h("div", { class: "turns" });
  #welcome = welcome();
  #heading = h("h1", { class: "unseen", hidden: true }, t("ask.title"));
  #again = h("a", { class: "button quiet new", href: "#/", hidden: true }, t("ask.new"));
  #composer = composer({ ask: (asked) => void this.#ask(asked), stop: () => this.#stop() });

  constructor() {
    const column = h("div", { class: "column" }, this.#again, this.#heading, this.#welcome.root, this.#turns, this.#composer.root);
    this.root = h("div", { class: "ask" }, column, this.#panel.root);
  }

  /** Shows a conversation, or an empty one. @param {string} thread */
  show(thread) {
    if (thread === this.#thread) return;
    this.#running?.abort();
    this.#thread = thread;
    this.#clear();
    if (thread) void this.#load(thread);
  }

  /** The conversation that is shown; empty before its first question. */
  get thread() {
    return this.#thread;
  }

  opened() {
    if (!this.#thread) void this.#welcome.look();
    if (matchMedia("(pointer: fine)").matches) this.#composer.focus();
  }

  left() {
    preview.hide();
  }

  #clear() {
    this.#turns.replaceChildren();
    this.#panel.root.hidden = true;
    this.#begun(this.#thread !== "");
  }

  /** @param {boolean} begun */
  #begun(begun) {
    this.#welcome.root.hidden = begun;
    this.#heading.hidden = !begun;
    this.#again.hidden = !begun;
  }

  /** @param {string} thread */
  async #load(thread) {
    try {
      /** @type {ThreadWithMessages} */
      const kept = await getJson(`/threads/${part(thread)}`);
      if (thread !== this.#thread) return;
      let question = "";
      for (const message of kept.messages) {
        if (message.role === "user") question = message.text;
        else this.#replay(question, message.run, message.events);
      }
      this.#turns.lastElementChild?.scrollIntoView();
    } catch (error) {
      if (thread === this.#thread) this.#turns.replaceChildren(problemBox(error));
    }
  }

  /** @param {string} question @param {string} run @param {RunEvent[]} events */
  #replay(question, run, events) {
    const answer = this.#turn(question, false);
    answer.run = run;
    for (const event of events) answer.take(event);
    this.#finish({ question, on: "", draft: false }, answer);
  }

  /** @param {string} question @param {boolean} live */
  #turn(question, live) {
    const answer = new Answer(this.#panel, live);
    const asked = h("h2", { class: "question" }, h("span", { class: "unseen" }, `${t("answer.you")}: `), question);
    const turn = h("article", { class: live ? "turn live" : "turn" }, asked, answer.root);
    for (const old of this.#turns.querySelectorAll(".live")) if (live) old.classList.remove("live");
    this.#turns.append(turn);
    if (live) turn.scrollIntoView({ block: "start" });
    return answer;
  }

  /** @param {Asked} asked */
  async #ask(asked) {
    if (this.#running) return;
    if (!this.#thread) this.#startThread();
    this.#begun(true);
    const answer = this.#turn(asked.question, true);
    const json = { question: asked.question, thread: this.#thread, ...optionsOf(asked) };
    await this.#follow(asked, answer, (signal) => request("/query/stream", { json, signal }));
  }

  /** @param {Asked} asked */
  async #regenerate(asked) {
    if (this.#running) return;
    const old = this.#turns.lastElementChild;
    const answer = this.#turn(asked.question, true);
    if (old instanceof HTMLElement) old.hidden = true;
    const options = { json: optionsOf(asked), headers: { Accept: "text/event-stream" } };
    const path = `/threads/${part(this.#thread)}/regenerate`;
    await this.#follow(asked, answer, (signal) => request(path, { ...options, signal }));
    if (answer.final) old?.remove();
    else if (old instanceof HTMLElement) old.hidden = false;
  }

  /** @param {Asked} asked @param {Answer} answer @param {(signal: AbortSignal) => Promise<Response>} open */
  async #follow(asked, answer, open) {
    const controller = new AbortController();
    this.#running = controller;
    this.#runId = "";
    this.#composer.busy(true);
    try {
      await follow({
        open: async () => {
          const response = await open(controller.signal);
          answer.run = /^\/runs\/([^/]+)\/events$/.exec(response.headers.get("Content-Location") ?? "")?.[1] ?? "";
          this.#runId = answer.run;
          return response;
        },
        again: () => (answer.run ? `/runs/${part(answer.run)}/events` : null),
        take: (message) => answer.take(JSON.parse(message.data)),
        connection: (connected) => {
          const text = t(connected ? "answer.back" : "answer.lost");
          answer.step(text);
          announce(text);
        },
        signal: controller.signal,
      });
    } catch (error) {
      if (!controller.signal.aborted) answer.stop(trouble(error));
      else if (!answer.over) answer.stop(t("answer.stopped"));
    } finally {
      if (this.#running === controller) {
        this.#running = undefined;
        this.#composer.busy(false);
      }
    }
    this.#finish(asked, answer);
  }

  /** Buttons below an answer that is over. @param {Asked} asked @param {Answer} answer */
  #finish(asked, answer) {
    for (const old of this.#turns.querySelectorAll("button.only-last")) old.remove();
    const again = answer.final ? () => this.#regenerate(asked) : () => this.#askAgain(asked, answer);
    answer.addBelow(actionsOf(answer, again));
  }

  /** @param {Asked} asked @param {Answer} answer */
  #askAgain(asked, answer) {
    if (this.#running) return;
    answer.root.closest("article")?.remove();
    void this.#ask(asked);
  }

  /** Asks the server to stop; the run's last event says that it has. */
  #stop() {
    const running = this.#running;
    if (!running) return;
    if (!this.#runId) running.abort();
    else request(`/runs/${part(this.#runId)}`, { method: "DELETE" }).catch(() => running.abort());
  }

  #startThread() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    this.#thread = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    history.pushState(null, "", `#/c/${this.#thread}`);
  }
}

/** How a question is to be answered. @param {Asked} asked */
const optionsOf = ({ on, draft }) => ({
  language: settings.language === "en" ? "en" : "auto",
  ...(draft ? { mode: "draft" } : {}),
  ...(on ? { filters: { in_force_on: on } } : {}),
});

/** @param {unknown} error */
function trouble(error) {
  if (error instanceof StreamLost) return t("answer.gone");
  if (error instanceof ApiError && error.status === 404) return t("answer.gone");
  return problemText(error);
}
