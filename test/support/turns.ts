type Task = () => void;

let now: Task[] = [];
let next: Task[] = [];
let isRunning = false;

/**
 * Runs `task` in the next turn, as `setImmediate` would: once everything has run that waits for nothing; the tasks of a turn one
 * after the other, what each sets free before the next. The event loop, whose turns cost a simulation more than its work, is not
 * asked; what waits for it (files, timers) waits.
 */
export function inNextTurn(task: Task): void {
  next.push(task);
  if (isRunning) return;
  isRunning = true;
  onceQuiet(run);
}

function run(): void {
  if (now.length === 0) [now, next] = [next.reverse(), []];
  const task = now.pop();
  isRunning = task !== undefined;
  if (task === undefined) return;
  onceQuiet(run);
  task();
}

/** Ticks of the process come when no promise is left to go on with; one asked for in a tick would come before them. */
function onceQuiet(work: Task): void {
  queueMicrotask(() => process.nextTick(work));
}
