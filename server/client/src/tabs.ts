// Queries in tabs, kept in this browser and nowhere else.
import { _ } from "./told.js";

interface Tab {
  name: string;
  text: string;
}

const KEY = "lexwire.queries";
const LONGEST = 40;

export class Tabs {
  private tabs: Tab[];
  private at: number;

  constructor(private readonly place: HTMLElement, first: string, isAsked: boolean, private readonly opened: (text: string) => void) {
    const kept = read();
    this.tabs = kept.tabs;
    this.at = Math.min(kept.at, Math.max(kept.tabs.length - 1, 0));
    if (!this.tabs.length) this.tabs = [{ name: "", text: first }];
    else if (isAsked) this.open(first);
    this.draw();
  }

  get text(): string {
    return this.tabs[this.at]?.text ?? "";
  }

  // Opens a query in its own tab, or goes to the tab that has it already.
  open(text: string, name = ""): void {
    const held = this.tabs.findIndex((tab) => tab.text === text);
    if (held >= 0) this.at = held;
    else this.at = this.tabs.push({ name, text }) - 1;
    this.show();
  }

  keep(text: string): void {
    const tab = this.tabs[this.at];
    if (!tab) return;
    tab.text = text;
    this.save();
    const shown = this.place.querySelector<HTMLElement>('[aria-selected="true"]');
    if (shown) shown.textContent = this.title(tab, this.at);
  }

  step(by: number): void {
    this.at = (this.at + by + this.tabs.length) % this.tabs.length;
    this.show();
  }

  private show(): void {
    this.save();
    this.draw();
    this.opened(this.text);
  }

  private close(at: number): void {
    this.tabs.splice(at, 1);
    if (!this.tabs.length) this.tabs.push({ name: "", text: "" });
    if (this.at >= at) this.at = Math.max(0, this.at - 1);
    this.show();
  }

  private draw(): void {
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", _("Queries"));
    this.tabs.forEach((tab, at) => list.append(this.button(tab, at)));
    list.addEventListener("keydown", (event) => this.walk(event));
    const tools = document.createElement("div");
    tools.append(small("+", _("New query"), () => this.open(`# ${_("New query")} ${this.tabs.length + 1}\n`)));
    if (this.tabs.length > 1) tools.append(small("×", _("Close this query"), () => this.close(this.at)));
    this.place.replaceChildren(list, tools);
  }

  private button(tab: Tab, at: number): HTMLElement {
    const made = document.createElement("button");
    made.type = "button";
    made.setAttribute("role", "tab");
    made.setAttribute("aria-selected", String(at === this.at));
    made.setAttribute("aria-controls", "editor");
    made.tabIndex = at === this.at ? 0 : -1;
    made.textContent = this.title(tab, at);
    made.addEventListener("click", () => {
      this.at = at;
      this.show();
    });
    return made;
  }

  private walk(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.step(by);
    this.place.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  // The first comment names a query, else its first variables.
  private title(tab: Tab, at: number): string {
    const comment = /^#(?!\+|defaultView)\s*(.+)$/m.exec(tab.text)?.[1];
    const head = /\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^{]*/i.exec(tab.text)?.[0].replace(/\s+WHERE\s*$/i, "");
    const name = tab.name || comment || head?.trim() || `${_("Query")} ${at + 1}`;
    return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
  }

  private save(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ tabs: this.tabs, at: this.at }));
    } catch {
      // A browser that keeps nothing for us is no fault: the tabs last as long as the page.
    }
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

function read(): { tabs: Tab[]; at: number } {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as { tabs?: Tab[]; at?: number };
    const tabs = (kept.tabs ?? []).filter((tab) => typeof tab.text === "string");
    return { tabs, at: kept.at ?? 0 };
  } catch {
    return { tabs: [], at: 0 };
  }
}
