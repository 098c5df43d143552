// Things of the graph by their names, in any language that they have one in.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { learnTerms, typed } from "./completing.js";
import { declared } from "./lexing.js";
import { applying, spelling, type Spelling } from "./spelling.js";
import { told } from "./told.js";

interface Hit {
  label: string;
  kind: string;
  iri: string;
}

const MOST = 15;

export async function things(context: CompletionContext): Promise<CompletionResult | null> {
  const word = typed(context);
  if (!word || /^[?$]/.test(word.text) || /(?:\bPREFIX\s+|(?:^|\s)(?:a|rdf:type)\s+)$/i.test(word.before)) return null;
  const [, prefix, local = ""] = /^(?:([^:]*):)?(.*)$/s.exec(word.text) ?? [];
  if (local.length < 2 && !/[^\0-\x7f]/.test(local)) return null;
  const { prefixes } = await learnTerms();
  const text = context.state.doc.toString();
  const space = prefix === undefined ? "" : (declared(text).get(prefix) ?? prefixes[prefix]);
  if (space === undefined) return null;
  const hits = (await sought(local, context)).filter((hit) => hit.iri.startsWith(space)).slice(0, MOST);
  const spell = spelling(text, prefixes);
  return { from: word.from, options: hits.map((hit, at) => option(hit, at, word.text, spell(hit.iri))) };
}

async function sought(name: string, context: CompletionContext): Promise<Hit[]> {
  const address = new URL(told.endpoint.replace(/\/sparql.*$/, "/search.json"), location.href);
  const fields = { q: name.replace(/[_-]/g, " "), limit: "50", lang: told.language };
  for (const [field, value] of Object.entries(fields)) address.searchParams.set(field, value);
  try {
    const answer = await fetch(address);
    if (!answer.ok || context.aborted) return [];
    const { hits } = (await answer.json()) as { hits: Hit[] };
    return hits.filter(({ kind }) => !["query", "term"].includes(kind));
  } catch {
    return []; // The names are a help; without the server the rest of the completion goes on.
  }
}

// The search has found it, by whatever name: the editor, which compares labels with what is typed, gets a label that fits,
// yet less well than words that begin so. For a single character it takes nothing but a beginning.
function option(hit: Hit, at: number, word: string, spelled: Spelling): Completion {
  const label = word.length > 1 ? `…${word}` : `${word}…`;
  return { label, displayLabel: hit.label, detail: hit.kind, info: hit.iri, type: "text", boost: -at, apply: applying(spelled) };
}
