// How an IRI is written into a query: with a prefix that is declared, with a usual one and its declaration, or in full.
import type { Completion } from "@codemirror/autocomplete";
import { declared } from "./lexing.js";

export interface Spelling {
  readonly name: string;
  readonly declaration: string;
}

const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

export function spelling(text: string, usual: Record<string, string>): (iri: string) => Spelling {
  const here = declared(text);
  const free = Object.entries(usual).filter(([prefix]) => !here.has(prefix));
  return (iri) => {
    const known = named(iri, here);
    if (known) return { name: known.name, declaration: "" };
    const found = named(iri, free);
    return found ? { name: found.name, declaration: `PREFIX ${found.prefix}: <${found.space}>\n` } : { name: `<${iri}>`, declaration: "" };
  };
}

function named(iri: string, spaces: Iterable<[string, string]>): { name: string; prefix: string; space: string } | undefined {
  for (const [prefix, space] of spaces) if (space && iri.startsWith(space) && LOCAL.test(iri.slice(space.length))) return { name: `${prefix}:${iri.slice(space.length)}`, prefix, space };
  return undefined;
}

// Puts a name in and, where its prefix is not declared yet, the declaration at the top.
export function applying({ name, declaration }: Spelling): NonNullable<Completion["apply"]> {
  return (view, _completion, from, to) => {
    const top = declaration ? [{ from: 0, insert: declaration }] : [];
    view.dispatch({ changes: [...top, { from, to, insert: name }], selection: { anchor: from + declaration.length + name.length } });
  };
}
