/** An answer of nothing but the RequestId. */
export class EmptyResponse {}
