import { Injectable } from '@nestjs/common';
import { newRequestId } from '../common/identifiers.ts';
import { Environment } from '../config/environment.ts';
import { Guard } from '../guard/guard.api.ts';
import { Authenticator } from './authenticator.ts';
import type { Call, HttpRequest } from './call.ts';
import { ErrorAnswers } from './error-answers.ts';
import type { ParameterRecord } from './parameters.ts';
import { ActionRegistry, type RegisteredAction } from './registry.ts';
import { renderAnswer, type Answer } from './response.ts';
import { bindCall, unboundCall } from './steps/bind-call.ts';
import { callerOf } from './steps/caller-of.ts';
import { findAction } from './steps/find-action.ts';
import { readCall } from './steps/read-call.ts';
import { readProof } from './steps/read-proof.ts';

/** A matched REST route: its action and the parameters in its path. */
export interface RestRoute {
  readonly action: RegisteredAction;
  readonly pathParameters: ParameterRecord;
}

/** Runs every call on both surfaces through these steps in order; docs/decisions/0041 says why they are not Nest's. */
@Injectable()
export class Pipeline {
  constructor(
    private readonly environment: Environment,
    private readonly registry: ActionRegistry,
    private readonly authenticator: Authenticator,
    private readonly guard: Guard,
    private readonly errors: ErrorAnswers,
  ) {}

  async run(http: HttpRequest, route?: RestRoute): Promise<Answer> {
    const requestId = newRequestId();
    let call: Call | undefined;
    try {
      call = readCall(http, requestId, route?.pathParameters);
      const action = route?.action ?? findAction(this.registry, call);
      const proof = readProof(call, action.product, route ? 'rest' : 'rpc');
      const accessKey = await this.authenticator.attempt(action.product, proof, http, async () => {
        this.authenticator.checkTime(proof);
        const claimed = await this.authenticator.checkSignature(action, proof, http);
        this.authenticator.checkSession(claimed, proof);
        await this.authenticator.checkNonce(action.product, proof);
        return claimed;
      });
      const caller = callerOf(call, accessKey, this.environment.region);
      const { parameters } = call;
      const bound = await this.guard.attempt(caller, unboundCall(action), () => bindCall(caller, action, parameters));
      const response = await this.guard.runOn(caller, bound, bound.find, bound.handle);
      return renderAnswer(call.format, action.name, requestId, action.response, response);
    } catch (error) {
      return this.errors.answer(http, requestId, error, { call, product: route?.action.product });
    }
  }
}
