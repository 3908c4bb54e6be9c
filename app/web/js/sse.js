/** Reads server-sent events over fetch, which unlike EventSource sends a key and a body. */

import { ApiError, Unreachable, request } from "./api.js";

/** @typedef {{id: string, event: string, data: string}} Message */
/** @typedef {(path: string, lastId: string) => Promise<Response>} Opener */

const QUIET_MS = 45_000; // the server sends a comment at least every 15 s
const PAUSES_MS = [300, 700, 1500, 3000, 5000, 5000, 5000, 5000, 10_000, 10_000, 10_000];

/** The server no longer knows the run, or did not come back in time. */
export class StreamLost extends Error {}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<Message, void>}
 */
async function* messages(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let kept = "";
  try {
    for (;;) {
      const { done, value } = await soon(reader.read());
      if (done) return;
      kept += decoder.decode(value, { stream: true });
      const blocks = kept.split(/\r?\n\r?\n/);
      kept = blocks.pop() ?? "";
      for (const block of blocks) {
        const message = parsed(block);
        if (message) yield message;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** @param {string} block @returns {Message | null} */
function parsed(block) {
  const found = { id: "", event: "message", data: /** @type {string[]} */ ([]) };
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at <= 0) continue;
    const value = line.slice(at + 1).replace(/^ /, "");
    const field = line.slice(0, at);
    if (field === "data") found.data.push(value);
    else if (field === "id") found.id = value;
    else if (field === "event") found.event = value;
  }
  return found.data.length ? { ...found, data: found.data.join("\n") } : null;
}

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
function soon(promise) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const quiet = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable("quiet")), QUIET_MS);
  });
  return /** @type {Promise<T>} */ (Promise.race([promise, quiet])).finally(() => clearTimeout(timer));
}

/**
 * Follows a stream to its last event, through broken connections.
 *
 * @param {Object} stream
 * @param {() => Promise<Response>} stream.open opens it the first time
 * @param {() => string | null} stream.again path at which it goes on, once that is known
 * @param {(message: Message) => boolean} stream.take takes an event; true when it is the last
 * @param {(connected: boolean) => void} [stream.connection] told when the connection breaks and comes back
 * @param {AbortSignal} stream.signal
 */
export async function follow({ open, again, take, connection = () => undefined, signal }) {
  let last = "";
  /** @param {Response} response */
  const read = async (response) => {
    if (!response.body) throw new Unreachable("no body");
    for await (const message of messages(response.body)) {
      signal.throwIfAborted();
      if (message.id) {
        if (last && Number(message.id) <= Number(last)) continue;
        last = message.id;
      }
      if (take(message)) return true;
    }
    return false;
  };
  let response = await open();
  for (let tries = 0; ; ) {
    const before = last;
    if (await attempt(read, response, signal)) return;
    if (last !== before) tries = 0;
    const path = again();
    if (path === null) throw new StreamLost("before its first event");
    connection(false);
    for (;;) {
      const pause = PAUSES_MS[tries++];
      if (pause === undefined) throw new StreamLost("no server");
      await sleep(pause, signal);
      const reopened = await reopen(path, last, signal);
      if (reopened) {
        response = reopened;
        break;
      }
    }
    connection(true);
  }
}

/**
 * @param {(response: Response) => Promise<boolean>} read
 * @param {Response} response
 * @param {AbortSignal} signal
 */
async function attempt(read, response, signal) {
  try {
    return await read(response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError || error instanceof Unreachable || error instanceof DOMException) return false;
    throw error;
  }
}

/** @param {string} path @param {string} last @param {AbortSignal} signal */
async function reopen(path, last, signal) {
  try {
    return await request(path, { headers: last ? { "Last-Event-ID": last } : {}, signal });
  } catch (error) {
    if (error instanceof Unreachable) return null;
    if (error instanceof ApiError && (error.status === 429 || error.status >= 502)) return null;
    if (error instanceof ApiError && error.status === 404) throw new StreamLost("forgotten");
    throw error;
  }
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
