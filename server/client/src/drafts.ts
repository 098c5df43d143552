// A query in a tab, and how all of them are kept: in this browser and nowhere else, shared by all windows of it.

export interface Draft {
  readonly id: string;
  text: string;
  name: string; // what it was called when it was opened, while its text is still its own
  own: string; // the text that the name belongs to
  view?: string; // the view that was chosen for its answer,
  over?: string; // instead of the one that the query itself asked for
}

const KEY = "lexwire.queries";
const SHOWN = "lexwire.query";

export function draft(text: string, name = ""): Draft {
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  return { id, text, name, own: name && text };
}

// A name fits while at least half of the lines that it was given to are still there.
export function nameOf({ text, name, own }: Draft): string {
  if (!name) return "";
  const lines = own.split("\n").map((line) => line.trim()).filter(Boolean);
  const now = new Set(text.split("\n").map((line) => line.trim()));
  return lines.filter((line) => now.has(line)).length * 2 >= lines.length ? name : "";
}

// What is kept. It may have been written by hand or by an earlier page, so that only what has a text counts.
export function kept(): Draft[] {
  try {
    const { tabs } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as { tabs?: (Partial<Draft> | null)[] };
    return (tabs ?? []).flatMap((each, at) => (typeof each?.text === "string" ? [read(each, each.text, at)] : []));
  } catch {
    return [];
  }
}

function read(each: Partial<Draft>, text: string, at: number): Draft {
  return { ...draft(text, each.name ?? ""), ...each, id: each.id ?? `before-${at}`, text };
}

// Each window writes only what changed in it, over what the others have written meanwhile.
export function keep(one: Draft): void {
  write((all) => (all.some(({ id }) => id === one.id) ? all.map((each) => (each.id === one.id ? one : each)) : [...all, one]));
}

export function forget(one: Draft): void {
  write((all) => all.filter(({ id }) => id !== one.id));
}

function write(change: (all: Draft[]) => Draft[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ tabs: change(kept()), at: shownBefore() }));
  } catch {
    // A browser that keeps nothing for us is no fault: the tabs last as long as the page.
  }
}

// Which one was shown last: each window knows its own, and a new window begins with the one that was last of all.
export function shownBefore(): string | undefined {
  try {
    return sessionStorage.getItem(SHOWN) ?? (JSON.parse(localStorage.getItem(KEY) ?? "{}") as { at?: string }).at;
  } catch {
    return undefined;
  }
}

export function rememberShown({ id }: Draft): void {
  try {
    sessionStorage.setItem(SHOWN, id);
  } catch {
    // As above.
  }
}

export function whenOthersWrite(heard: (all: Draft[]) => void): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue !== null) heard(kept());
  });
}
