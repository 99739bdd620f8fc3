/** What ccxt's `fetchOrder` is asked with: the venue's own id once it is known, for names come again; else the name. */
export function byId(
  clientOrderId: string,
  venueOrderId: string | undefined,
): readonly [id: string, params: Readonly<Record<string, string>>] {
  return venueOrderId === undefined ? ["", { clientOrderId }] : [venueOrderId, {}];
}
