import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { AccessKeys, Nonces, type AccessKey } from '../identity/identity.api.ts';
import type { Action, Product } from './action.ts';
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

/** The checks that a caller has to pass, in the order in which the pipeline asks them. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly clock: Clock,
    private readonly accessKeys: AccessKeys,
    private readonly nonces: Nonces,
    private readonly refused: RefusedCallers,
  ) {}

  checkTime(proof: Proof): void {
    checkTimestamp(proof, this.clock);
  }

  checkSignature(action: Action, proof: Proof, http: HttpRequest): Promise<AccessKey> {
    return checkSignature(this.accessKeys, action, proof, http);
  }

  checkSession(accessKey: AccessKey, proof: Proof): void {
    checkSession(accessKey, proof, this.clock);
  }

  checkNonce(product: Product, proof: Proof): Promise<void> {
    return checkNonce(this.nonces, product, proof);
  }

  /** Runs the checks and notes that the AccessKey was used, or that its caller was refused. */
  async attempt(
    product: Product,
    proof: Proof,
    http: HttpRequest,
    check: () => Promise<AccessKey>,
  ): Promise<AccessKey> {
    const begunAt = performance.now();
    try {
      const accessKey = await check();
      this.accessKeys.noteUse(accessKey, product.name);
      return accessKey;
    } catch (error) {
      this.refused.note(proof, http, error);
      await delay(begunAt + shortestRefusalMs - performance.now());
      throw error;
    }
  }
}
