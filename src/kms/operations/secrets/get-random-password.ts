import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional, Text, Whole } from '../../../gateway/fields.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { passwordTypes, randomSecretPassword } from '../../secrets/random-secret-password.ts';
import { KmsAction } from '../kms-action.ts';

export class GetRandomPasswordRequest {
  @Optional() @Whole(8, 128) PasswordLength: number = 32;
  @Optional() @Text(1, 128, { pattern: /^[ -~]+$/ }) ExcludeCharacters?: string;
  @Optional() @Flag() ExcludeLowercase: boolean = false;
  @Optional() @Flag() ExcludeUppercase: boolean = false;
  @Optional() @Flag() ExcludeNumbers: boolean = false;
  @Optional() @Flag() ExcludePunctuation: boolean = false;
  @Optional() @Flag() RequireEachIncludedType: boolean = true;
}

export class GetRandomPasswordResponse {
  @Member() RandomPassword: string;
}

@KmsAction({
  request: GetRandomPasswordRequest,
  response: GetRandomPasswordResponse,
  route: 'GET /kms/random-password',
  resource: () => '*',
})
export class GetRandomPassword implements ActionHandler<GetRandomPasswordRequest, GetRandomPasswordResponse> {
  async handle(_caller: Caller, request: GetRandomPasswordRequest): Promise<GetRandomPasswordResponse> {
    const password = randomSecretPassword({
      length: request.PasswordLength,
      types: includedTypes(request),
      without: request.ExcludeCharacters ?? '',
      requireEach: request.RequireEachIncludedType,
    });
    if (!password) throw KmsErrors.InvalidParameter({ Name: 'ExcludeCharacters' });
    return { RandomPassword: password.reveal() };
  }
}

function includedTypes(request: GetRandomPasswordRequest) {
  const excluded = {
    lowercase: request.ExcludeLowercase,
    uppercase: request.ExcludeUppercase,
    numbers: request.ExcludeNumbers,
    punctuation: request.ExcludePunctuation,
  };
  return (Object.keys(passwordTypes) as (keyof typeof passwordTypes)[]).filter((type) => !excluded[type]);
}
