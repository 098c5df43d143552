// The editor of queries: CodeMirror over the page's own text field, which stays what the form sends. Each query has a state
// of its own, with its own history, so that nothing of one is undone into another.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type TransactionSpec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, type KeyBinding } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { checks } from "./checking.js";
import { complete } from "./completing.js";
import { phrases } from "./phrases.js";
import { remarksIn } from "./remarks.js";
import { things } from "./things.js";
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
  fresh(text: string): EditorState;
  show(state: EditorState): void;
}

export function openEditor(parent: HTMLElement, field: HTMLTextAreaElement, remarks: HTMLElement, keys: readonly KeyBinding[], changed: (text: string) => void): Editor {
  const extensions = [setUp(keys), remarksIn(remarks), following(field, changed)];
  const fresh = (text: string): EditorState => EditorState.create({ doc: text, extensions });
  const view = new EditorView({ parent, state: fresh(field.value) });
  field.hidden = true;
  document.querySelector<HTMLLabelElement>(`label[for="${field.id}"]`)?.addEventListener("click", () => view.focus());
  const show = (state: EditorState): void => {
    view.setState(state);
    field.value = state.doc.toString();
  };
  return { view, fresh, show };
}

function setUp(keys: readonly KeyBinding[]) {
  return [
    keymap.of([...keys]), // Tab leaves the editor, as who works by keyboard expects
    lineNumbers(), foldGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
    highlightActiveLine(), highlightSelectionMatches(), EditorState.tabSize.of(2), EditorView.lineWrapping, phrases(),
    sparql(), syntaxHighlighting(COLOURS), lintGutter(), checks(),
    autocompletion({ override: [complete, things], icons: false, maxRenderedOptions: 60 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": _("Query"), "aria-describedby": "keys", spellcheck: "false" }),
  ];
}

function following(field: HTMLTextAreaElement, changed: (text: string) => void) {
  return EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    changed(field.value);
  });
}

// All of the text anew, with the cursor behind the same word: as many characters other than white space stand before it.
export function rewritten(state: EditorState, text: string): TransactionSpec {
  let before = state.sliceDoc(0, state.selection.main.head).replace(/\s/g, "").length;
  let place = 0;
  while (place < text.length && before > 0) if (/\S/.test(text[place++]!)) before--;
  return { changes: { from: 0, to: state.doc.length, insert: text }, selection: { anchor: place }, scrollIntoView: true };
}
