// What the editor itself says, in the page's language.
import { EditorState, type Extension } from "@codemirror/state";
import { told } from "./told.js";

const SAID = [
  "Find", "Replace", "next", "previous", "all", "match case", "by word", "regexp", "replace", "replace all", "close", "Go to line", "go",
  "current match", "on line", "replaced match on line $", "replaced $ matches", "Completions", "Diagnostics", "No diagnostics",
  "Folded lines", "Unfolded lines", "folded code", "unfold", "Fold line", "Unfold line", "Control character", "Selection deleted",
];

export function phrases(): Extension {
  return EditorState.phrases.of(Object.fromEntries(SAID.map((english) => [english, told.texts[english] ?? english])));
}
