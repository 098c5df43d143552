// A table of two columns against each other, with what a third holds where they meet.
import { choice, make } from "../element.js";
import { asNumber, type Cell, type Row } from "../term.js";
import { number, _ } from "../told.js";
import { sorted } from "./ordering.js";
import { reader, type Reading } from "./reading.js";
import { columnsOf, type Scene } from "./view.js";

type Gather = "list" | "count" | "least" | "most" | "sum";

interface Crossing {
  down: number;
  across: number;
  held: number;
  by: Gather;
}

const WIDE = 60;
const DEEP = 500;

export async function pivot(scene: Scene): Promise<void> {
  const { answer, place } = scene;
  const names = columnsOf(answer, "text", "iri", "time");
  if (names.length < 2) return void place.replaceChildren(make("p", { class: "notice" }, _("A pivot needs two columns of names.")));
  const reading = await reader(scene)([...answer.columns.keys()]);
  if (scene.signal.aborted) return;
  const state: Crossing = { down: names[0]!, across: names[1]!, held: columnsOf(answer, "number")[0] ?? names[2] ?? names[0]!, by: "list" };
  const result = make("div");
  const draw = (): void => result.replaceChildren(...crossed(scene, state, reading));
  const columns = answer.columns.map((name, at): [string, string] => [String(at), name]);
  const of = (key: "down" | "across" | "held", label: string): HTMLElement =>
    choice(label, columns, String(state[key]), (value) => {
      state[key] = Number(value);
      draw();
    });
  const ways: [Gather, string][] = [["list", _("each of them")], ["count", _("how many")], ["least", _("the least")], ["most", _("the most")], ["sum", _("the sum")]];
  const by = choice(_("Show"), ways, state.by, (value) => {
    state.by = value as Gather;
    draw();
  });
  place.replaceChildren(make("div", { class: "tools" }, of("down", _("Rows")), of("across", _("Columns")), of("held", _("Cells")), by), result);
  draw();
}

function crossed({ answer }: Scene, { down, across, held, by }: Crossing, { text, note }: Reading): HTMLElement[] {
  const [lines, columns] = [keys(answer.rows, down, text), keys(answer.rows, across, text)];
  const [deep, wide] = [lines.slice(0, DEEP), columns.slice(0, WIDE)];
  const cells = meeting(answer.rows, (row) => pair(text(row[down]), text(row[across])));
  const head = make("tr", {}, make("td"), ...wide.map((name) => make("th", { scope: "col", dir: "auto" }, name)));
  const body = deep.map((name) => {
    const found = wide.map((column) => make("td", { dir: "auto" }, gathered(cells.get(pair(name, column)) ?? [], held, by, text)));
    return make("tr", {}, make("th", { scope: "row", dir: "auto" }, name), ...found);
  });
  const sum = by === "sum" ? _("Figures may overlap in period, place or crime: a sum may count the same thing twice.") : "";
  const notes = [sum, note, cut(_("The first %(n)s of %(all)s lines.", counts(deep, lines)), deep, lines), cut(_("The first %(n)s of %(all)s columns.", counts(wide, columns)), wide, columns)];
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  const told = notes.filter(Boolean).join(" ");
  return [...(told ? [make("p", { class: "notice" }, told)] : []), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": _("Pivot") }, table)];
}

// What a column holds, each once and in order.
function keys(rows: readonly Row[], column: number, text: (cell: Cell) => string): string[] {
  const found = new Map<string, Cell>();
  for (const row of rows) found.set(text(row[column]), row[column]);
  return sorted([...found], ([, cell]) => cell, text, false).map(([name]) => name);
}

const pair = (one: string, other: string): string => JSON.stringify([one, other]);

function meeting(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const place = key(row);
    const held = found.get(place);
    if (held) held.push(row);
    else found.set(place, [row]);
  }
  return found;
}

const counts = (shown: readonly string[], all: readonly string[]): Record<string, string> => ({ n: number.format(shown.length), all: number.format(all.length) });
const cut = (note: string, shown: readonly string[], all: readonly string[]): string => (shown.length < all.length ? note : "");

function gathered(rows: readonly Row[], column: number, by: Gather, text: (cell: Cell) => string): string {
  if (!rows.length) return "";
  if (by === "count") return number.format(rows.length);
  const numbers = rows.map((row) => asNumber(row[column])).filter((each) => !Number.isNaN(each));
  if (by === "list" || !numbers.length) return [...new Set(rows.map((row) => text(row[column])))].join("; ");
  const joined = { least: Math.min, most: Math.max, sum: (a: number, b: number) => a + b }[by];
  return number.format(numbers.reduce((a, b) => joined(a, b)));
}
