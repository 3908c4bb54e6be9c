/** Requests to the server that this page came from, and to no other. */

import { settings } from "./settings.js";

/** A problem that the server told (application/problem+json). */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   */
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {}

/**
 * @param {string} path
 * @param {{method?: string, json?: unknown, body?: BodyInit, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 */
export async function request(path, { method, json, body, headers = {}, signal } = {}) {
  const sent = new Headers(headers);
  if (settings.key) sent.set("Authorization", `Bearer ${inBytes(settings.key)}`);
  if (json !== undefined) sent.set("Content-Type", "application/json");
  let response;
  try {
    response = await fetch(path, {
      method: method ?? (json !== undefined || body !== undefined ? "POST" : "GET"),
      headers: sent,
      body: json !== undefined ? JSON.stringify(json) : body ?? null,
      signal: signal ?? null,
      cache: "no-store",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(String(error));
  }
  if (!response.ok) throw await problem(response);
  return response;
}

/** A key as headers carry it: the bytes of its UTF-8. @param {string} text */
const inBytes = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/** @param {Response} response */
async function problem(response) {
  try {
    const told = await response.json();
    return new ApiError(response.status, String(told.code ?? ""), String(told.detail ?? response.statusText));
  } catch {
    return new ApiError(response.status, "", response.statusText || String(response.status));
  }
}

/**
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} [query]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function getJson(path, query = {}, signal) {
  const response = await request(withQuery(path, query), signal ? { signal } : {});
  return response.json();
}

/**
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} query
 */
function withQuery(path, query) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") words.set(name, String(value));
  }
  return words.size ? `${path}?${words}` : path;
}

/** Part of a path. @param {string} id */
export const part = (id) => encodeURIComponent(id);
