/** A venue's own no, in its code and words; `status` is the HTTP status it comes with. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
