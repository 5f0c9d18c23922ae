import type { Class } from './action.ts';
import { fieldsOfClass } from './field-metadata.ts';
import type { ParameterRecord, ParameterValue } from './parameters.ts';

/**
 * Makes an instance of a request or item class from wire values. Names that the class does not declare are left out.
 */
export function readFields<T extends object>(target: Class<T>, values: ParameterRecord): T {
  const { fields, optional, clearable } = fieldsOfClass(target);
  const instance = new target() as Record<string, unknown>;
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    const isLeftOut = optional.has(name) && isAbsent(value) && !(clearable.has(name) && value === '');
    if (field && !isLeftOut) instance[name] = field.read(value);
  }
  return instance as T;
}

/**
 * Names that the class does not declare. (The validators' own whitelist misses `__proto__` and takes `hasOwnProperty`
 * for declared.)
 */
export function undeclaredNames(target: Class, values: ParameterRecord): string[] {
  const { fields } = fieldsOfClass(target);
  return Object.keys(values).filter((name) => !fields.has(name));
}

export function isAbsent(value: ParameterValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
