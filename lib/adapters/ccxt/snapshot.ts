import type { Snapshot } from "../../core/market/snapshot.ts";
import type { SnapshotOptions, VenuePosition } from "../../ports/exchange.ts";
import type { Balances, Position } from "./ccxt.ts";
import { mapPosition, signedContracts } from "./map-position.ts";
import type { VenueClient, VenuePrices } from "./venue-module.ts";

interface Asked extends SnapshotOptions {
  readonly symbol: string;
  readonly settle: string;
  isOurs(symbol: string): boolean;
}

/**
 * Position, balance, prices and settings of a symbol, read side by side: one round trip. Throws what ccxt throws.
 * @param isOurs - whether a unified symbol is a market of the account's settle coin.
 */
export async function readVenueSnapshot(
  venue: VenueClient,
  { symbol, settle, isOurs, ...options }: Asked,
): Promise<Snapshot> {
  const [rawPositions, balance, prices, settings] = await Promise.all([
    readPositions(venue),
    readVenueBalance(venue),
    options.unpriced
      ? venue.readPrices(symbol).catch((): VenuePrices => ({ isUntold: true }))
      : venue.readPrices(symbol),
    venue.readSettings?.(symbol, options),
  ]);
  const { isUntold, ...best } = prices;
  // A close needs no price.
  if (isUntold && !options.toReduce) throw new Error("the venue's answer has no prices");
  const positions = rawPositions.map(mapPosition).filter((position) => position !== undefined);
  return {
    position: signedContracts(positions, symbol),
    ...venue.fundsOf(balance, settle),
    ...best,
    ...settings,
    ...venue.settingsInBalance?.(balance),
    ...venue.settingsIn?.(rawPositions, symbol),
    othersOpen: positions.some((position) => position.symbol !== symbol && isOurs(position.symbol)),
  };
}

/** Every open position with the leverage it was opened at, read side by side. Throws what ccxt throws. */
export async function listVenuePositions(venue: VenueClient): Promise<readonly VenuePosition[]> {
  const { client } = venue;
  const [rawPositions, settings] = await Promise.all([readPositions(venue), venue.readAllSettings?.()]);
  return (
    rawPositions
      .map(mapPosition)
      .filter((position) => position !== undefined)
      // A market of another settle coin is not in our list: ccxt then gives the venue's own symbol.
      .map((position) => ({ ...position, ...settings?.[client.markets?.[position.symbol]?.id ?? position.symbol] }))
  );
}

/** The balance as the venue tells it. Throws what ccxt throws. */
export async function readVenueBalance(venue: VenueClient): Promise<Balances> {
  return venue.readBalance === undefined ? venue.client.fetchBalance() : venue.readBalance();
}

async function readPositions(venue: VenueClient): Promise<readonly Position[]> {
  return venue.readPositions === undefined ? venue.client.fetchPositions() : venue.readPositions();
}
