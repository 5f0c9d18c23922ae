/** An answer with only the RequestId. */
export class EmptyResponse {}
