// What every notice box must do, over the ledger it belongs to. Run for each implementation.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OrderRecord, OrderState } from "../../lib/core/execution/order-record.ts";
import { orderIdOf } from "../../lib/core/ids.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import type { NoticeBox } from "../../lib/ports/notices.ts";
import { ALERT, orderRecord, T0 } from "../core/execution/order-fixture.ts";

export interface NoticesUnderTest {
  readonly ledger: Pick<Ledger, "createOrder" | "updateOrder" | "getOrder" | "putAlert" | "getAlert">;
  readonly notices: NoticeBox;
  /** Whether there is somebody to tell, from now on. */
  mark(isUsed: boolean): void;
  /** Closes everything and opens it again on what was stored. */
  reopen(): Promise<Pick<NoticesUnderTest, "ledger" | "notices">>;
  close(): Promise<void>;
}

const ENDED = { at: T0, kind: "ended", status: "rejected", code: "VENUE_REJECTED", reason: "no" } as const;

export function describeNotices(name: string, make: () => Promise<NoticesUnderTest>): void {
  describe(`${name} as a notice box`, () => {
    let under: NoticesUnderTest;
    let { ledger, notices } = {} as NoticesUnderTest;
    beforeEach(async () => {
      under = await make();
      ({ ledger, notices } = under);
    });
    afterEach(() => under.close());

    const order = orderRecord();
    const working: OrderState = { ...order.state, status: "working" };
    const rejected: OrderState = { ...order.state, status: "rejected", phase: { kind: "ended" } };
    const alert = { alertId: ALERT, receivedAt: T0, text: "x", accepted: [], rejected: [], warnings: [] };
    const badAlert = { ...alert, rejected: [{ line: 1, text: "x", code: "UNKNOWN", message: "no" }] };

    function update(version: number, state: OrderState, of: OrderRecord = order) {
      return ledger.updateOrder({ ...of, version, state }, state.phase.kind === "ended" ? [ENDED] : []);
    }

    test("what ends and what is bad is marked, and stays so over a restart until it is cleared", async () => {
      await ledger.createOrder(order);
      await ledger.putAlert(alert);
      await update(1, working);
      expect(await notices.listNotices(10)).toEqual([]);
      await update(2, rejected);
      await ledger.putAlert(badAlert);
      ({ ledger, notices } = await under.reopen());
      const all = await notices.listNotices(10);
      expect(all).toMatchObject([
        { kind: "alert", alert: badAlert },
        { kind: "order", order: { ...order, version: 3, state: rejected, events: [...order.events, ENDED] } },
      ]);
      expect(await notices.listNotices(1)).toHaveLength(1);
      for (const notice of all) await notices.clearNotice(notice);
      expect(await notices.listNotices(10)).toEqual([]);
      expect(await ledger.getAlert(ALERT)).toEqual(badAlert);
      expect((await ledger.getOrder(order.orderId))?.version).toBe(3);
    });

    test("M19: an alert with nothing but warnings is marked too", async () => {
      const warned = { ...alert, warnings: [{ line: 1, code: "IGNORED", message: "no" }] };
      await ledger.putAlert(warned);
      expect(await notices.listNotices(10)).toMatchObject([{ kind: "alert", alert: warned }]);
    });

    test("an order that changed since it was read keeps its mark", async () => {
      await ledger.createOrder(order);
      await update(1, { ...rejected, status: "placed" });
      const [placed] = await notices.listNotices(10);
      await update(2, { ...rejected, status: "filled" });
      if (placed !== undefined) await notices.clearNotice(placed);
      const after = await notices.listNotices(10);
      expect(after.map((notice) => notice.kind === "order" && notice.order.state.status)).toEqual(["filled"]);
    });

    test("a change without an end leaves a mark as it is", async () => {
      await ledger.createOrder(order);
      await update(1, rejected);
      await ledger.updateOrder({ ...order, version: 2, state: rejected }, []);
      expect(await notices.listNotices(10)).toHaveLength(1);
    });

    test("more than one batch is read", async () => {
      for (let ordinal = 0; ordinal < 120; ordinal++) {
        const one = { ...order, orderId: orderIdOf(ALERT, ordinal) };
        await ledger.createOrder(one);
        await update(1, rejected, one);
      }
      expect(await notices.listNotices(500)).toHaveLength(120);
    });

    test("nothing is marked while there is nobody to tell", async () => {
      under.mark(false);
      await ledger.createOrder(order);
      await update(1, rejected);
      await ledger.putAlert(badAlert);
      expect(await notices.listNotices(10)).toEqual([]);
    });
  });
}
