// The editor of queries: CodeMirror over the page's own text field, which stays what the form sends.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, type KeyBinding } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { check } from "./checking.js";
import { complete } from "./completing.js";
import { _ } from "./told.js";

// Colours come from the style sheet, so that they follow the light.
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], class: "q-word" },
  { tag: [tags.string, tags.special(tags.string)], class: "q-string" },
  { tag: [tags.variableName, tags.special(tags.variableName)], class: "q-variable" },
  { tag: [tags.comment, tags.lineComment], class: "q-comment" },
  { tag: [tags.namespace, tags.url, tags.propertyName, tags.labelName], class: "q-name" },
  { tag: [tags.number, tags.bool, tags.atom, tags.literal], class: "q-number" },
]);

export interface Editor {
  readonly view: EditorView;
  text(): string;
  put(text: string): void;
  mark(message: string, line: number, column: number): void;
}

export function openEditor(parent: HTMLElement, field: HTMLTextAreaElement, keys: readonly KeyBinding[], changed: (text: string) => void): Editor {
  const view = new EditorView({ parent, state: EditorState.create({ doc: field.value, extensions: extensions(field, keys, changed) }) });
  field.hidden = true;
  const label = document.querySelector<HTMLLabelElement>(`label[for="${field.id}"]`);
  label?.addEventListener("click", () => view.focus());
  return {
    view,
    text: () => view.state.doc.toString(),
    put: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (message, line, column) => view.dispatch(setDiagnostics(view.state, [fault(view.state, message, line, column)])),
  };
}

function extensions(field: HTMLTextAreaElement, keys: readonly KeyBinding[], changed: (text: string) => void) {
  return [
    keymap.of([...keys]), // Tab leaves the editor, as who works by keyboard expects
    lineNumbers(), foldGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
    highlightActiveLine(), highlightSelectionMatches(), EditorState.tabSize.of(2), EditorView.lineWrapping,
    sparql(), syntaxHighlighting(COLOURS), lintGutter(), linter(check, { delay: 500 }),
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": _("Query"), "aria-describedby": "keys", spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      field.value = update.state.doc.toString();
      changed(field.value);
    }),
  ];
}

function fault(state: EditorState, message: string, line: number, column: number): Diagnostic {
  const at = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
  const word = state.wordAt(from);
  return { from, to: word && word.to > from ? word.to : Math.min(from + 1, state.doc.length), severity: "error", message };
}
