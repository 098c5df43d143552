// What can stand where one types: prefixes, classes, properties, variables, words of SPARQL, and things of the graph by name.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { short, shortenWith } from "./names.js";
import { told, _ } from "./told.js";

interface Term {
  iri: string;
  kind: "class" | "property";
  uses: number;
  label: string;
}

interface Known {
  prefixes: Record<string, string>;
  terms: Term[];
}

interface Hit {
  label: string;
  kind: string;
  iri: string;
}

const WORDS = `ASK BASE BIND CONSTRUCT DESCRIBE DISTINCT FILTER FROM GRAPH HAVING LIMIT MINUS OFFSET OPTIONAL PREFIX SELECT SERVICE UNION VALUES WHERE
GROUP_BY ORDER_BY NOT_EXISTS EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT BOUND COALESCE IF STR LANG LANGMATCHES DATATYPE IRI REGEX REPLACE CONTAINS STRSTARTS
STRENDS STRLEN SUBSTR UCASE LCASE CONCAT YEAR MONTH DAY NOW ABS ROUND CEIL FLOOR`.split(/\s+/).map((word) => word.replace("_BY", " BY").replace("NOT_", "NOT "));

let known: Promise<Known> | undefined;

export function learnTerms(): Promise<Known> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/terms.json";
  known ??= fetch(address).then(async (answer) => {
    const found = answer.ok ? ((await answer.json()) as Known) : { prefixes: {}, terms: [] };
    shortenWith(found.prefixes);
    return found;
  });
  return known;
}

export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*(?::[\p{L}\p{N}_./-]*)?/u);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const { prefixes, terms } = await learnTerms();
  const text = context.state.doc.toString();
  if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(text, word.text), validFor: /^[?$]\w*$/ };
  const before = context.state.sliceDoc(Math.max(0, word.from - 200), word.from);
  if (/\bPREFIX\s+$/i.test(before)) return { from: word.from, options: declarations(prefixes) };
  const [prefix, local] = word.text.includes(":") ? [word.text.split(":")[0], word.text.split(":")[1]] : [undefined, word.text];
  const fitting = termsFor(terms, before).map((term) => option(term, prefixes, text));
  const things = word.text.length > 1 ? await named(local || word.text, prefix ? prefixes[prefix] : undefined, prefixes, text, context) : [];
  const words = prefix === undefined ? [...WORDS.map((label): Completion => ({ label, type: "keyword", boost: -20 })), ...shapes] : [];
  return { from: word.from, options: [...fitting, ...things, ...words], filter: true };
}

// After "a" only classes make sense, at the place of a predicate mostly properties.
function termsFor(terms: readonly Term[], before: string): readonly Term[] {
  if (/(?:^|\s)a\s+$|rdf:type\s+$/.test(before)) return terms.filter((term) => term.kind === "class");
  return /(?:[?$]\w+|;|[}>\w]\s|\/|\^|\|)\s*$/.test(before) ? terms.filter((term) => term.kind === "property") : terms;
}

// Of the terms that begin alike the used ones come first, and the short ones: lw:Law before lw:LifecycleState.
function option(term: Term, prefixes: Record<string, string>, text: string): Completion {
  const name = short(term.iri);
  return {
    label: name,
    detail: term.label,
    type: term.kind,
    boost: Math.min(10, Math.log10(term.uses + 1) * 2) - name.length / 8,
    info: `${term.iri} · ${_(term.kind === "class" ? "%(n)s things" : "%(n)s statements", { n: term.uses })}`,
    apply: (view, _completion, from, to) => insert(view, from, to, name, prefixes, text),
  };
}

// Puts a name in and, where its prefix is not declared yet, the declaration at the top.
function insert(view: EditorView, from: number, to: number, name: string, prefixes: Record<string, string>, text: string): void {
  const prefix = /^([\w-]+):/.exec(name)?.[1];
  const space = prefix === undefined ? undefined : prefixes[prefix];
  const isDeclared = prefix === undefined || new RegExp(`\\bPREFIX\\s+${prefix}:`, "i").test(text);
  const line = isDeclared || !space ? "" : `PREFIX ${prefix}: <${space}>\n`;
  view.dispatch({ changes: [...(line ? [{ from: 0, insert: line }] : []), { from, to, insert: name }], selection: { anchor: from + line.length + name.length } });
}

function variables(text: string, typed: string): Completion[] {
  const names = new Set(text.match(/[?$]\w+/g) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}

function declarations(prefixes: Record<string, string>): Completion[] {
  return Object.entries(prefixes).map(([prefix, space]) => ({ label: `${prefix}: <${space}>`, type: "namespace", detail: "" }));
}

// Things of the graph whose names resemble what is typed.
async function named(typed: string, space: string | undefined, prefixes: Record<string, string>, text: string, context: CompletionContext): Promise<Completion[]> {
  const address = new URL(told.endpoint.replace(/\/sparql.*$/, "/search.json"), location.href);
  address.searchParams.set("q", typed.replace(/[_-]/g, " "));
  address.searchParams.set("limit", "15");
  if (told.language === "zh") address.searchParams.set("lang", "zh");
  try {
    const answer = await fetch(address);
    if (!answer.ok || context.aborted) return [];
    const { hits } = (await answer.json()) as { hits: Hit[] };
    return hits.filter((hit) => !["query", "term"].includes(hit.kind) && (!space || hit.iri.startsWith(space))).map((hit) => thing(hit, prefixes, text));
  } catch {
    return [];
  }
}

function thing(hit: Hit, prefixes: Record<string, string>, text: string): Completion {
  const name = short(hit.iri);
  const written = /^[\w-]+:[\w.-]+$/.test(name) ? name : `<${hit.iri}>`;
  return {
    label: hit.label,
    detail: hit.kind,
    info: hit.iri,
    type: "text",
    boost: -5,
    apply: (view, _completion, from, to) => insert(view, from, to, written, prefixes, text),
  };
}

const shapes: readonly Completion[] = [
  snippetCompletion("OPTIONAL { ${?thing} ${property} ${?value} }", { label: "OPTIONAL { … }", type: "keyword" }),
  snippetCompletion('FILTER(LANG(${?label}) = "${en}")', { label: "FILTER(LANG(…) = …)", type: "keyword" }),
  snippetCompletion("SELECT ${?thing}\nWHERE {\n  ${?thing} a ${class} .\n}\nLIMIT 100", { label: "SELECT … WHERE { … }", type: "keyword" }),
];
