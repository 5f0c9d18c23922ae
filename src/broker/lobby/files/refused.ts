import type { statusCodes } from './protocol.ts';

/** A request that is answered with a status of ours. The message is for the engineer. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: (typeof statusCodes)[keyof typeof statusCodes],
    message: string,
  ) {
    super(message);
  }
}
