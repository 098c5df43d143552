// Puts a query to the endpoint and reads the answer as it comes, up to what a page can hold; letting go stops the query.
import { termOf, tripleOf, type Row } from "./term.js";
import { told } from "./told.js";

export const MOST = 100_000;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly isGraph: boolean;
  readonly isAsk: boolean;
  readonly isWhole: boolean;
  readonly milliseconds: number;
  readonly isKept: boolean;
}

// What the server said is wrong, with the place in the query where it knows one.
export class Refusal extends Error {
  constructor(message: string, readonly status: number, readonly line?: number, readonly column?: number) {
    super(message);
  }
}

const ACCEPT = "text/tab-separated-values, application/n-triples;q=0.9, application/sparql-results+json;q=0.5";
const PROBLEM = "application/problem+json";
const LONG = 6000; // bytes of an address that every proxy takes

export function addressOf(query: string, fields: Record<string, string> = {}): string {
  const address = new URL(told.endpoint, location.href);
  address.searchParams.delete("lang");
  for (const [name, value] of Object.entries({ query, ...fields })) address.searchParams.set(name, value);
  return address.href;
}

// Whether an address cannot hold the query: in one, a Chinese character takes nine bytes.
export function isLong(query: string): boolean {
  return query.length > LONG || addressOf(query).length > LONG;
}

function request(query: string, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { "Accept": `${accept}, ${PROBLEM};q=0.1`, "Accept-Language": told.language };
  return isLong(query) ? posted(query, {}, { headers, signal }) : fetch(addressOf(query), { headers, signal });
}

function posted(query: string, fields: Record<string, string>, init: { headers: Record<string, string>; signal?: AbortSignal }): Promise<Response> {
  const body = new URLSearchParams({ query, ...fields });
  return fetch(new URL(told.endpoint, location.href), { ...init, method: "POST", body });
}

// The answer in the format that the fields name, of a query of any length.
export async function fetched(query: string, fields: Record<string, string>): Promise<Response> {
  return ok(await posted(query, fields, { headers: { "Accept": PROBLEM, "Accept-Language": told.language } }));
}

export async function ok(response: Response): Promise<Response> {
  if (response.ok) return response;
  if (!response.headers.get("Content-Type")?.startsWith(PROBLEM)) throw new Refusal((await response.text()).trim(), response.status);
  const { detail, line, column } = (await response.json()) as { detail: string; line?: number; column?: number };
  throw new Refusal(detail, response.status, line, column);
}

export async function textOf(query: string, accept: string, signal: AbortSignal): Promise<string> {
  return (await ok(await request(query, accept, signal))).text();
}

export async function ask(query: string, signal: AbortSignal, progress: (rows: number) => void): Promise<Answer> {
  const started = performance.now();
  const response = await ok(await request(query, ACCEPT, signal));
  const type = response.headers.get("Content-Type") ?? "";
  const isKept = /cache;desc=hit/.test(response.headers.get("Server-Timing") ?? "");
  const read = type.startsWith("application/sparql-results+json") ? await yesOrNo(response) : await lines(response, type, progress);
  return { ...read, isKept, milliseconds: performance.now() - started };
}

type Read = Pick<Answer, "columns" | "rows" | "isGraph" | "isAsk" | "isWhole">;

async function yesOrNo(response: Response): Promise<Read> {
  const { boolean } = (await response.json()) as { boolean: boolean };
  return { columns: ["answer"], rows: [[{ kind: "literal", value: String(boolean) }]], isGraph: false, isAsk: true, isWhole: true };
}

async function lines(response: Response, type: string, progress: (rows: number) => void): Promise<Read> {
  const isGraph = type.startsWith("application/n-triples");
  const rows: Row[] = [];
  let columns = isGraph ? ["subject", "predicate", "object"] : undefined;
  for await (const line of linesOf(response)) {
    if (!columns) columns = line.split("\t").filter(Boolean).map((name) => name.replace(/^\?/, ""));
    else if (rows.length === MOST) return { columns, rows, isGraph, isAsk: false, isWhole: false };
    else {
      const row = isGraph ? tripleOf(line) : line.split("\t").map(termOf);
      if (row) rows.push(row);
      if (rows.length % 5000 === 0) progress(rows.length);
    }
  }
  return { columns: columns ?? [], rows, isGraph, isAsk: false, isWhole: true };
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const found = (rest + value).split("\n");
      rest = found.pop() ?? "";
      yield* found;
    }
    if (rest) yield rest;
  } finally {
    void reader.cancel();
  }
}
