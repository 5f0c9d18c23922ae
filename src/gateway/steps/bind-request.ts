import { validateSync, type ValidationError } from 'class-validator';
import type { Caller } from '../../common/caller.ts';
import type { Action, Flaw } from '../action.ts';
import { isAbsent, readFields, undeclaredNames } from '../bind-fields.ts';
import { isSurelyValid } from '../compiled-checks.ts';
import { fieldsOfClass } from '../field-metadata.ts';
import type { ParameterRecord } from '../parameters.ts';
import { isTolerated } from '../protocol-parameters.ts';

/**
 * Binds parameters to the action's request.
 * @throws ServiceError for a parameter that is missing, unknown, malformed or out of bounds
 */
export function bindRequest({ accountId }: Caller, action: Action, parameters: ParameterRecord): object {
  const { fields, optional } = fieldsOfClass(action.request);
  for (const name of fields.keys()) {
    if (!optional.has(name) && isAbsent(parameters[name])) throw action.product.errors.missingParameter(name);
  }
  const isUnknown = (name: string) => !isTolerated(name, parameters[name], accountId);
  const unknown = undeclaredNames(action.request, parameters).find(isUnknown);
  if (unknown !== undefined) throw action.product.errors.invalidParameter(unknown.slice(0, 64));
  const request = readFields(action.request, parameters);
  const mistake = mistakeIn(request, fields.size);
  if (mistake) throw action.product.errors.invalidParameter(mistake.property, flawOf(mistake));
  return request;
}

function mistakeIn(request: object, fieldCount: number): ValidationError | undefined {
  // The validators refuse a class without fields.
  if (fieldCount === 0 || isSurelyValid(request)) return undefined;
  return validateSync(request, { stopAtFirstError: true })[0];
}

const flaws: Readonly<Record<string, Flaw>> = { isLength: 'length', hasBytes: 'length', matches: 'characters' };

function flawOf({ constraints = {} }: ValidationError): Flaw {
  return flaws[Object.keys(constraints)[0] ?? ''] ?? 'form';
}
