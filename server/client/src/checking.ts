// Remarks on a query before it runs: what the server tells, and where the grammar finds no sense.
import { syntaxTree } from "@codemirror/language";
import type { Action, Diagnostic } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { told, _ } from "./told.js";

interface Remark {
  kind: string;
  start: number;
  end: number;
  message: string;
  severity: "error" | "warning" | "info";
  mend: [number, number, string] | null;
}

let shown: (diagnostics: readonly Diagnostic[], view: EditorView) => void = () => undefined;

export function showRemarksWith(show: typeof shown): void {
  shown = show;
}

export async function check(view: EditorView): Promise<readonly Diagnostic[]> {
  const text = view.state.doc.toString();
  const found = text.trim() ? [...(await remarks(text)), ...unread(view)] : [];
  shown(found, view);
  return found;
}

async function remarks(text: string): Promise<Diagnostic[]> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/check";
  try {
    const answer = await fetch(address, { method: "POST", body: text, headers: { "Content-Type": "application/sparql-query" } });
    if (!answer.ok) return [];
    const found = (await answer.json()) as { remarks: Remark[] };
    const places = placesOf(text);
    return found.remarks.map((each) => diagnostic(each, places));
  } catch {
    return [];
  }
}

function diagnostic(remark: Remark, at: (place: number) => number): Diagnostic {
  const { mend } = remark;
  const actions: Action[] = mend
    ? [{ name: _("Mend"), apply: (view) => view.dispatch({ changes: { from: at(mend[0]), to: at(mend[1]), insert: mend[2] } }) }]
    : [];
  return { from: at(remark.start), to: at(remark.end), severity: remark.severity, message: remark.message, source: remark.kind, actions };
}

// The server counts characters, the editor UTF-16 units: they differ behind characters such as emoji.
function placesOf(text: string): (place: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (place) => place;
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return (place) => starts[place] ?? text.length;
}

// Where the grammar of SPARQL 1.1 finds no sense; of what is new in 1.2 it may know nothing, so that the engine decides.
function unread(view: EditorView): Diagnostic[] {
  let first: Diagnostic | undefined;
  syntaxTree(view.state).iterate({
    enter: (node) => {
      if (!node.type.isError || first) return;
      const to = Math.max(node.to, Math.min(node.from + 1, view.state.doc.length));
      first = { from: Math.min(node.from, to), to, severity: "warning", message: _("The query cannot be read from here on."), source: "grammar" };
    },
  });
  return first ? [first] : [];
}
