import type { Class } from './action.ts';
import type { ParameterValue } from './parameters.ts';

/** Describes a request field or a response member, for the binder, the documents and the OpenAPI schema. */
export interface FieldMetadata {
  readonly name: string;
  /** The published wire type. */
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'object';
  /** Class of the list's items or of the object; undefined for scalars and lists of scalars. */
  readonly item?: Class;
  /** Type of a list's scalar items. */
  readonly element?: 'string' | 'number' | 'boolean';
  /** Its values are never shown, not even in the error that answers them. */
  readonly sensitive?: true;
  /** Converts the wire value to the field's. A value that does not fit is passed on for the validators to refuse. */
  readonly read: (value: ParameterValue) => unknown;
}

interface ClassFields {
  readonly fields: Map<string, FieldMetadata>;
  readonly optional: Set<string>;
  /** Optional, but an empty value is not treated as absent: it clears the field. */
  readonly clearable: Set<string>;
  /** Published as optional, although a call without them is refused. */
  readonly publishedAsOptional: Set<string>;
  readonly extensions: Set<string>;
  readonly unsupported: Map<string, { why: string; neutral: readonly string[] }>;
}

const fieldsOf = new WeakMap<object, ClassFields>();

function own(prototype: object): ClassFields {
  let entry = fieldsOf.get(prototype);
  if (!entry) fieldsOf.set(prototype, (entry = inherited(prototype)));
  return entry;
}

function inherited(prototype: object): ClassFields {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  const base = parent && parent !== Object.prototype ? own(parent) : undefined;
  return {
    fields: new Map(base?.fields),
    optional: new Set(base?.optional),
    clearable: new Set(base?.clearable),
    publishedAsOptional: new Set(base?.publishedAsOptional),
    extensions: new Set(base?.extensions),
    unsupported: new Map(base?.unsupported),
  };
}

export function declareField(prototype: object, field: FieldMetadata): void {
  own(prototype).fields.set(field.name, field);
}

export function declareOptional(prototype: object, name: string): void {
  own(prototype).optional.add(name);
}

export function declareClearable(prototype: object, name: string): void {
  own(prototype).optional.add(name);
  own(prototype).clearable.add(name);
}

export function declarePublishedAsOptional(prototype: object, name: string): void {
  own(prototype).publishedAsOptional.add(name);
}

export function declareExtension(prototype: object, name: string): void {
  own(prototype).extensions.add(name);
}

export function declareUnsupported(prototype: object, name: string, why: string, neutral: readonly string[]): void {
  own(prototype).unsupported.set(name, { why, neutral });
}

/** The fields of a request, item or response class, in declaration order. */
export function fieldsOfClass(target: Class): ClassFields {
  return own(target.prototype as object);
}
