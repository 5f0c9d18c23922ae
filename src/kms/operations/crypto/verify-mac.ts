import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../base64.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse } from '../../keys/key-use.service.ts';
import { macAlgorithms, MessageCodes, type MacAlgorithm } from '../../keys/message-codes.service.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, KeyId } from '../kms-fields.ts';

export class VerifyMacRequest {
  @KeyId() KeyId: string;
  @OneOf(...macAlgorithms) Algorithm: MacAlgorithm;
  @Base64(6_144) Message: string;
  @Base64(64) Mac: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class VerifyMacResponse {
  @Member() Algorithm: string;
  @Member() KeyId: string;
  @Member() Value: boolean;
}

@KmsAction({
  request: VerifyMacRequest,
  response: VerifyMacResponse,
  route: 'POST /kms/keys:verify-mac',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  guardedByCore: true,
})
export class VerifyMac implements ActionHandler<VerifyMacRequest, VerifyMacResponse> {
  constructor(
    private readonly keys: KeyUse,
    private readonly codes: MessageCodes,
  ) {}

  handle(caller: Caller, request: VerifyMacRequest): Promise<VerifyMacResponse> {
    const { Algorithm, Message, Mac, DryRun: dryRun } = request;
    const call = { key: request.KeyId, usage: 'GENERATE/VERIFY_MAC', dryRun } as const;
    return this.keys.run(caller, 'VerifyMac', call, (key) => ({
      Algorithm,
      KeyId: key.keyId,
      Value: this.codes.verify(key, Algorithm, fromBase64(Message), fromBase64(Mac)),
    }));
  }
}
