import type { SimulatedRequest } from "./venue-server.ts";

/** A limit as the venue's document has it: so much within any so many milliseconds. */
export interface DocumentedLimit {
  readonly most: number;
  readonly everyMs: number;
  /** What counts, by method and path (`*` is the rest of it), and for how much. `each`: every path for itself. */
  readonly counts: "each" | "together";
  readonly weights: Readonly<Record<string, number>>;
}

/** Counts as the venue does. */
export class RequestCounter {
  readonly #limits: readonly DocumentedLimit[];
  readonly #counted = new Map<string, { readonly at: number; readonly weight: number }[]>();

  constructor(limits: readonly DocumentedLimit[]) {
    this.#limits = limits;
  }

  /** Counts the request. @returns false for one too many. */
  admits({ method, path }: Pick<SimulatedRequest, "method" | "path">, now: number): boolean {
    const name = `${method} ${path}`;
    return this.#limits.every((limit, index) => {
      const found = Object.entries(limit.weights).find(([pattern]) => matches(pattern, name));
      if (found === undefined) return true;
      const [pattern, weight] = found;
      const key = `${index} ${limit.counts === "each" ? pattern : ""}`;
      const recent = (this.#counted.get(key) ?? []).filter(({ at }) => at > now - limit.everyMs);
      this.#counted.set(key, [...recent, { at: now, weight }]);
      return recent.reduce((sum, counted) => sum + counted.weight, weight) <= limit.most;
    });
  }
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
