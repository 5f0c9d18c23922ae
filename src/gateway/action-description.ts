import type { Action, Class } from './action.ts';
import { fieldsOfClass } from './field-metadata.ts';

/** An operation as `npm run operations` prints it. */
export interface ActionDescription {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly extension: boolean;
  readonly partial?: string;
  readonly route: string;
  readonly parameters: readonly ParameterDescription[];
  /** Type of every leaf of the answer, by its path; arrays are written `[]`. */
  readonly response: Readonly<Record<string, string>>;
  readonly omits?: Readonly<Record<string, string>>;
}

export interface ParameterDescription {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly extension?: true;
  readonly unsupported?: string;
  /** An empty value clears what the parameter would set. */
  readonly clearable?: true;
}

export function describeAction(action: Action): ActionDescription {
  const { product, name, extension, partial, route, omits } = action;
  return {
    product: product.name,
    version: product.version,
    action: name,
    extension: extension ?? false,
    partial,
    route,
    parameters: describeParameters(action.request),
    response: Object.fromEntries(leaves(action.response, '')),
    omits,
  };
}

function describeParameters(request: Class): ParameterDescription[] {
  const { fields, optional, clearable, publishedAsOptional, extensions, unsupported } = fieldsOfClass(request);
  return [...fields.values()].map(({ name, type }) => ({
    name,
    required: !optional.has(name) && !publishedAsOptional.has(name),
    type,
    ...(extensions.has(name) ? { extension: true as const } : {}),
    ...(unsupported.has(name) ? { unsupported: unsupported.get(name)?.why } : {}),
    ...(clearable.has(name) ? { clearable: true as const } : {}),
  }));
}

function leaves(shape: Class, prefix: string): [string, string][] {
  return [...fieldsOfClass(shape).fields.values()].flatMap(({ name, type, item, element }): [string, string][] => {
    const path = `${prefix}${name}${type === 'list' ? '[]' : ''}`;
    return item ? leaves(item, `${path}.`) : [[path, element ?? type]];
  });
}
