/** The answer of operations that answer nothing but the request id. */
export class NoAnswer {}
