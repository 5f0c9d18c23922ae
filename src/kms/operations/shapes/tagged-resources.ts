import type { Caller } from '../../../common/caller.ts';
import type { ServiceError } from '../../../common/service-error.ts';
import { Optional, Text } from '../../../gateway/fields.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { arnOf, type TaggedKind, type TaggedResource } from '../../tags/tagged-resource.ts';

/** A tag in the operations on several resources. The core checks its form, with errors of its own. */
export class ResourceTag {
  @Optional() @Text(0, 512) Key: string = '';
  @Optional() @Text(0, 512) Value?: string;
}

/** The one resource that a request names. @throws InvalidParameter when it names two, MissingParameter for none */
export function namedResource(request: { KeyId?: string; SecretName?: string }): TaggedResource {
  const { KeyId, SecretName } = request;
  if (KeyId !== undefined && SecretName !== undefined) throw KmsErrors.InvalidParameter({ Name: 'SecretName' });
  if (SecretName !== undefined) return { kind: 'secret', id: SecretName };
  if (KeyId !== undefined) return { kind: 'key', id: KeyId };
  throw KmsErrors.MissingParameter({ Name: 'KeyId' });
}

/** @throws MissingParameter when no resource is named */
export function listedResources(request: ListedResources): TaggedResource[] {
  if (request.ResourceId.length === 0) throw KmsErrors.MissingParameter({ Name: 'ResourceId' });
  return request.ResourceId.map((id) => ({ kind: request.ResourceType, id }));
}

export function listedArns(caller: Caller, request: ListedResources): string[] {
  return [...new Set(listedResources(request).map((resource) => arnOf(caller, resource)))];
}

const { ResourceNotFound, KeyNotFound, AliasNotFound } = KmsErrors.table;
const missing = new Set<string>([ResourceNotFound.code, KeyNotFound.code, AliasNotFound.code]);

/** Operations on several resources have their own error for one that is missing or another account's. */
export function orMissing(refusal: ServiceError): ServiceError {
  return missing.has(refusal.code) ? KmsErrors.TaggedResourceNotFound({ cause: refusal }) : refusal;
}

interface ListedResources {
  readonly ResourceType: TaggedKind;
  readonly ResourceId: readonly string[];
}
