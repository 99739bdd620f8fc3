// The code that a stack's functions run now: an update that only changes the table leaves it in place.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";

/** Which functions, by the names of their bundles. */
export type DeployedFunctions = Readonly<Record<"webhook" | "worker" | "notify", string>>;

/** Writes each function's code as a zip file of its bundle's name into a folder. @throws what the SDK throws, or an Error when AWS does not hand it out. */
export async function downloadCode(region: string, functions: DeployedFunctions, folder: string): Promise<void> {
  const client = new LambdaClient({ region });
  await mkdir(folder, { recursive: true });
  try {
    for (const [bundle, FunctionName] of Object.entries(functions)) {
      const { Code } = await client.send(new GetFunctionCommand({ FunctionName }));
      const answer = await fetch(Code?.Location ?? "");
      if (!answer.ok) throw new Error(`AWS does not hand out the code of ${FunctionName}: ${answer.status}`);
      await writeFile(join(folder, `${bundle}.zip`), Buffer.from(await answer.arrayBuffer()));
    }
  } finally {
    client.destroy();
  }
}
