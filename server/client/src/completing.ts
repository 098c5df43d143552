// What can stand where one types: prefixes, classes, properties, variables and words of SPARQL; of things see things.ts.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { ok } from "./asking.js";
import { isAside } from "./lexing.js";
import { shortenWith } from "./names.js";
import { applying, spelling, type Spelling } from "./spelling.js";
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

const WORDS = `ASK BASE BIND CONSTRUCT DESCRIBE DISTINCT FILTER FROM GRAPH HAVING LIMIT MINUS OFFSET OPTIONAL PREFIX SELECT SERVICE UNION VALUES WHERE
GROUP_BY ORDER_BY NOT_EXISTS EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT BOUND COALESCE IF STR LANG LANGMATCHES DATATYPE IRI REGEX REPLACE CONTAINS STRSTARTS
STRENDS STRLEN SUBSTR UCASE LCASE CONCAT YEAR MONTH DAY NOW ABS ROUND CEIL FLOOR ASC DESC UNDEF true false`.split(/\s+/).map((word) => word.replace("_BY", " BY").replace("NOT_", "NOT "));
const BEFORE = 200; // characters before the word that tell what may stand there

let known: Promise<Known> | undefined;

// The terms are a help: where the server does not tell them, all else goes on, and the next one who needs them asks again.
export function learnTerms(): Promise<Known> {
  known ??= read().catch(() => {
    known = undefined;
    return { prefixes: {}, terms: [] };
  });
  return known;
}

async function read(): Promise<Known> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/terms.json";
  const found = (await (await ok(await fetch(address))).json()) as Known;
  shortenWith(found.prefixes);
  return found;
}

// The word that is typed, where it is code that can be completed, and what stands before it.
export function typed(context: CompletionContext): { from: number; text: string; before: string } | undefined {
  const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*(?::[\p{L}\p{N}_./-]*)?/u);
  if (!word || (word.from === word.to && !context.explicit) || /^\d/.test(word.text)) return undefined;
  if (isAside(context.state.doc.toString(), word.to)) return undefined;
  return { from: word.from, text: word.text, before: context.state.sliceDoc(Math.max(0, word.from - BEFORE), word.from) };
}

export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = typed(context);
  if (!word) return null;
  const text = context.state.doc.toString();
  if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(text, word.text), validFor: /^[?$][\p{L}\p{N}_]*$/u };
  const { prefixes, terms } = await learnTerms();
  if (/\bPREFIX\s+$/i.test(word.before)) return { from: word.from, options: declarations(prefixes) };
  const spell = spelling(text, prefixes);
  const fitting = termsFor(terms, word.before).map((term) => option(term, spell(term.iri)));
  const words = word.text.includes(":") ? [] : [...WORDS.map((label): Completion => ({ label, type: "keyword", boost: -20 })), ...shapes];
  return { from: word.from, options: [...fitting, ...words] };
}

// After "a" only classes make sense, at the place of a predicate mostly properties.
function termsFor(terms: readonly Term[], before: string): readonly Term[] {
  if (/(?:^|\s)a\s+$|rdf:type\s+$/.test(before)) return terms.filter((term) => term.kind === "class");
  return /(?:[?$]\w+|;|[}>\w]\s|\/|\^|\|)\s*$/.test(before) ? terms.filter((term) => term.kind === "property") : terms;
}

// Of the terms that begin alike the used ones come first, and the short ones: lw:Law before lw:LifecycleState.
function option(term: Term, spelled: Spelling): Completion {
  return {
    label: spelled.name,
    detail: term.label,
    type: term.kind,
    boost: Math.min(10, Math.log10(term.uses + 1) * 2) - spelled.name.length / 8,
    info: `${term.iri} · ${term.kind === "class" ? _("%(n)s things", { n: term.uses }) : _("%(n)s statements", { n: term.uses })}`,
    apply: applying(spelled),
  };
}

function variables(text: string, typed: string): Completion[] {
  const names = new Set(text.match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}

function declarations(prefixes: Record<string, string>): Completion[] {
  return Object.entries(prefixes).map(([prefix, space]) => ({ label: `${prefix}: <${space}>`, type: "namespace" }));
}

const shapes: readonly Completion[] = [
  snippetCompletion("OPTIONAL { ${?thing} ${property} ${?value} }", { label: "OPTIONAL { … }", type: "keyword" }),
  snippetCompletion('FILTER(LANG(${?label}) = "${en}")', { label: "FILTER(LANG(…) = …)", type: "keyword" }),
  snippetCompletion("SELECT ${?thing}\nWHERE {\n  ${?thing} a ${class} .\n}\nLIMIT 100", { label: "SELECT … WHERE { … }", type: "keyword" }),
];
