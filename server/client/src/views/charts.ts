// Bars, lines and bars in time.  A chart draws rows as they are: it adds nothing up, and joins only rows of one series.
import { choice, make } from "../element.js";
import { asNumber, asTime, isNumber, type Row } from "../term.js";
import { learnNames } from "../names.js";
import { number, _ } from "../told.js";
import { columnsOf, textOf, type Scene, type View } from "./view.js";

type Plot = typeof import("./plotting.js");
type Mark = "bar" | "line" | "timeline";

interface Axes {
  x: number;
  y: number;
  series: number;
  end: number;
}

const NONE = -1;
const MANY = 2000;

export const bar: View = (scene) => draw(scene, "bar");
export const line: View = (scene) => draw(scene, "line");
export const timeline: View = (scene) => draw(scene, "timeline");

async function draw(scene: Scene, mark: Mark): Promise<void> {
  const axes = first(scene, mark);
  if (!axes) return void scene.place.replaceChildren(make("p", { class: "notice" }, needs(mark)));
  const [plot] = await Promise.all([import("./plotting.js"), learnNames(iris(scene), scene.signal).catch(() => false)]);
  if (scene.signal.aborted) return;
  const place = make("figure", { class: "plot" });
  const redraw = (): void => {
    const all = scene.answer.rows.slice(0, MANY);
    const rows = all.filter((row) => isDrawn(row, mark, axes));
    const text = [caption(mark), ...leftOut(scene, all.length - rows.length)].join(" ");
    place.replaceChildren(picture(plot, scene, rows, mark, axes), make("figcaption", { class: "quiet" }, text));
  };
  scene.place.replaceChildren(choices(scene, mark, axes, redraw), place);
  redraw();
}

const iris = ({ answer }: Scene): string[] =>
  answer.rows.slice(0, MANY).flat().flatMap((cell) => (cell?.kind === "iri" ? [cell.value] : []));

// The columns that a chart of this kind begins with.
function first({ answer }: Scene, mark: Mark): Axes | undefined {
  const numbers = columnsOf(answer, "number");
  const days = columnsOf(answer, "time");
  const names = columnsOf(answer, "text", "iri");
  const at = (list: number[], place: number): number => list[place] ?? NONE;
  if (mark === "timeline") return days.length ? { x: at(days, 0), end: at(days, 1), y: at(names, 0), series: at(names, 1) } : undefined;
  if (!numbers.length) return undefined;
  const x = mark === "line" ? (days[0] ?? numbers.find((each) => each !== numbers[0]) ?? names[0]) : (names[0] ?? days[0] ?? numbers[1]);
  return x === undefined ? undefined : { x, y: numbers[0]!, series: NONE, end: NONE };
}

function needs(mark: Mark): string {
  if (mark === "timeline") return _("A timeline needs a column of dates.");
  return mark === "line" ? _("A line needs a column of numbers and one of dates or numbers.") : _("Bars need a column of numbers and one of names.");
}

function caption(mark: Mark): string {
  return mark === "line"
    ? _("A line joins the rows of one series. Choose a series so that it joins nothing that cannot be compared.")
    : _("Every mark is one row. Nothing is added up; periods may overlap.");
}

// A timeline needs a time, the other charts a value for each axis; infinity is none.
function isDrawn(row: Row, mark: Mark, axes: Axes): boolean {
  if (mark === "timeline") return value(row, axes.x) instanceof Date;
  return value(row, axes.x) !== undefined && value(row, axes.y) !== undefined;
}

function leftOut({ answer }: Scene, unfit: number): string[] {
  const all = answer.rows.length;
  const few = all > MANY ? [_("Only the first %(n)s of %(all)s rows are drawn.", { n: number.format(MANY), all: number.format(all) })] : [];
  return unfit ? [...few, _("Rows without a value that can be drawn here: %(n)s.", { n: number.format(unfit) })] : few;
}

function choices({ answer }: Scene, mark: Mark, axes: Axes, redraw: () => void): HTMLElement {
  const columns = answer.columns.map((name, at): [string, string] => [String(at), name]);
  const none: [string, string] = [String(NONE), _("none")];
  const of = (key: keyof Axes, label: string, options: [string, string][]): HTMLElement =>
    choice(label, options, String(axes[key]), (value) => {
      axes[key] = Number(value);
      redraw();
    });
  const ends = mark === "timeline" ? [of("x", _("Start"), columns), of("end", _("End"), [none, ...columns])] : [of("x", _("Across"), columns)];
  return make("div", { class: "tools" }, ...ends, of("y", mark === "timeline" ? _("Line for each") : _("Height"), mark === "timeline" ? [none, ...columns] : columns), of("series", _("Colour"), [none, ...columns]));
}

function picture(plot: Plot, { answer, place }: Scene, rows: readonly Row[], mark: Mark, axes: Axes): Element {
  const of = (column: number) => (row: Row) => value(row, column);
  const label = (row: Row): string => answer.columns.map((name, at) => (row[at] ? `${name}: ${textOf(row[at])}` : "")).filter(Boolean).join("\n");
  const options = { title: label, tip: true } as const;
  const name = (column: number): string | null => answer.columns[column] ?? null;
  const width = Math.max(320, Math.min(place.clientWidth || 800, 1600));
  const common = { width, style: { background: "transparent", fontFamily: "inherit", fontSize: "13px" }, color: { legend: axes.series !== NONE } };
  if (mark === "timeline") {
    const key = (row: Row): string => (axes.y === NONE ? "" : textOf(row[axes.y]));
    const spans = { x1: of(axes.x), x2: (row: Row) => value(row, axes.end === NONE ? axes.x : axes.end) ?? value(row, axes.x), y: key, title: label, tip: true };
    const fill = axes.series === NONE ? { fill: "var(--first)" } : { fill: of(axes.series) };
    const keys = [...new Set(rows.map(key))];
    const moments = rows.filter((row) => axes.end === NONE || !row[axes.end]);
    return plot.plot({ ...common, height: 74 + keys.length * 26, marginLeft: margin(keys), marginBottom: 44, x: { type: "utc", grid: true, label: null }, y: { label: null, domain: keys, tickFormat: cut },
      marks: [plot.barX(rows, { ...spans, ...fill, insetTop: 3, insetBottom: 3 }), plot.dot(moments, { x: of(axes.x), y: key, r: 4, ...fill })] });
  }
  const isTime = rows.some((row) => asTime(row[axes.x]));
  if (mark === "line") {
    const ordered = [...rows].sort((a, b) => Number(value(a, axes.x)) - Number(value(b, axes.x)));
    const stroke = axes.series === NONE ? { stroke: "var(--first)" } : { stroke: of(axes.series) };
    const joined = axes.series === NONE ? [] : [plot.line(ordered, { x: of(axes.x), y: of(axes.y), ...stroke, z: of(axes.series) })];
    return plot.plot({ ...common, marginLeft: 70, marginBottom: 40, x: { label: isTime ? null : name(axes.x), ...(isTime ? { type: "utc" } : {}) }, y: { grid: true, label: name(axes.y), zero: true },
      marks: [plot.ruleY([0]), ...joined, plot.dot(ordered, { x: of(axes.x), y: of(axes.y), ...stroke, r: 4, ...options })] });
  }
  const names = [...new Set(rows.map((row) => textOf(row[axes.x])))];
  return plot.plot({ ...common, height: 80 + names.length * 24, marginLeft: margin(names), marginBottom: 40, x: { grid: true, label: name(axes.y), zero: true }, y: { label: null, domain: names, tickFormat: cut },
    marks: [plot.barX(rows, { x1: 0, x2: of(axes.y), y: (row: Row) => textOf(row[axes.x]), insetTop: 3, insetBottom: 3, fillOpacity: 0.8, fill: "var(--first)", ...(axes.series === NONE ? {} : { fill: of(axes.series) }), ...options }), plot.ruleX([0])] });
}

function value(row: Row, column: number): Date | number | string | undefined {
  const cell = row[column];
  if (!cell) return undefined;
  if (!isNumber(cell)) return asTime(cell) ?? textOf(cell);
  const found = asNumber(cell);
  return Number.isFinite(found) ? found : undefined;
}

const LONGEST = 36;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const margin = (names: string[]): number => Math.min(300, 24 + Math.max(0, ...names.map((each) => cut(each).length)) * 7.2);
