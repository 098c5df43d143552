// RDF terms as answers write them: TSV cells (SPARQL 1.1 Query Results CSV and TSV Formats, section 4) and N-Triples.

export type Kind = "iri" | "literal" | "blank" | "triple";

export interface Term {
  readonly kind: Kind;
  readonly value: string;
  readonly language?: string;
  readonly direction?: "ltr" | "rtl";
  readonly datatype?: string;
}

export type Cell = Term | undefined;
export type Row = readonly Cell[];

const XSD = "http://www.w3.org/2001/XMLSchema#";
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z]+(?:-[A-Za-z\d]+)*)(?:--(ltr|rtl))?|\^\^<([^>]*)>)?$/s;
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
  const [, value = "", language, direction, datatype] = literal;
  return {
    kind: "literal",
    value: unescaped(value),
    ...(language ? { language } : {}),
    ...(direction ? { direction: direction as "ltr" | "rtl" } : {}),
    ...(datatype ? { datatype } : {}),
  };
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

const INTEGERS = `integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger
unsignedLong unsignedInt unsignedShort unsignedByte`.split(/\s+/);
const NUMBERS = new Set([...INTEGERS, "decimal", "double", "float"].map((name) => XSD + name));
const TIMES = new Set(["date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"].map((name) => XSD + name));
const INFINITE: Record<string, number> = { "INF": Infinity, "+INF": Infinity, "-INF": -Infinity };

export function isNumber(term: Cell): boolean {
  return term?.kind === "literal" && NUMBERS.has(term.datatype ?? "");
}

export function isTime(term: Cell): boolean {
  return term?.kind === "literal" && TIMES.has(term.datatype ?? "");
}

// The number that a literal stands for, for drawing and sorting only: what is shown stays as it was written.
export function asNumber(term: Cell): number {
  if (!term || !isNumber(term)) return NaN;
  return INFINITE[term.value] ?? Number(term.value);
}

const TIME = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(?:Z|([+-])(\d\d):(\d\d))?$/;

// The moment that a time stands for, or the first of a date, a month or a year; in UTC where it has no zone.
export function asTime(term: Cell): Date | undefined {
  const found = isTime(term) ? TIME.exec(term?.value ?? "") : null;
  if (!found) return undefined;
  const [year, month, day, hours, minutes, seconds] = [1, 2, 3, 4, 5, 6].map((at) => Number(found[at] ?? (at === 2 || at === 3 ? 1 : 0)));
  const offset = (Number(found[8] ?? 0) * 60 + Number(found[9] ?? 0)) * (found[7] === "-" ? -1 : 1);
  const moment = new Date(0);
  moment.setUTCFullYear(year!, month! - 1, day!);
  moment.setUTCHours(hours!, minutes! - offset, 0, seconds! * 1000);
  return moment;
}
