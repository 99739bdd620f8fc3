// The only page that changes anything: a word for whole accounts, asked for as the commands ask, never by reaching over
// (docs/adr/0087-a-word-from-the-page.md).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ConfirmData, renderConfirm } from "../../dashboard/render-confirm.ts";
import { type GuardsData, renderGuards, SWITCH_WORDS, type SwitchWord } from "../../dashboard/render-guards.ts";
import { askSwitch } from "../ask-switch.ts";
import { selectAccounts } from "../backend.ts";
import { messageOf } from "../errors.ts";
import { sendPage } from "./answer.ts";
import { addressOf } from "./caller-of.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";
import { SingleUse } from "./single-use.ts";
import { askedOf, standingsOf } from "./standings-of.ts";
import { waitOf } from "./wait-of.ts";

/** Orders that an address may name: more than anybody has accounts. */
const MOST_ASKED = 50;

type Form = Readonly<Record<string, string | undefined>>;
/** The word and the account that a form or an address names; no account: all. */
type Asked = { readonly word: SwitchWord; readonly account: string };

export function addGuardRoutes(server: FastifyInstance, deps: DashboardDeps): void {
  const once = new SingleUse(deps.clock);
  server.get("/guards", (request, reply) => {
    const { asked } = request.query as Form;
    const ids = typeof asked === "string" ? asked.split(",").slice(0, MOST_ASKED) : [];
    return sendGuards(deps, request, reply, { ids });
  });
  server.get("/guards/confirm", async (request, reply) => {
    const asked = parseAsked((request.query ?? {}) as Form);
    if (asked === undefined || !deps.signIn.hasPassword) return reply.redirect("/guards", 303);
    return sendConfirm({ deps, once, request, reply }, asked);
  });
  server.post("/guards", async (request, reply) => {
    const form = (request.body ?? {}) as Form;
    const asked = parseAsked(form);
    if (asked === undefined) return sendGuards(deps, request, reply, { status: 400, problem: "That is no such word." });
    return act({ deps, once, request, reply }, asked, form);
  });
}

interface Turn {
  readonly deps: DashboardDeps;
  readonly once: SingleUse;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** In this order: the form is ours and used once, it is meant, and it is the password. Then the word goes out, once. */
async function act(turn: Turn, asked: Asked, form: Form): Promise<FastifyReply> {
  const { deps, once, request, reply } = turn;
  if (!once.take(form.once ?? "", meantFor(request, asked, deps)))
    return sendConfirm(turn, asked, { status: 409, problem: "That form was sent before, or is too old." });
  if (form.sure !== "yes") return sendConfirm(turn, asked, { status: 400, problem: "Say that you are sure." });
  const judged = await deps.signIn.judge(form.password ?? "", addressOf(request));
  if (judged === "wrong") return sendConfirm(turn, asked, { status: 403, problem: "That is not the password." });
  if (judged !== "right") {
    const { seconds, problem } = waitOf(judged);
    return sendConfirm({ ...turn, reply: reply.header("retry-after", seconds) }, asked, { status: 429, problem });
  }
  try {
    const outcomes = await deps.lease.change(async (backend) => {
      const accounts = await selectAccounts(backend, asked.account || undefined);
      return askSwitch(
        backend,
        accounts.map(({ id }) => id),
        asked.word,
      );
    });
    const ids = outcomes.flatMap(({ orderId }) => orderId ?? []);
    const refused = outcomes.filter(({ status }) => status === "rejected");
    const problem = refused.map(({ account, reason }) => `${account}: ${reason}`).join("; ");
    if (refused.length > 0) return await sendGuards(deps, request, reply, { status: 502, problem, ids });
    return reply.redirect(
      ids.length === 0 ? "/guards" : `/guards?${new URLSearchParams({ asked: ids.join(",") })}`,
      303,
    );
  } catch (error) {
    return sendGuards(deps, request, reply, { status: 502, problem: messageOf(error) });
  }
}

async function sendGuards(
  { source, lease, signIn, clock }: DashboardDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    status = 200,
    problem,
    ids = [],
  }: { readonly status?: number; readonly problem?: string; readonly ids?: readonly string[] } = {},
): Promise<FastifyReply> {
  const read: Pick<GuardsData, "accounts" | "asked" | "problem"> = await lease
    .use(async (backend) => ({
      accounts: await standingsOf(backend, clock.now()),
      asked: await askedOf(backend, ids),
    }))
    .catch((error: unknown) => ({ accounts: [], asked: [], problem: messageOf(error) }));
  const told = problem === undefined ? {} : { problem };
  return sendPage(request, reply, renderGuards({ source, hasPassword: signIn.hasPassword, ...read, ...told }), status);
}

async function sendConfirm(
  { deps, once, request, reply }: Turn,
  asked: Asked,
  { status = 200, problem }: { readonly status?: number; readonly problem?: string } = {},
): Promise<FastifyReply> {
  const { source, lease, positions } = deps;
  const { word, account } = asked;
  const accounts = (await lease.use((backend) => selectAccounts(backend, account || undefined))).map(({ id }) => id);
  const heard = positions.look();
  const data: ConfirmData = {
    source,
    word,
    account,
    accounts,
    once: once.give(meantFor(request, asked, deps)),
    ...(heard === undefined ? {} : { positions: heard.positions.filter((one) => accounts.includes(one.account)) }),
    ...(problem === undefined ? {} : { problem }),
  };
  return sendPage(request, reply, renderConfirm(data), status);
}

/** One act of one session: a form of another does nothing here. */
function meantFor({ headers }: FastifyRequest, { word, account }: Asked, { signIn }: DashboardDeps): string {
  return JSON.stringify([signIn.sessions.idOf(headers.cookie), word, account]);
}

function parseAsked({ word, account = "" }: Form): Asked | undefined {
  const isKnown = typeof word === "string" && Object.hasOwn(SWITCH_WORDS, word) && typeof account === "string";
  return isKnown ? { word: word as SwitchWord, account } : undefined;
}
