// How whole columns are read, which sorting, filtering and grouping go by: by names, or by IRIs where names are too many.
import type { Answer } from "../asking.js";
import { learnNames } from "../names.js";
import type { Cell } from "../term.js";
import { number, _ } from "../told.js";
import { textOf, type Scene } from "./view.js";

const MOST = 5000; // different IRIs whose names are asked for

// The text that a cell is taken for, with what is to be said of that.
export interface Reading {
  readonly text: (cell: Cell) => string;
  readonly note: string;
}

// Reads columns; the names of the same ones are asked for once, and again only where that failed.
export function reader(scene: Scene): (columns: readonly number[]) => Promise<Reading> {
  const kept = new Map<string, Promise<Reading>>();
  return (columns) => {
    const key = columns.join();
    const asked = kept.get(key) ?? read(scene, columns);
    kept.set(key, asked);
    return asked.catch(() => {
      kept.delete(key);
      return byIri(_("The names cannot be asked for just now, so IRIs are taken as they are."));
    });
  };
}

async function read({ answer, signal }: Scene, columns: readonly number[]): Promise<Reading> {
  const iris = irisIn(answer, columns);
  if (iris.size > MOST) return byIri(_("There are more than %(n)s different IRIs here, so they are taken by IRI, not by name.", { n: number.format(MOST) }));
  await learnNames(iris, signal);
  return { text: textOf, note: "" };
}

// The different IRIs in some columns; of too many, some more than names are asked for.
function irisIn(answer: Answer, columns: readonly number[]): Set<string> {
  const found = new Set<string>();
  for (const row of answer.rows) {
    for (const column of columns) {
      const cell = row[column];
      if (cell?.kind === "iri") found.add(cell.value);
    }
    if (found.size > MOST) break;
  }
  return found;
}

function byIri(note: string): Reading {
  return { text: (cell) => cell?.value ?? "", note };
}
