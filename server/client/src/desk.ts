// What belongs to each tab - its text with its history, its question, its answer - and the tab that lies on the desk.
import type { EditorState, TransactionSpec } from "@codemirror/state";
import { follow } from "./address.js";
import { marked } from "./checking.js";
import type { Draft } from "./drafts.js";
import { rewritten, type Editor } from "./editor.js";
import { Inquiry } from "./inquiry.js";
import { laidOut } from "./laying.js";
import { Results, viewOf } from "./results.js";
import { sharing } from "./sharing.js";
import { _ } from "./told.js";

interface Sheet {
  readonly inquiry: Inquiry;
  state?: EditorState | undefined;
}

// The elements of the page that say what is on the desk.
export interface Places {
  readonly results: HTMLElement;
  readonly output: HTMLElement;
  readonly stop: HTMLElement;
  readonly run: HTMLElement;
  readonly shared: HTMLElement;
  readonly said: HTMLElement;
}

export class Desk {
  private readonly sheets = new Map<string, Sheet>();
  private readonly results: Results;

  constructor(private readonly places: Places, private readonly editor: Editor, private on: Draft, private readonly save: (draft: Draft) => void) {
    this.results = new Results(places.results, places.output, (view) => this.choose(view));
    this.tell();
  }

  // Another tab is laid on the desk; what is under way in the former one goes on.
  show(draft: Draft): void {
    const before = this.sheets.get(this.on.id);
    if (before) before.state = this.editor.view.state;
    if (draft !== this.on) before?.inquiry.rest();
    this.on = draft;
    this.editor.show(this.sheet(draft).state ?? this.editor.fresh(draft.text));
    this.say("");
    this.tell();
  }

  close(draft: Draft): void {
    this.sheets.get(draft.id)?.inquiry.stop();
    this.sheets.delete(draft.id);
  }

  // The text of a tab is another, from outside this window.
  rewrite(draft: Draft): void {
    if (draft === this.on) this.editor.view.dispatch(rewritten(this.editor.view.state, draft.text));
    else delete this.sheet(draft).state;
  }

  async run(): Promise<void> {
    const draft = this.on;
    const query = draft.text;
    const refusal = await this.sheet(draft).inquiry.ask(query);
    if (refusal?.line && draft.text === query) this.change(draft, (state) => marked(state, refusal.message, refusal.line ?? 1, refusal.column ?? 1));
  }

  stop(): void {
    this.sheet(this.on).inquiry.stop();
  }

  // What comes back is for the text that was sent: any other stays as it is.
  async layOut(): Promise<void> {
    const { on: draft } = this;
    const text = draft.text;
    this.say("");
    const found = await laidOut(text);
    if (this.on !== draft) return;
    if (found.fault) this.say(found.fault);
    else if (draft.text !== text) this.say(_("The query was changed meanwhile and stays as it is; format it again."));
    else this.change(draft, (state) => rewritten(state, found.text));
  }

  share(): void {
    this.places.shared.hidden = !this.places.shared.hidden;
    this.tellShared();
  }

  // The text on the desk has changed.
  changed(): void {
    this.say("");
    this.tellAddress();
    this.tellShared();
  }

  private sheet({ id }: Draft): Sheet {
    const found = this.sheets.get(id);
    if (found) return found;
    const made: Sheet = { inquiry: new Inquiry(() => this.sheet(this.on) === made && this.tell()) };
    this.sheets.set(id, made);
    return made;
  }

  private change(draft: Draft, by: (state: EditorState) => TransactionSpec): void {
    if (draft === this.on) return this.editor.view.dispatch(by(this.editor.view.state));
    const sheet = this.sheet(draft);
    sheet.state = sheet.state?.update(by(sheet.state)).state;
  }

  // A choice holds until the query itself asks for another view.
  private choose(view: string): void {
    Object.assign(this.on, { view, over: viewOf(this.sheet(this.on).inquiry.query ?? "") ?? "" });
    this.save(this.on);
    this.tellAddress();
    this.tellShared();
  }

  private chosenFor(query: string): string | undefined {
    const { view, over } = this.on;
    return view && over === (viewOf(query) ?? "") ? view : undefined;
  }

  private viewFor(query: string): string | undefined {
    return this.chosenFor(query) ?? viewOf(query);
  }

  private tell(): void {
    const { inquiry } = this.sheet(this.on);
    const query = inquiry.query ?? "";
    this.results.tell(inquiry.outcome, query, this.viewFor(query));
    if (!inquiry.isRunning && document.activeElement === this.places.stop) this.places.run.focus();
    this.places.stop.hidden = !inquiry.isRunning;
    this.tellAddress();
    this.tellShared();
  }

  private tellAddress(): void {
    const { text } = this.on;
    follow(this.sheet(this.on).inquiry.query === text ? text : undefined, this.chosenFor(text));
  }

  private tellShared(): void {
    if (!this.places.shared.hidden) this.places.shared.replaceChildren(sharing(this.on.text, this.viewFor(this.on.text) ?? "table"));
  }

  private say(text: string): void {
    this.places.said.hidden = !text;
    this.places.said.textContent = text;
  }
}
