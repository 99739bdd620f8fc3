// Connections kept between requests, and dropped when they may be dead: Lambda freezes a process between two invocations, its
// timers with it, and whatever closed the connection meanwhile is noticed by the next request only.
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";

/** A connection that nobody used for this long is not used again: the shortest a load balancer of AWS or a venue keeps one is longer. */
const IDLE_MS = 10_000;

/** Agents that keep their connections, by protocol. */
export interface KeepAliveAgents {
  readonly "http:": http.Agent;
  readonly "https:": https.Agent;
}

const agents: http.Agent[] = [];
const freeSince = new WeakMap<object, number>();

/** Idle connections of theirs do not keep the process alive. */
export function keepAliveAgents(): KeepAliveAgents {
  const made = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };
  for (const agent of Object.values(made)) {
    agents.push(agent);
    agent.on("free", (socket: Socket) => freeSince.set(socket, Date.now()));
  }
  return made;
}

/** To be called before a process that was frozen works again. */
export function dropIdleSockets(): void {
  const now = Date.now();
  for (const { freeSockets } of agents) {
    for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) {
      if (now - (freeSince.get(socket) ?? 0) >= IDLE_MS) socket.destroy();
    }
  }
}
