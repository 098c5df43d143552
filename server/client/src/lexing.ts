// What in a query is no code: comments, strings and IRIs, finished or not (SPARQL 1.1 Query, sections 19.4 and 19.8).
const COMMENT = String.raw`#[^\n]*`;
const IRI = String.raw`<[^<>"{}|^\x60\\\s]*>`;
const STRING = String.raw`"""(?:[^\\]|\\.)*?(?:"""|$)|'''(?:[^\\]|\\.)*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?`;
const UNFINISHED = String.raw`<(?![?$=])[^<>"{}|^\x60\\\s]+$`;
const ASIDE = new RegExp(`${COMMENT}|${IRI}|${STRING}|${UNFINISHED}`, "gs");
const DECLARATION = new RegExp(String.raw`\bPREFIX\s+([\p{L}\p{N}_.-]*):\s*<([^<>"{}|^\x60\\\s]*)>|${COMMENT}|${IRI}|${STRING}`, "gisu");

// Whether what is written at this place goes into a comment, a string or an IRI.
export function isAside(text: string, place: number): boolean {
  const last = [...text.slice(0, place).matchAll(ASIDE)].pop();
  if (!last || last.index + last[0].length < place) return false;
  return last[0].startsWith("#") || !isClosed(last[0]);
}

// Seen from the start of a text to a place, what ends at the place and is closed is over there.
function isClosed(found: string): boolean {
  if (found.startsWith("<")) return found.endsWith(">");
  const mark = /^("""|'''|"|')/.exec(found)?.[0] ?? "";
  return found.length >= 2 * mark.length && found.endsWith(mark) && !/(?<!\\)(?:\\\\)*\\$/.test(found.slice(0, -mark.length));
}

// The namespaces that the query declares, by prefix; of two for one prefix the later holds.
export function declared(text: string): Map<string, string> {
  const found = [...text.matchAll(DECLARATION)];
  return new Map(found.flatMap(([, prefix, space]) => (prefix !== undefined && space !== undefined ? [[prefix, space] as const] : [])));
}
