/**
 * One of a venue's limits on how often it may be asked, for one key, or for all keys of one address. Requests are named by
 * method and path as ccxt calls them. `each`: every one of them has such a limit of its own. `weights`: they draw on it
 * together, and `others` is the weight of any that is not named. @default 0
 */
export type RequestLimit = {
  readonly most: number;
  readonly everyMs: number;
  /** @default the key's */
  readonly of?: "address";
} & (
  | { readonly each: readonly string[] }
  | { readonly weights: Readonly<Record<string, number>>; readonly others?: number }
);
