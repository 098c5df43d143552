// What a view of an answer is given, and what is told of the answer's columns.
import type { Answer } from "../asking.js";
import { isNumber, isTime, type Cell } from "../term.js";
import { nameOf } from "../names.js";

export interface Scene {
  readonly answer: Answer;
  readonly query: string;
  readonly place: HTMLElement;
  readonly signal: AbortSignal;
}

export type View = (scene: Scene) => void | Promise<void>;

export type Sort = "number" | "time" | "iri" | "text";

// What most cells of a column are.
export function sortOf(answer: Answer, column: number): Sort {
  const cells = answer.rows.slice(0, 200).map((row) => row[column]).filter((cell) => cell !== undefined);
  const most = (test: (cell: Cell) => boolean): boolean => cells.length > 0 && cells.filter(test).length > cells.length / 2;
  if (most(isNumber)) return "number";
  if (most(isTime)) return "time";
  return most((cell) => cell?.kind === "iri") ? "iri" : "text";
}

export function columnsOf(answer: Answer, ...sorts: Sort[]): number[] {
  return answer.columns.map((_name, column) => column).filter((column) => sorts.includes(sortOf(answer, column)));
}

export function textOf(cell: Cell): string {
  if (!cell) return "";
  return cell.kind === "iri" ? nameOf(cell.value) : cell.value;
}

// A text as it is shown: in its language, and in the direction that it says or its first letter has.
export function writing(term: Cell): Record<string, string> {
  return { dir: term?.direction ?? "auto", ...(term?.language ? { lang: term.language } : {}) };
}
