// What the notifier remembers between two passes: when it began to listen, and what each channel was told of what others
// still wait for.
import type { UnixMs } from "../ids.ts";

export interface Told {
  /** Silence is counted from here at the earliest. */
  readonly startedAt: UnixMs;
  /** Keys of notifications, by channel. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export function wasTold({ keys }: Told, channel: string, key: string): boolean {
  return keys[channel]?.includes(key) ?? false;
}

export function withTold(told: Told, channel: string, keys: readonly string[]): Told {
  if (keys.length === 0) return told;
  const before = told.keys[channel] ?? [];
  return { ...told, keys: { ...told.keys, [channel]: [...before, ...keys] } };
}

/** Forgets everything but `keys`, which may come up again. */
export function keepOnly(told: Told, keys: ReadonlySet<string>): Told {
  const kept = Object.entries(told.keys).map(
    ([channel, all]) => [channel, all.filter((key) => keys.has(key))] as const,
  );
  return { ...told, keys: Object.fromEntries(kept.filter(([, some]) => some.length > 0)) };
}
