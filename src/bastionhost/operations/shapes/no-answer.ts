/** The answer of operations that return nothing but the request id. */
export class NoAnswer {}
