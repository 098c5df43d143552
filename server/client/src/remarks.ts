// The remarks on a query as a list below it, each with its place as it is now and, while the text is the one that was
// looked at, a button for the mend.
import { forEachDiagnostic, setDiagnosticsEffect, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView } from "@codemirror/view";
import { make } from "./element.js";

export function remarksIn(list: HTMLElement): Extension {
  return ViewPlugin.define((view) => {
    draw(list, view, false);
    return {
      update({ docChanged, transactions }) {
        const isChecked = transactions.some(({ effects }) => effects.some((each) => each.is(setDiagnosticsEffect)));
        if (isChecked || docChanged) draw(list, view, isChecked);
      },
    };
  });
}

function draw(list: HTMLElement, view: EditorView, isFresh: boolean): void {
  const items: HTMLElement[] = [];
  forEachDiagnostic(view.state, (each, from, to) => items.push(item(view, each, from, to, isFresh)));
  list.hidden = items.length === 0;
  list.replaceChildren(...items);
}

function item(view: EditorView, remark: Diagnostic, from: number, to: number, isFresh: boolean): HTMLElement {
  const line = view.state.doc.lineAt(from);
  const place = link(`${line.number}:${from - line.from + 1}`, view, () => view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true }));
  const mends = isFresh ? (remark.actions ?? []).map(({ name, apply }) => link(name, view, () => apply(view, from, to))) : [];
  return make("li", { class: remark.severity }, place, ` ${remark.message} `, ...mends);
}

function link(text: string, view: EditorView, act: () => void): HTMLElement {
  const made = make("button", { type: "button", class: "link" }, text);
  made.addEventListener("click", () => {
    act();
    view.focus();
  });
  return made;
}
