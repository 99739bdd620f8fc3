import { asDataFileError, DataFileError } from "./data-file-error.ts";

/** Explains what becomes of commits, and says once that the file cannot be written, and once that it can be again. */
export class WriteFaults {
  readonly #file: string;
  readonly #onFault: (reason?: string) => void;
  #isFaulty = false;

  constructor(file: string, onFault: (reason?: string) => void = () => undefined) {
    this.#file = file;
    this.#onFault = onFault;
  }

  /** @returns what callers are told. */
  failed(error: unknown): unknown {
    const explained = asDataFileError(error, this.#file);
    if (explained instanceof DataFileError && !this.#isFaulty) {
      this.#isFaulty = true;
      this.#onFault(explained.message);
    }
    return explained;
  }

  written(): void {
    if (!this.#isFaulty) return;
    this.#isFaulty = false;
    this.#onFault();
  }
}
