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

export class GenerateMacRequest {
  @KeyId() KeyId: string;
  @OneOf(...macAlgorithms) Algorithm: MacAlgorithm;
  @Base64(6_144) Message: string;
  @Optional() @Flag() DryRun: boolean = false;
}

export class GenerateMacResponse {
  @Member() Algorithm: string;
  @Member() KeyId: string;
  @Member() Mac: string;
}

@KmsAction({
  request: GenerateMacRequest,
  response: GenerateMacResponse,
  route: 'POST /kms/keys:generate-mac',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  reword: orDryRun,
})
export class GenerateMac implements FindingHandler<GenerateMacRequest, GenerateMacResponse, FoundKey> {
  constructor(
    private readonly keys: KeyUse,
    private readonly codes: MessageCodes,
  ) {}

  find(caller: Caller, { KeyId: key }: GenerateMacRequest): Promise<FoundKey> {
    return this.keys.find(caller, { key });
  }

  async handle(_caller: Caller, request: GenerateMacRequest, found: FoundKey): Promise<GenerateMacResponse> {
    const { Algorithm, Message, DryRun: dryRun } = request;
    return withKey(found, { usage: 'GENERATE/VERIFY_MAC', dryRun }, (key) => ({
      Algorithm,
      KeyId: key.keyId,
      Mac: this.codes.generate(key, Algorithm, fromBase64(Message)).toString('base64'),
    }));
  }
}
