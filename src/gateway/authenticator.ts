import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { AccessKeys, Nonces, type AccessKey } from '../identity/identity.api.ts';
import type { Action } from './action.ts';
import type { HttpRequest, Proof } from './call.ts';
import { RefusedCallers } from './refused-callers.ts';
import { checkNonce } from './steps/check-nonce.ts';
import { checkSession } from './steps/check-session.ts';
import { checkSignature } from './steps/check-signature.ts';
import { checkTimestamp } from './steps/check-timestamp.ts';

/**
 * A refusal takes at least this long from its beginning, which is longer than a look-up: its timing tells a stranger
 * nothing about what was found on the way. (Error codes do tell, as the vendor's do: an unknown AccessKey has its own.)
 */
const shortestRefusalMs = 10;

/** Authenticates a request: checks time, signature, session and nonce, in this order. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly clock: Clock,
    private readonly accessKeys: AccessKeys,
    private readonly nonces: Nonces,
    private readonly refused: RefusedCallers,
  ) {}

  async authenticate(action: Action, proof: Proof, http: HttpRequest): Promise<AccessKey> {
    const begunAt = performance.now();
    try {
      checkTimestamp(proof, this.clock);
      const accessKey = await checkSignature(this.accessKeys, action, proof, http);
      checkSession(accessKey, proof, this.clock);
      await checkNonce(this.nonces, action.product, proof);
      this.accessKeys.noteUse(accessKey, action.product.name);
      return accessKey;
    } catch (error) {
      this.refused.note(proof, http, error);
      await delay(begunAt + shortestRefusalMs - performance.now());
      throw error;
    }
  }
}
