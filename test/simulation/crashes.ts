// Processes that die. Every call of a port has two points where the process may end: before the call is made, and after it
// has done its work but before the answer arrives. From then on the process does nothing more.

/** Thrown where a process dies; nothing in whook may catch it and go on. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Decides at each point whether the process dies there. */
export interface CrashPlan {
  /** @param point - which call of which port, and on which side of it. */
  diesAt(point: string): boolean;
}

export const IMMORTAL: CrashPlan = { diesAt: () => false };

/** Dies at the `count`th point, and remembers which that was. */
export class CrashAt implements CrashPlan {
  readonly #count: number;
  #seen = 0;
  where: string | undefined;

  constructor(count: number) {
    this.#count = count;
  }

  diesAt(point: string): boolean {
    this.#seen++;
    if (this.#seen !== this.#count) return false;
    this.where = point;
    return true;
  }
}

/** One process: everything it calls goes through `wrap`, and fails once it is dead. */
export class Process {
  readonly #plan: CrashPlan;
  #isDead = false;

  constructor(plan: CrashPlan) {
    this.#plan = plan;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** `port` as this process sees it: its methods may be where it dies. */
  wrap<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, key) => {
        const value = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          this.#pass(`before ${name}.${String(key)}`);
          const result = await Reflect.apply(value, target, args);
          this.#pass(`after ${name}.${String(key)}`);
          return result;
        };
      },
    });
  }

  #pass(point: string): void {
    if (!this.#isDead && this.#plan.diesAt(point)) this.#isDead = true;
    if (this.#isDead) throw new Crash(point);
  }
}
