// A table of two columns against each other, with what a third holds where they meet.
import { choice, make } from "../element.js";
import { asNumber, type Row } from "../term.js";
import { learnNames } from "../names.js";
import { number, _ } from "../told.js";
import { columnsOf, textOf, type Scene } from "./view.js";

type Gather = "list" | "count" | "least" | "most" | "sum";

const WIDE = 60;

export async function pivot(scene: Scene): Promise<void> {
  const { answer, place } = scene;
  const names = columnsOf(answer, "text", "iri", "day");
  if (names.length < 2) return void place.replaceChildren(make("p", { class: "notice" }, _("A pivot needs two columns of names.")));
  await learnNames(answer.rows.slice(0, 2000).flat().flatMap((cell) => (cell?.kind === "iri" ? [cell.value] : [])), scene.signal).catch(() => false);
  const state = { down: names[0]!, across: names[1]!, held: columnsOf(answer, "number")[0] ?? names[2] ?? names[0]!, by: "list" as Gather };
  const result = make("div");
  const draw = (): void => result.replaceChildren(...crossed(scene, state));
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

function crossed({ answer }: Scene, { down, across, held, by }: { down: number; across: number; held: number; by: Gather }): HTMLElement[] {
  const keys = (column: number): string[] => [...new Set(answer.rows.map((row) => textOf(row[column])))].sort();
  const [lines, columns] = [keys(down), keys(across).slice(0, WIDE)];
  const cells = new Map<string, Row[]>();
  for (const row of answer.rows) {
    const key = JSON.stringify([textOf(row[down]), textOf(row[across])]);
    cells.set(key, [...(cells.get(key) ?? []), row]);
  }
  const head = make("tr", {}, make("td"), ...columns.map((name) => make("th", { scope: "col" }, name)));
  const body = lines.map((name) => {
    const found = columns.map((column) => make("td", {}, gathered(cells.get(JSON.stringify([name, column])) ?? [], held, by)));
    return make("tr", {}, make("th", { scope: "row" }, name), ...found);
  });
  const note = by === "sum" ? [make("p", { class: "notice" }, _("Figures may overlap in period, place or crime: a sum may count the same thing twice."))] : [];
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  return [...note, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": _("Pivot") }, table)];
}

function gathered(rows: readonly Row[], column: number, by: Gather): string {
  if (!rows.length) return "";
  if (by === "count") return number.format(rows.length);
  const numbers = rows.map((row) => asNumber(row[column])).filter((each) => !Number.isNaN(each));
  if (by === "list" || !numbers.length) return [...new Set(rows.map((row) => textOf(row[column])))].join("; ");
  if (by === "least") return number.format(Math.min(...numbers));
  return number.format(by === "most" ? Math.max(...numbers) : numbers.reduce((sum, each) => sum + each, 0));
}
