import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { fromBase64 } from '../../../common/base64.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyUse, withKey, type FoundKey } from '../../keys/key-use.ts';
import { macAlgorithms, MessageCodes, type MacAlgorithm } from '../../keys/message-codes.ts';
import { KmsAction } from '../kms-action.ts';
import { Base64, KeyId } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';

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
  reword: orDryRun,
})
export class VerifyMac implements FindingHandler<VerifyMacRequest, VerifyMacResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly codes: MessageCodes,
  ) {}

  find(caller: Caller, { KeyId: key }: VerifyMacRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key });
  }

  async handle(_caller: Caller, request: VerifyMacRequest, found: FoundKey): Promise<VerifyMacResponse> {
    const { Algorithm, Message, Mac, DryRun: dryRun } = request;
    return withKey(found, { usage: 'GENERATE/VERIFY_MAC', dryRun }, (key) => ({
      Algorithm,
      KeyId: key.keyId,
      Value: this.codes.verify(key, Algorithm, fromBase64(Message), fromBase64(Mac)),
    }));
  }
}
