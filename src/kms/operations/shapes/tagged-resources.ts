import type { Caller } from '../../../common/caller.ts';
import type { ServiceError } from '../../../common/service-error.ts';
import { Optional, Text } from '../../../gateway/fields.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { arnOf, type TaggedKind, type TaggedResource } from '../../tags/tagged-resource.ts';

/** A tag of the operations over several resources; the core says what is wrong with it. */
export class ResourceTag {
  @Optional() @Text(0, 512) Key: string = '';
  @Optional() @Text(0, 512) Value?: string;
}

/** The one resource that a request names. */
export function namedResource(request: { KeyId?: string; SecretName?: string }): TaggedResource {
  const { KeyId, SecretName } = request;
  if (KeyId !== undefined && SecretName !== undefined) throw KmsErrors.InvalidParameter({ Name: 'SecretName' });
  if (SecretName !== undefined) return { kind: 'secret', id: SecretName };
  if (KeyId !== undefined) return { kind: 'key', id: KeyId };
  throw KmsErrors.MissingParameter({ Name: 'KeyId' });
}

/** Throws MissingParameter when none is named. */
export function listedResources(request: ListedResources): TaggedResource[] {
  if (request.ResourceId.length === 0) throw KmsErrors.MissingParameter({ Name: 'ResourceId' });
  return request.ResourceId.map((id) => ({ kind: request.ResourceType, id }));
}

export function listedArns(caller: Caller, request: ListedResources): string[] {
  return [...new Set(listedResources(request).map((resource) => arnOf(caller, resource)))];
}

const { ResourceNotFound, KeyNotFound, AliasNotFound } = KmsErrors.table;
const missing = new Set<string>([ResourceNotFound.code, KeyNotFound.code, AliasNotFound.code]);

/** Over several resources one that is missing, or another account's, has an error of its own. */
export function orMissing(refusal: ServiceError): ServiceError {
  return missing.has(refusal.code) ? KmsErrors.TaggedResourceNotFound({ cause: refusal }) : refusal;
}

interface ListedResources {
  readonly ResourceType: TaggedKind;
  readonly ResourceId: readonly string[];
}
