// The parameters of one stack, as their owner reads and writes them. Methods throw what the SDK throws.
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";

/** Which stack's parameters. */
export interface OwnerParametersOptions {
  readonly client: SSMClient;
  /** The stack's, without a trailing slash. */
  readonly prefix: string;
}

/** Names are what comes after the prefix. Those that begin with `secret/` are SecureStrings. */
export class OwnerParameters {
  readonly #client: SSMClient;
  readonly #prefix: string;

  constructor({ client, prefix }: OwnerParametersOptions) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async find(name: string): Promise<string | undefined> {
    try {
      const command = new GetParameterCommand({ Name: `${this.#prefix}/${name}`, WithDecryption: true });
      return (await this.#client.send(command)).Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }

  async put(name: string, value: string): Promise<void> {
    const Type = name.startsWith("secret/") ? "SecureString" : "String";
    await this.#client.send(
      new PutParameterCommand({ Name: `${this.#prefix}/${name}`, Value: value, Type, Overwrite: true }),
    );
  }

  /** @returns false when there was none. */
  async remove(name: string): Promise<boolean> {
    try {
      await this.#client.send(new DeleteParameterCommand({ Name: `${this.#prefix}/${name}` }));
      return true;
    } catch (error) {
      if (error instanceof ParameterNotFound) return false;
      throw error;
    }
  }
}
