// RDF terms as answers write them: TSV cells (SPARQL 1.1 Query Results CSV and TSV Formats, section 4) and N-Triples.

export type Kind = "iri" | "literal" | "blank" | "triple";

export interface Term {
  readonly kind: Kind;
  readonly value: string;
  readonly language?: string;
  readonly datatype?: string;
}

export type Cell = Term | undefined;
export type Row = readonly Cell[];

const XSD = "http://www.w3.org/2001/XMLSchema#";
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)(?:--\w+)?|\^\^<([^>]*)>)?$/s;
const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const TERM = /<<\(.*\)>>|<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?/gs;

// One cell of a TSV line; nothing where it is empty.
export function termOf(text: string): Cell {
  if (text === "") return undefined;
  if (text.startsWith("<<")) return { kind: "triple", value: text };
  if (text.startsWith("<")) return { kind: "iri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { kind: "blank", value: text };
  const literal = LITERAL.exec(text);
  if (!literal) return { kind: "literal", value: text, datatype: XSD + abbreviated(text) };
  const [, value = "", language, datatype] = literal;
  return { kind: "literal", value: unescaped(value), ...(language ? { language } : {}), ...(datatype ? { datatype } : {}) };
}

// The three terms of a line of N-Triples; nothing where it has none.
export function tripleOf(line: string): Row | undefined {
  const terms = line.match(TERM)?.map(termOf);
  return terms && terms.length === 3 ? terms : undefined;
}

function abbreviated(text: string): string {
  if (text === "true" || text === "false") return "boolean";
  if (/e/i.test(text)) return "double";
  return text.includes(".") ? "decimal" : "integer";
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gs, (_all, code: string) =>
    /^[uU]./.test(code) ? String.fromCodePoint(parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code));
}

const NUMBERS = new Set(["integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "int", "long"].map((name) => XSD + name));
const DAYS = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));

export function isNumber(term: Cell): boolean {
  return term?.kind === "literal" && NUMBERS.has(term.datatype ?? "");
}

export function isDay(term: Cell): boolean {
  return term?.kind === "literal" && DAYS.has(term.datatype ?? "");
}

// The number that a literal stands for, for drawing and sorting only: what is shown stays as it was written.
export function asNumber(term: Cell): number {
  return isNumber(term) ? Number(term?.value) : NaN;
}

// The first moment of a date, a month or a year.
export function asDay(term: Cell): Date | undefined {
  if (!isDay(term)) return undefined;
  const [, year = "", month = "01", day = "01"] = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(term?.value ?? "") ?? [];
  return year ? new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))) : undefined;
}
