// The queries as tabs over the editor: which there are, which one is shown, opened, closed, walked through.
import { draft, forget, keep, kept, nameOf, rememberShown, shownBefore, whenOthersWrite, type Draft } from "./drafts.js";
import { _ } from "./told.js";

const LONGEST = 40;

export interface Watching {
  shown(now: Draft): void;
  closed(gone: Draft): void;
  rewritten(by: Draft): void; // its text is another, from another window
}

export class Tabs {
  private drafts: Draft[];
  private now: Draft;

  constructor(private readonly place: HTMLElement, first: string, isAsked: boolean, private readonly watching: Watching) {
    this.drafts = kept();
    const id = shownBefore();
    const before = this.drafts.find((each) => each.id === id);
    const found = !isAsked ? (before ?? this.drafts[0]) : before?.text === first ? before : this.with(first);
    this.now = found ?? this.added(first);
    whenOthersWrite((all) => this.hear(all));
    rememberShown(this.now);
    this.draw();
  }

  get current(): Draft {
    return this.now;
  }

  // Opens a query in its own tab, or goes to the tab that has it already.
  open(text: string, name = ""): void {
    this.show(this.with(text) ?? this.added(text, name));
  }

  // What is typed into the tab that is shown.
  type(text: string): void {
    this.now.text = text;
    keep(this.now);
    const shown = this.selected;
    if (shown) shown.textContent = this.title(this.now);
  }

  step(by: number): void {
    this.show(this.drafts.at((this.drafts.indexOf(this.now) + by) % this.drafts.length) ?? this.now);
  }

  private with(text: string): Draft | undefined {
    return this.drafts.find((each) => each.text === text);
  }

  private added(text: string, name = ""): Draft {
    const made = draft(text, name);
    this.drafts.push(made);
    keep(made);
    return made;
  }

  private show(one: Draft): void {
    this.now = one;
    rememberShown(one);
    this.draw();
    this.watching.shown(one);
  }

  private close(one: Draft): void {
    const at = this.drafts.indexOf(one);
    this.drafts.splice(at, 1);
    forget(one);
    this.watching.closed(one);
    this.show(this.drafts[Math.max(0, at - 1)] ?? this.added(""));
  }

  // Takes over what another window wrote; the tab that is shown here stays, even where it was closed there.
  private hear(all: Draft[]): void {
    const gone = this.drafts.filter((each) => each !== this.now && !all.some(({ id }) => id === each.id));
    this.drafts = this.drafts.filter((each) => !gone.includes(each));
    for (const each of all) {
      const ours = this.drafts.find(({ id }) => id === each.id);
      const isOther = ours !== undefined && ours.text !== each.text;
      if (ours) Object.assign(ours, each);
      else this.drafts.push(each);
      if (isOther) this.watching.rewritten(ours);
    }
    gone.forEach((each) => this.watching.closed(each));
    this.draw();
  }

  private get selected(): HTMLElement | null {
    return this.place.querySelector<HTMLElement>('[aria-selected="true"]');
  }

  // Whoever was among the tabs stays there: at the one that is shown.
  private draw(): void {
    const isHere = this.place.contains(document.activeElement);
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", _("Queries"));
    list.append(...this.drafts.map((each) => this.button(each)));
    list.addEventListener("keydown", (event) => this.walk(event));
    const tools = document.createElement("div");
    tools.append(small("+", _("New query"), () => this.show(this.added(`# ${_("New query")} ${this.drafts.length + 1}\n`))));
    if (this.drafts.length > 1) tools.append(small("×", _("Close this query"), () => this.close(this.now)));
    this.place.replaceChildren(list, tools);
    if (isHere) this.selected?.focus();
  }

  private button(one: Draft): HTMLElement {
    const made = document.createElement("button");
    const isShown = one === this.now;
    made.type = "button";
    made.setAttribute("role", "tab");
    made.setAttribute("aria-selected", String(isShown));
    made.setAttribute("aria-controls", "editor");
    made.tabIndex = isShown ? 0 : -1;
    made.textContent = this.title(one);
    made.addEventListener("click", () => this.show(one));
    return made;
  }

  private walk(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.step(by);
  }

  // Its name, else its first comment, else its first variables.
  private title(one: Draft): string {
    const comment = /^#(?!\+|defaultView)\s*(.+)$/m.exec(one.text)?.[1];
    const head = /\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^{]*/i.exec(one.text)?.[0].replace(/\s+WHERE\s*$/i, "");
    const name = nameOf(one) || comment || head?.trim() || `${_("Query")} ${this.drafts.indexOf(one) + 1}`;
    return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  }
}

function small(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plainly small";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", act);
  return made;
}
