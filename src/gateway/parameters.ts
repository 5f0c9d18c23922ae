import { isRecord } from '../common/record.ts';
import { isBoundedJson } from './bounded-json.ts';

/** A request's parameters as a tree: scalars at the leaves, records and lists above. Records have no prototype. */
export type ParameterValue = string | number | boolean | null | ParameterRecord | ParameterValue[];
export interface ParameterRecord {
  [name: string]: ParameterValue;
}

/** A parameter that does not fit into the tree: a repeated name, a value that is also a container, `__proto__`, … */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';

  constructor(readonly parameter: string) {
    super(`the parameter ${parameter.slice(0, 64)} is not well formed`);
  }
}

export const maxParameters = 5_000;
const maxDepth = 6;
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

export function emptyRecord(): ParameterRecord {
  return Object.create(null) as ParameterRecord;
}

/** `Tag.1.Key=a` becomes `{ Tag: { 1: { Key: 'a' } } }`. @throws BadParameter */
export function parameterTree(pairs: Iterable<readonly [string, string]>): ParameterRecord {
  const root = emptyRecord();
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > maxParameters) throw new BadParameter(name);
    place(root, name, value);
  }
  return root;
}

function place(root: ParameterRecord, name: string, value: string): void {
  // The Terraform provider's instance data source sends `Tag.*.1.Key`.
  const path = name.split('.').filter((segment) => segment !== '*');
  if (path.length === 0 || path.length > maxDepth || path.some(isBadSegment)) throw new BadParameter(name);
  const last = path.pop() as string;
  const parent = path.reduce((record, segment) => child(record, segment, name), root);
  if (last in parent) throw new BadParameter(name);
  parent[last] = value;
}

function child(record: ParameterRecord, segment: string, name: string): ParameterRecord {
  const existing = (record[segment] ??= emptyRecord());
  if (!isRecord(existing)) throw new BadParameter(name);
  return existing;
}

function isBadSegment(segment: string): boolean {
  return segment === '' || segment.length > 128 || forbiddenNames.has(segment);
}

/** Joins the parameters of query, path and body. @throws BadParameter when a name occurs in two of them */
export function mergeParameters(...records: ParameterRecord[]): ParameterRecord {
  const merged = emptyRecord();
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (name in merged || isBadSegment(name)) throw new BadParameter(name);
      merged[name] = value;
    }
  }
  return merged;
}

/**
 * Parses JSON text into records without prototypes; undefined when it is not JSON or exceeds the bounds of
 * `isBoundedJson`.
 */
export function parseJson(text: string): ParameterValue | undefined {
  if (!isBoundedJson(text)) return undefined;
  try {
    return JSON.parse(text, withoutPrototype) as ParameterValue;
  } catch {
    return undefined;
  }
}

function withoutPrototype(_name: string, value: unknown): unknown {
  return isRecord(value) ? Object.assign(emptyRecord(), value) : value;
}

/**
 * A list in any wire encoding: an array, JSON text, or a record with the names 1, 2, …; undefined when it is not one.
 */
export function asList(value: ParameterValue): ParameterValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    return Array.isArray(parsed) ? parsed : undefined;
  }
  return isRecord(value) ? numbered(value) : undefined;
}

function numbered(record: ParameterRecord): ParameterValue[] | undefined {
  const names = Object.keys(record);
  const isNumbered = names.every((name) => /^[1-9]\d{0,5}$/.test(name));
  // Integer-like names of an object come in ascending order.
  return isNumbered ? names.map((name) => record[name] as ParameterValue) : undefined;
}

/** A record in any wire encoding: an object or JSON text; undefined when it is not one. */
export function asRecord(value: ParameterValue): ParameterRecord | undefined {
  const candidate = typeof value === 'string' ? parseJson(value) : value;
  return isRecord(candidate) ? candidate : undefined;
}
