import type { Action, Class } from '../action.ts';
import { fieldsOfClass, type FieldMetadata } from '../field-metadata.ts';
import { protocolNames } from '../protocol-parameters.ts';

type Pair = readonly [string, string];

/**
 * A call's pairs for the text that the vendor shows when a signature is wrong, which ends up in clients' logs. Only the
 * protocol's own parameters, and those that the action supports and that hold no secret, keep their values.
 */
export function shownPairs(action: Action, pairs: readonly Pair[]): Pair[] {
  const shown = shownNames(action);
  return pairs.map(([name, value]) => [name, shown.has(name.split('.', 1)[0] ?? '') ? value : '***']);
}

function shownNames({ request }: Action): Set<string> {
  const { fields, unsupported } = fieldsOfClass(request);
  const harmless = [...fields.values()].filter((field) => !unsupported.has(field.name) && !holdsSecret(field));
  return new Set([...protocolNames, ...harmless.map(({ name }) => name)]);
}

function holdsSecret({ sensitive, item }: FieldMetadata): boolean {
  return Boolean(sensitive || (item && hasSecrets(item)));
}

function hasSecrets(item: Class): boolean {
  return [...fieldsOfClass(item).fields.values()].some(holdsSecret);
}
