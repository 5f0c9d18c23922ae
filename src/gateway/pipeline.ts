import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { newRequestId } from '../common/identifiers.ts';
import { AuditTrail } from '../audit/audit.api.ts';
import { AccessDenied, Authorization, type AccessKey } from '../identity/identity.api.ts';
import { Authenticator } from './authenticator.ts';
import type { Call, HttpRequest } from './call.ts';
import { ErrorAnswers } from './error-answers.ts';
import type { ParameterRecord } from './parameters.ts';
import { ActionRegistry, type RegisteredAction } from './registry.ts';
import { renderAnswer, type Answer } from './response.ts';
import { authorize } from './steps/authorize.ts';
import { bindRequest } from './steps/bind-request.ts';
import { callerOf } from './steps/caller-of.ts';
import { findAction } from './steps/find-action.ts';
import { readCall } from './steps/read-call.ts';
import { readProof } from './steps/read-proof.ts';
import { recordOutcome } from './steps/record.ts';

/** A REST route that was matched: its action and the parameters in its path. */
export interface RestRoute {
  readonly action: RegisteredAction;
  readonly pathParameters: ParameterRecord;
}

/** Every call on both surfaces runs through these steps, in this order. */
@Injectable()
export class Pipeline {
  constructor(
    private readonly registry: ActionRegistry,
    private readonly authenticator: Authenticator,
    private readonly authorization: Authorization,
    private readonly audit: AuditTrail,
    private readonly errors: ErrorAnswers,
  ) {}

  async run(http: HttpRequest, route?: RestRoute): Promise<Answer> {
    const requestId = newRequestId();
    let call: Call | undefined;
    try {
      call = readCall(http, requestId, route?.pathParameters);
      const action = route?.action ?? findAction(this.registry, call);
      const proof = readProof(call, action.product, route ? 'rest' : 'rpc');
      const accessKey = await this.authenticator.authenticate(action, proof, http);
      return await this.serve(call, action, accessKey);
    } catch (error) {
      return this.errors.answer(http, requestId, error, { call, product: route?.action.product });
    }
  }

  private async serve(call: Call, action: RegisteredAction, accessKey: AccessKey): Promise<Answer> {
    const caller = callerOf(call, accessKey, this.authenticator.defaultRegion);
    const response = await recordOutcome(this.audit, caller, action, (seen) => this.invoke(caller, action, call, seen));
    return renderAnswer(call.format, action.name, call.requestId, action.response, response);
  }

  private async invoke(
    caller: Caller,
    action: RegisteredAction,
    call: Call,
    seen: { resource: string },
  ): Promise<object> {
    const request = bindRequest(caller, action, call.parameters);
    seen.resource = action.resource(caller, request);
    const also = action.alsoOn?.(caller, request) ?? [];
    try {
      await authorize(this.authorization, caller, action, [seen.resource, ...also]);
      return await action.handler.handle(caller, request);
    } catch (error) {
      throw error instanceof AccessDenied ? action.product.errors.accessDenied(error) : error;
    }
  }
}
