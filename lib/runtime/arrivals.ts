import type { Server } from "node:http";

/** Whether connections still come in. */
export class Arrivals {
  #isAny = false;

  /** Hears of each connection that the server accepts. */
  watch(server: Server): void {
    server.on("connection", () => {
      this.#isAny = true;
    });
  }

  /** @returns whether one came since this was asked last. */
  goOn(): boolean {
    const wasAny = this.#isAny;
    this.#isAny = false;
    return wasAny;
  }
}
