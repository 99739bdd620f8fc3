import type { UnixMs } from "../ids.ts";

/** What the notifier remembers between two passes. */
export interface Told {
  /** Silence is counted from here at the earliest. */
  readonly startedAt: UnixMs;
  /** Keys of notifications that a channel was told and others still wait for, by channel. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** By channel. */
  readonly paces?: Readonly<Record<string, Pace>>;
  /** A pass is at work, until then at the latest: no other one tells anything. */
  readonly busyUntil?: UnixMs;
}

/** When a channel may be used again, and how often it failed in a row. */
export interface Pace {
  readonly notBefore: UnixMs;
  readonly failures: number;
}

export function wasTold({ keys }: Told, channel: string, key: string): boolean {
  return keys[channel]?.includes(key) ?? false;
}

export function withTold(told: Told, channel: string, keys: readonly string[]): Told {
  if (keys.length === 0) return told;
  const before = told.keys[channel] ?? [];
  return { ...told, keys: { ...told.keys, [channel]: [...before, ...keys] } };
}

/** Forgets every key but those that may come up again. */
export function keepOnly(told: Told, mayComeUp: (key: string) => boolean): Told {
  const kept = Object.entries(told.keys).map(([channel, all]) => [channel, all.filter(mayComeUp)] as const);
  return { ...told, keys: Object.fromEntries(kept.filter(([, some]) => some.length > 0)) };
}
