// One query on its way to its answer, for the tab or the frame that asked it, whichever tab is open meanwhile.
import { ask, Refusal, type Answer } from "./asking.js";
import { learnTerms } from "./completing.js";

export type Outcome =
  | { readonly kind: "waiting"; readonly rows: number }
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly error: unknown; readonly isStopped: boolean };

const KEPT = 10_000; // rows up to which an answer is held while another tab is shown

export class Inquiry {
  query: string | undefined;
  outcome: Outcome | undefined;
  private running: AbortController | undefined;

  constructor(private readonly changed: () => void) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  // Asks, and gives what the server says is wrong with the query, if it says so.
  async ask(query: string): Promise<Refusal | undefined> {
    this.stop();
    const now = (this.running = new AbortController());
    this.query = query;
    this.become({ kind: "waiting", rows: 0 });
    const outcome = await this.outcomeOf(query, now);
    if (this.running !== now) return undefined;
    this.running = undefined;
    this.become(outcome);
    return outcome.kind === "failed" && outcome.error instanceof Refusal ? outcome.error : undefined;
  }

  private async outcomeOf(query: string, now: AbortController): Promise<Outcome> {
    const progress = (rows: number): void => {
      if (this.running === now) this.become({ kind: "waiting", rows });
    };
    try {
      await learnTerms();
      return { kind: "answered", answer: await ask(query, now.signal, progress) };
    } catch (error) {
      return { kind: "failed", error, isStopped: now.signal.aborted };
    }
  }

  stop(): void {
    this.running?.abort();
  }

  // Lets go of an answer that is too long to be held unseen; the address and a new run bring it back.
  rest(): void {
    if (this.outcome?.kind !== "answered" || this.outcome.answer.rows.length <= KEPT) return;
    this.query = undefined;
    this.outcome = undefined;
  }

  private become(outcome: Outcome): void {
    this.outcome = outcome;
    this.changed();
  }
}
