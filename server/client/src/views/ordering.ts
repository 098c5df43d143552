// The order of cells: first by their kind (numbers, times, texts), then by their value; what is unbound comes last.
import { asNumber, asTime, isNumber, type Cell } from "../term.js";

interface Key {
  readonly rank: number;
  readonly value: number;
  readonly text: string;
}

const TEXTS = new Intl.Collator(undefined, { numeric: true });
const UNBOUND = 3;

// Sorts *items* by one cell of each, read as *text*; equal ones keep their order, and the unbound stay below.
export function sorted<T>(items: readonly T[], cell: (item: T) => Cell, text: (cell: Cell) => string, isDown: boolean): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(cell(item), text) }));
  keyed.sort(({ key: a }, { key: b }) => (a.rank === UNBOUND || b.rank === UNBOUND ? a.rank - b.rank : isDown ? compare(b, a) : compare(a, b)));
  return keyed.map(({ item }) => item);
}

function keyOf(cell: Cell, text: (cell: Cell) => string): Key {
  if (!cell) return { rank: UNBOUND, value: 0, text: "" };
  if (isNumber(cell)) return { rank: 0, value: asNumber(cell), text: "" };
  const time = asTime(cell);
  return time ? { rank: 1, value: time.getTime(), text: "" } : { rank: 2, value: 0, text: text(cell) };
}

function compare(a: Key, b: Key): number {
  return a.rank - b.rank || values(a.value, b.value) || TEXTS.compare(a.text, b.text);
}

// What is no number (NaN) is more than any; a difference would not do, since infinities have none.
function values(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : a < b ? -1 : 1;
}
