import type { OrderId } from "../../core/ids.ts";
import type { AnswerLog, VenueAnswer } from "../../ports/answer-log.ts";
import type { Clock } from "../../ports/clock.ts";
import { textOf } from "./row.ts";
import type { Statement, WhookDatabase } from "./whook-database.ts";

const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
/** Of one order: its first ones tell how it was placed. One that rests is asked about for as long as it does. */
const MOST = 200;

const SQL = {
  add: `INSERT INTO venue_answer SELECT ?1, ?2, ?3
    WHERE (SELECT count(*) FROM venue_answer WHERE order_id = ?1) < ${MOST}`,
  list: "SELECT answer FROM venue_answer WHERE order_id = ? ORDER BY at, rowid",
  forget: "DELETE FROM venue_answer WHERE at < ?",
} as const;

/** The answer log over the data file. What is lost with a power cut is lost. */
export class SqliteAnswers implements AnswerLog {
  readonly #database: WhookDatabase;
  readonly #clock: Clock;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: WhookDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#statements = database.prepareAll(SQL);
  }

  async listAnswers(orderId: OrderId): Promise<readonly VenueAnswer[]> {
    // What this class wrote is read back as it was.
    return this.#statements.list.all(orderId).map((row) => this.#database.parse(textOf(row, "answer")) as VenueAnswer);
  }

  keepAnswers(orderId: OrderId, answers: readonly VenueAnswer[]): Promise<void> {
    return this.#database.transact("lazy", () => {
      for (const answer of answers) this.#statements.add.run(orderId, answer.at, JSON.stringify(answer));
      this.#statements.forget.run(this.#clock.now() - KEPT_MS);
    });
  }
}
