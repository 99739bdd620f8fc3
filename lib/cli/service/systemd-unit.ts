import type { ServiceSpec } from "./service-spec.ts";

/**
 * A unit file. How words are quoted: https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html; what `%` and
 * `$` mean in them: systemd.service.html there, "Command lines".
 */
export function systemdUnit({ name, command, folder, settings, user }: ServiceSpec, mark: string): string {
  const [program = "", ...words] = command;
  const lines = [
    `# ${mark}`,
    "[Unit]",
    `Description=${name}: alerts into orders`,
    // A person's own systemd knows no such target.
    ...(user === undefined ? [] : ["Wants=network-online.target", "After=network-online.target"]),
    "",
    "[Service]",
    ...(user === undefined ? [] : [`User=${user}`]),
    `WorkingDirectory=${literal(folder)}`,
    ...Object.entries(settings).map((entry) => `Environment=${quoted(entry.join("="))}`),
    // In the program's own path a dollar sign means nothing.
    `ExecStart=${[quoted(program), ...words.map((word) => quoted(word).replaceAll("$", () => "$$"))].join(" ")}`,
    // A crash or a full disk: orders go on where they were.
    "Restart=always",
    "RestartSec=5",
    // Running orders end first. One process hears of it: a second signal would mean not to wait.
    "KillMode=mixed",
    "TimeoutStopSec=30",
    "",
    "[Install]",
    `WantedBy=${user === undefined ? "default" : "multi-user"}.target`,
  ];
  return `${lines.join("\n")}\n`;
}

function literal(text: string): string {
  return text.replaceAll("%", "%%");
}

function quoted(text: string): string {
  return `"${literal(text.replace(/[\\"]/g, "\\$&"))}"`;
}
