import type { Notification } from "../core/notify/notification.ts";
import { tellAlert } from "../core/notify/tell-alert.ts";
import { tellOrder } from "../core/notify/tell-order.ts";
import { tellPlan } from "../core/notify/tell-plan.ts";
import type { Notice } from "../ports/notices.ts";
import type { NotifierDeps } from "./notifier-deps.ts";

/** What is marked, and what there is to tell of it. */
export interface Marked {
  readonly notice: Notice;
  readonly notifications: readonly Notification[];
}

/** What there is to tell of each of them. */
export async function readMarked(
  { accounts }: Pick<NotifierDeps, "accounts">,
  notices: readonly Notice[],
): Promise<readonly Marked[]> {
  if (notices.length === 0) return [];
  const names = (await accounts.listAccounts()).map(({ id }) => id);
  return notices.map((notice) => {
    if (notice.kind === "alert") return { notice, notifications: tellAlert(notice.alert, names) };
    const told = [tellOrder(notice.order), tellPlan(notice.order)];
    return { notice, notifications: told.filter((one) => one !== undefined) };
  });
}
