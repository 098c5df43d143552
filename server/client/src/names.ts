// Names of IRIs, and where the facts they stand for come from: asked of the endpoint for many at a time, and kept.
import { textOf } from "./asking.js";
import { termOf } from "./term.js";
import { told } from "./told.js";

export const BASE = "https://w3id.org/lexwire/";
const AT_ONCE = 150;
const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const SKOS = "http://www.w3.org/2004/02/skos/core#";

export interface Source {
  readonly words: string;
  readonly article: string;
  readonly title: string;
  readonly date: string;
  readonly status: string;
  readonly confidence: string;
}

const labels = new Map<string, string>();
const sources = new Map<string, Source | undefined>();

let shortening: [string, string][] = [];

export function shortenWith(prefixes: Record<string, string>): void {
  shortening = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
}

// An IRI as people read it: with a known prefix, or without Lexwire's base.
export function short(iri: string): string {
  for (const [prefix, space] of shortening) {
    const local = iri.slice(space.length);
    if (iri.startsWith(space) && local && !/[/#]/.test(local)) return `${prefix}:${local}`;
  }
  return iri.startsWith(BASE) ? iri.slice(BASE.length) : iri;
}

export function nameOf(iri: string): string {
  return labels.get(iri) ?? short(iri);
}

export function sourceOf(iri: string): Source | undefined {
  return sources.get(iri);
}

// Where this server shows an IRI: our own under its address, the web's on the web.
export function hrefOf(iri: string): string | undefined {
  const root = told.endpoint.replace(/\/sparql.*$/, "");
  if (iri.startsWith(BASE)) return `${root}/${iri.slice(BASE.length)}`;
  return /^https?:\/\//.test(iri) ? iri : undefined;
}

export async function learnNames(iris: Iterable<string>, signal: AbortSignal): Promise<boolean> {
  const unknown = [...new Set(iris)].filter((iri) => !labels.has(iri) && plain(iri));
  const rows = await gather(unknown, (list) => `SELECT ?x ?label { VALUES ?x { ${list} } ?x <${RDFS}label>|<${SKOS}prefLabel> ?label }`, signal);
  for (const iri of unknown) labels.set(iri, short(iri));
  const found = new Map<string, string[][]>();
  for (const row of rows) found.set(row[0]!, [...(found.get(row[0]!) ?? []), row]);
  for (const [iri, named] of found) {
    const best = named.find((row) => row[2] === told.language) ?? named.find((row) => row[2] === "en") ?? named[0];
    labels.set(iri, best?.[1] ?? short(iri));
  }
  return unknown.length > 0;
}

const PROVENANCE = (list: string): string => `PREFIX gaf: <http://groundedannotationframework.org/gaf#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lw: <https://w3id.org/lexwire/ns#>
SELECT ?x ?words ?article ?title ?date ?status ?confidence {
  VALUES ?x { ${list} }
  ?x gaf:denotedBy ?mention . ?mention nif:anchorOf ?words ; nif:referenceContext ?article .
  OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:issued ?date }
  OPTIONAL { { ?x lw:reviewStatus ?status } UNION { ?mention lw:reviewStatus ?status } }
  OPTIONAL { { ?x lw:confidence ?confidence } UNION { ?mention lw:confidence ?confidence } }
} ORDER BY ?x ?date`;

export async function learnSources(iris: Iterable<string>, signal: AbortSignal): Promise<boolean> {
  const unknown = [...new Set(iris)].filter((iri) => !sources.has(iri) && plain(iri) && iri.startsWith(`${BASE}id/`));
  const rows = await gather(unknown, PROVENANCE, signal);
  for (const iri of unknown) sources.set(iri, undefined);
  for (const [iri, words = "", article = "", title = "", date = "", status = "", confidence = ""] of rows.map((row) => row.filter((_x, i) => i !== 2)))
    if (iri && !sources.get(iri)) sources.set(iri, { words, article, title, date, status: short(status).replace(/^.*[/:]/, ""), confidence });
  return unknown.length > 0;
}

// Rows of texts; after the second of them its language, since names have one.
async function gather(iris: readonly string[], query: (list: string) => string, signal: AbortSignal): Promise<string[][]> {
  const rows: string[][] = [];
  for (let start = 0; start < iris.length; start += AT_ONCE) {
    const list = iris.slice(start, start + AT_ONCE).map((iri) => `<${iri}>`).join(" ");
    const text = await textOf(query(list), "text/tab-separated-values", signal);
    for (const line of text.split("\n").slice(1).filter(Boolean)) {
      const terms = line.split("\t").map(termOf);
      const values = terms.map((term) => term?.value ?? "");
      rows.push([...values.slice(0, 2), terms[1]?.language ?? "", ...values.slice(2)]);
    }
  }
  return rows;
}

const plain = (iri: string): boolean => !/[<>"{}|^`\\\s]/.test(iri);
