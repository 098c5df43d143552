// What the server tells the page's script, and the texts in the page's language.

interface Told {
  endpoint: string;
  language: string;
  texts: Record<string, string>;
  view: string | null;
}

export const told = JSON.parse(document.getElementById("told")?.textContent ?? "{}") as Told;

// The text in the page's language, with values for its %(name)s.
export function _(text: string, values: Record<string, string | number> = {}): string {
  return (told.texts[text] ?? text).replace(/%\((\w+)\)s/g, (_all, name: string) => String(values[name] ?? ""));
}

export const number = new Intl.NumberFormat(told.language === "zh" ? "zh-CN" : "en-GB");
