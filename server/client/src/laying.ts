// A query laid out anew by the server.
import { ok, Refusal } from "./asking.js";
import { told, _ } from "./told.js";

// The text laid out, or in one sentence why it is not.
export async function laidOut(text: string): Promise<{ text: string; fault?: string }> {
  const address = new URL(told.endpoint, location.href);
  address.pathname += "/layout";
  const headers = { "Content-Type": "application/sparql-query", "Accept": "application/sparql-query, application/problem+json;q=0.1", "Accept-Language": told.language };
  try {
    return { text: await (await ok(await fetch(address, { method: "POST", body: text, headers }))).text() };
  } catch (error) {
    return { text, fault: error instanceof Refusal ? error.message : _("The server cannot be reached; try again in a moment.") };
  }
}
