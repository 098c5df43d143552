// The page's address says what was asked, so that the page can be kept, sent and found again; else it says nothing.
export const LONGEST = 30_000; // characters that a server takes, with room for proxies

export function follow(query: string | undefined, view: string | undefined): void {
  const address = new URL(location.href);
  const said = { example: undefined, wait: undefined, query, view: query === undefined ? undefined : view };
  for (const [name, value] of Object.entries(said)) {
    if (value === undefined) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  if (address.href.length > LONGEST) return follow(undefined, undefined);
  if (address.href !== location.href) history.replaceState(null, "", address);
}
