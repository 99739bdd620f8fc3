/** That a password was tried too often, in words and as the header `retry-after` tells it. */
export function waitOf({ waitMinutes }: { readonly waitMinutes: number }): {
  readonly seconds: string;
  readonly problem: string;
} {
  const problem = `Too many tries: wait ${waitMinutes} minute${waitMinutes === 1 ? "" : "s"}.`;
  return { seconds: String(waitMinutes * 60), problem };
}
