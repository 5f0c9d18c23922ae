export type KeyErrorReason =
  | 'malformed'
  | 'unsupported'
  | 'too-expensive'
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'not-a-private-key';

/** A key that cannot be used. Its message never quotes the key. */
export class KeyError extends Error {
  override readonly name = 'KeyError';

  constructor(
    readonly reason: KeyErrorReason,
    message: string,
  ) {
    super(message);
  }
}
