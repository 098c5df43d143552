// Remarks on a query before it runs: what the server tells, where the grammar is in doubt, and what the engine refused.
import { syntaxTree } from "@codemirror/language";
import { forEachDiagnostic, linter, setDiagnostics, type Action, type Diagnostic } from "@codemirror/lint";
import { StateEffect, StateField, type EditorState, type Extension, type Text, type TransactionSpec } from "@codemirror/state";
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

const refuse = StateEffect.define<Diagnostic>();

// What the engine refused holds until the text is another.
const refused = StateField.define<Diagnostic | undefined>({
  create: () => undefined,
  update: (held, { docChanged, effects }) => effects.find((each) => each.is(refuse))?.value ?? (docChanged ? undefined : held),
});

export function checks(): Extension {
  return [refused, linter(check, { delay: 500 })];
}

// Marks the place in the query at which the engine found the fault.
export function marked(state: EditorState, message: string, line: number, column: number): TransactionSpec {
  const fault = faultAt(state, message, line, column);
  const others: Diagnostic[] = [];
  forEachDiagnostic(state, (each, from, to) => void (["engine", "grammar"].includes(each.source ?? "") || others.push({ ...each, from, to })));
  const { effects } = setDiagnostics(state, [...others, fault]);
  return { effects: [refuse.of(fault), ...[effects ?? []].flat()] };
}

function faultAt(state: EditorState, message: string, line: number, column: number): Diagnostic {
  const at = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
  const word = state.wordAt(from);
  const to = word && word.to > from ? word.to : Math.min(from + 1, state.doc.length);
  return { from, to, severity: "error", message, source: "engine" };
}

async function check(view: EditorView): Promise<readonly Diagnostic[]> {
  const { doc } = view.state;
  if (!doc.toString().trim()) return [];
  const found = await remarks(doc);
  const fault = view.state.field(refused, false);
  return [...found, ...(fault ? [fault] : doubts(view.state))];
}

async function remarks(doc: Text): Promise<Diagnostic[]> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/check";
  const text = doc.toString();
  try {
    const answer = await fetch(address, { method: "POST", body: text, headers: { "Content-Type": "application/sparql-query" } });
    if (!answer.ok) return [];
    const found = (await answer.json()) as { remarks: Remark[] };
    const places = placesOf(text);
    return found.remarks.map((each) => diagnostic(each, places, doc));
  } catch {
    return [];
  }
}

// A mend is written for one text: to any other it does nothing.
function diagnostic(remark: Remark, at: (place: number) => number, doc: Text): Diagnostic {
  const { mend } = remark;
  const apply = (view: EditorView): void => {
    if (mend && view.state.doc.eq(doc)) view.dispatch({ changes: { from: at(mend[0]), to: at(mend[1]), insert: mend[2] } });
  };
  const actions: Action[] = mend ? [{ name: _("Mend"), apply }] : [];
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

// Where the grammar of SPARQL 1.1 finds no sense: what is newer it does not know, and the engine may, so it only doubts.
function doubts(state: EditorState): Diagnostic[] {
  let first: Diagnostic | undefined;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (!node.type.isError || first) return;
      const to = Math.max(node.to, Math.min(node.from + 1, state.doc.length));
      const message = _("From here on this may be no SPARQL 1.1. What is newer the server may well read: run it to see.");
      first = { from: Math.min(node.from, to), to, severity: "info", message, source: "grammar" };
    },
  });
  return first ? [first] : [];
}
