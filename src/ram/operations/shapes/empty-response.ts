/** An answer with nothing but the RequestId. */
export class EmptyResponse {}
