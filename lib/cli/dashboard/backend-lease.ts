// The backend while it is used, and closed soon after: on one machine the data can be open in one process only, and a whook
// that is to be started must find it free. A backend that failed is opened afresh: whook may have been started meanwhile.
import type { Backend } from "../backend.ts";

const IDLE_MS = 500;

/** A backend that is open while somebody uses it, and is closed half a second after the last one has done. */
export class BackendLease {
  readonly #open: () => Backend;
  #backend: Backend | undefined;
  #users = 0;
  #idle: NodeJS.Timeout | undefined;
  #closing: Promise<void> = Promise.resolve();
  readonly #changes = new Set<Promise<unknown>>();

  constructor(open: () => Backend) {
    this.#open = open;
  }

  /** @throws Error in words for a person. */
  async use<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    this.#users += 1;
    clearTimeout(this.#idle);
    await this.#closing;
    this.#backend ??= this.#open();
    const backend = this.#backend;
    let hasFailed = false;
    try {
      return await work(backend);
    } catch (error) {
      hasFailed = true;
      throw new Error(backend.explain(error), { cause: error });
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#closeAfter(hasFailed ? 0 : IDLE_MS);
    }
  }

  /** `use` for what changes something. @throws Error in words for a person. */
  async change<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    const changing = this.use(work);
    this.#changes.add(changing);
    return changing.finally(() => this.#changes.delete(changing));
  }

  /** Resolves once nothing is being changed. */
  async changed(): Promise<void> {
    await Promise.allSettled(this.#changes);
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const backend = this.#backend;
    this.#backend = undefined;
    // What fails on closing is gone anyway.
    this.#closing = this.#closing.then(() => backend?.close()).catch(() => undefined);
    await this.#closing;
  }

  #closeAfter(ms: number): void {
    this.#idle = setTimeout(() => void (this.#users === 0 && this.close()), ms);
  }
}
