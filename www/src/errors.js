/** What every failure of the interface is. */
export class WasmscopeError extends Error {
  constructor(kind, message, place) {
    super(message);
    this.name = "WasmscopeError";
    this.kind = kind;
    Object.assign(this, place);
  }
}
