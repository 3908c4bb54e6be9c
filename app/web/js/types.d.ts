/** Shapes of the API, as agents/events.py and the routes write them. Spans count code points. */

export interface Citation { number: number; chunk: string; document: string; start: number; end: number; score: number }
export interface Source {
  number: number; chunk: string; document: string; uri: string; title: string; path: string[]; text: string;
  start: number; end: number; page: number | null; valid_from: string | null; valid_to: string | null; score: number;
}
export interface Sentence { type: "sentence"; ordinal: number; text: string; citations: Citation[]; score: number }
export interface Withheld { type: "withheld"; ordinal: number; text: string; reason: string }
export interface Final {
  type: "final"; answer: string; short_answer: string | null; abstained: boolean; remarks: string[];
  usage: { tokens: number; rounds: number; cached?: boolean }; seconds: Record<string, number>;
}
export type RunEvent =
  | { type: "run"; id: string }
  | { type: "status"; node: string; detail: string }
  | { type: "sources"; sources: Source[] }
  | Sentence
  | Withheld
  | { type: "draft"; text: string }
  | { type: "retry"; round: number; reason: string }
  | { type: "degraded"; part: string; missing: string }
  | Final
  | { type: "error"; code: string; message: string };

export interface Page<T> { items: T[]; total?: number; more?: boolean }
export interface Thread { id: string; title: string; created: string; updated: string }
export type RunState = "running" | "done" | "failed" | "cancelled" | "interrupted";
export interface Message { ordinal: number; role: "user" | "assistant"; text: string; run: string; state: RunState; events: RunEvent[]; created: string }
export interface ThreadWithMessages extends Thread { answering: string | null; messages: Message[] }

export type Child = Node | string | number | null | undefined | false | Child[];
export type Attributes = Record<string, unknown> & {
  class?: string;
  on?: Partial<{ [K in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[K]) => unknown }>;
};
/** A view: what stands in `main`, its title, and what to stop when another takes its place. */
export interface View { root: HTMLElement; title: string; close?: () => void; opened?: () => void }

export interface Validity { start: string | null; end: string | null }
export interface DocumentRow {
  id: string; uri: string; external_id: string; title: string; source: string; language: string; revision: number;
  characters: number; chunks: number; published: string | null; validity: Validity;
}
export interface DocumentDetail extends DocumentRow {
  instrument: string | null; path: string[]; headings: string[]; subject: string | null; metadata: Record<string, string>; text: string | null;
}
export interface DocumentEntity { id: string; name: string; type: string; mentions: { start: number; end: number }[] }
export interface Me { tenant: string; role: "read" | "write" | "admin"; key: string | null }
export interface JobReject { where: string; reason: string; code: string }
export interface JobFile { file: string; added: number; changed: number; unchanged: number; rejected: number }
export interface Job {
  id: string; files: string[]; file_count: number; state: "queued" | "running" | "done" | "failed" | "cancelled"; step: string; done: number;
  total: number | null; rejected: number; error: string; created: string; finished: string | null;
  rejects?: JobReject[];
  result?: { added: number; changed: number; unchanged: number; rejected: number; warnings: string[]; files: JobFile[] } | null;
}

export interface EntityRef { id: string; type: string; name: string }
export interface Evidence {
  sentence: string; document_id: string; chunk_id: string; start: number; end: number; title: string; uri: string;
  confidence: number;
}
export interface Fact {
  id: string; type: string; head: EntityRef; tail: EntityRef; supports: number; evidence: Evidence;
}
export interface EntityDetail extends EntityRef {
  aliases: string[]; documents: { id: string; uri: string; title: string }[]; types: Record<string, number>;
  facts: Page<Fact> & { total: number };
}
