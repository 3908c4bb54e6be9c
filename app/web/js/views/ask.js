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

/** @import {Message, ThreadWithMessages, View} from "../types.js" */
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
      let asked = simply("");
      /** @type {Answer | undefined} */
      let answer;
      for (const message of kept.messages) {
        if (message.role === "user") asked = simply(message.text);
        else answer = this.#replay(asked, message);
      }
      this.#turns.lastElementChild?.scrollIntoView();
      if (unsent() && unsent() !== asked.question) this.#composer.fill(unsent());
      const run = kept.answering;
      if (run && answer) void this.#instead(asked, answer, (signal) => request(eventsOf(run), { signal }));
    } catch (error) {
      if (thread !== this.#thread) return;
      if (unsent() && error instanceof ApiError && error.status === 404) this.#unsend();
      else this.#turns.replaceChildren(problemBox(error));
    }
  }

  /** Goes back to before a conversation whose first question did not reach the server. */
  #unsend() {
    const question = unsent();
    history.replaceState(null, "", "#/");
    this.show("");
    this.#composer.fill(question);
  }

  /** @param {Asked} asked @param {Message} kept @returns {Answer} */
  #replay(asked, kept) {
    const answer = this.#turn(asked.question, false);
    answer.run = kept.run;
    answer.kept = true;
    for (const event of kept.events) answer.take(event);
    if (!answer.over) answer.stop(t("answer.interrupted"));
    this.#finish(asked, answer);
    return answer;
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
    history.replaceState({ unsent: asked.question }, "");
    this.#begun(true);
    const answer = this.#turn(asked.question, true);
    const json = { question: asked.question, thread: this.#thread, ...optionsOf(asked) };
    await this.#follow(asked, answer, (signal) => request("/query/stream", { json, signal }));
  }

  /** @param {Asked} asked @param {Answer} answer the last one */
  async #regenerate(asked, answer) {
    if (this.#running) return;
    if (answer.insteadOf) answer.root.closest("article")?.remove();
    const options = { json: optionsOf(asked), headers: { Accept: "text/event-stream" } };
    const path = `/threads/${part(this.#thread)}/regenerate`;
    await this.#instead(asked, answer.insteadOf ?? answer, (signal) => request(path, { ...options, signal }));
  }

  /**
   * Answers in place of an answer; one that is whole comes back where the new one does not become so.
   * @param {Asked} asked
   * @param {Answer} old
   * @param {(signal: AbortSignal) => Promise<Response>} open
   */
  async #instead(asked, old, open) {
    const turn = old.root.closest("article");
    const answer = this.#turn(asked.question, true);
    answer.kept = old.kept;
    if (old.final) answer.insteadOf = old;
    if (turn) turn.hidden = true;
    await this.#follow(asked, answer, open);
    if (turn && old.final && !answer.final) turn.hidden = false;
    else turn?.remove();
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
          answer.kept = true;
          return response;
        },
        again: () => (answer.run ? eventsOf(answer.run) : null),
        take: (message) => {
          if (message.event === "run") history.replaceState(null, ""); // from now on the server keeps the question
          return answer.take(JSON.parse(message.data));
        },
        connection: (connected) => {
          const text = t(connected ? "answer.back" : "answer.lost");
          answer.step(text);
          announce(text);
        },
        signal: controller.signal,
      });
    } catch (error) {
      if (!controller.signal.aborted) answer.stop(trouble(error));
      else if (!answer.over) answer.stopped();
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
    const again = answer.kept ? () => this.#regenerate(asked, answer) : () => this.#askAgain(asked, answer);
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

/** A question without options. @param {string} question @returns {Asked} */
const simply = (question) => ({ question, on: "", draft: false });

/** @param {string} run */
const eventsOf = (run) => `/runs/${part(run)}/events`;

/** A question that this tab sent and of which the server has not said yet that it keeps it. @returns {string} */
const unsent = () => history.state?.unsent ?? "";

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
