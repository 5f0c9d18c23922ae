import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInstance,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isRecord } from '../common/record.ts';
import { Redacted } from '../common/redacted.ts';
import type { Class } from './action.ts';
import { isAbsent, readFields, undeclaredNames } from './bind-fields.ts';
import {
  declareClearable,
  declareExtension,
  declareField,
  declareOptional,
  declarePublishedAsOptional,
  declareUnsupported,
  type FieldMetadata,
} from './field-metadata.ts';
import { asList, asRecord, parseJson, type ParameterValue } from './parameters.ts';

type Item = typeof String | Class;

function field(
  metadata: Omit<FieldMetadata, 'name'>,
  schema: ApiPropertyOptions,
  ...validators: PropertyDecorator[]
): PropertyDecorator {
  const declare: PropertyDecorator = (target, name) => declareField(target, { ...metadata, name: String(name) });
  return applyDecorators(declare, ApiProperty(schema), ...validators);
}

// JSON may carry a number where text is meant, such as an id. One that lost digits in parsing would be a different id.
const readText = (value: ParameterValue): unknown => (Number.isSafeInteger(value) ? String(value) : value);

/** Text of `min` to `max` characters. */
export function Text(min: number, max: number, options: { readonly pattern?: RegExp } = {}): PropertyDecorator {
  const pattern = options.pattern ? [Matches(options.pattern)] : [];
  return field(
    { type: 'string', read: readText },
    { type: String, minLength: min, maxLength: max, pattern: options.pattern?.source },
    Length(min, max),
    isStorable(),
    ...pattern,
  );
}

/** Text of `min` to `max` bytes in UTF-8. */
export function Bytes(min: number, max: number): PropertyDecorator {
  return field({ type: 'string', read: readText }, { type: String }, hasBytes(min, max), isStorable());
}

/** A secret of `min` to `max` bytes in UTF-8, held in Redacted from here on. */
export function Sensitive(min: number, max: number): PropertyDecorator {
  const read = (value: ParameterValue) => (typeof value === 'string' ? new Redacted(value) : value);
  const fits = (value: unknown) => value instanceof Redacted && isTextOf(value.reveal(), min, max);
  return field(
    { type: 'string', sensitive: true, read },
    { type: String, format: 'password' },
    check('isSensitive', fits),
  );
}

/** A whole number from `min` to `max`, on the wire as digits. */
export function Whole(min: number, max: number): PropertyDecorator {
  const read = (value: ParameterValue) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return field({ type: 'number', read }, { type: Number, minimum: min, maximum: max }, IsInt(), Min(min), Max(max));
}

/** `true` or `false`, in upper or lower case. */
export function Flag(): PropertyDecorator {
  const words: Record<string, boolean> = { true: true, false: false };
  const read = (value: ParameterValue) => (typeof value === 'string' ? (words[value.toLowerCase()] ?? value) : value);
  return field({ type: 'boolean', read }, { type: Boolean }, IsBoolean());
}

export function OneOf(...values: string[]): PropertyDecorator {
  return field({ type: 'string', read: readText }, { type: String, enum: values }, IsIn(values));
}

/** A list in any wire encoding, of at most `max` items. */
export function ListOf(item: Item, options: { readonly max?: number } = {}): PropertyDecorator {
  return listField(item, options.max ?? 100);
}

/** A JSON string: a list where the property's type is an array, otherwise one object. */
export function Json(item: Item, options: { readonly max?: number } = {}): PropertyDecorator {
  return (target, name) => {
    const isList = Reflect.getMetadata('design:type', target, name) === Array;
    (isList ? listField(item, options.max ?? 100) : objectField(item as Class))(target, name);
  };
}

/** Text of `min` to `max` characters that is a JSON object. Text is kept as sent; an object is serialised. */
export function JsonText(min: number, max: number): PropertyDecorator {
  const read = (value: ParameterValue) => (isRecord(value) ? JSON.stringify(value) : value);
  const fits = (value: unknown) => typeof value === 'string' && isRecord(parseJson(value));
  return field({ type: 'string', read }, { type: String }, Length(min, max), isStorable(), check('isJsonObject', fits));
}

function listField(item: Item, max: number): PropertyDecorator {
  const readItem = item === String ? readText : (value: ParameterValue) => readObject(item as Class, value);
  // A list that is too long is passed on unread for the validators to refuse.
  const read = (value: ParameterValue) => {
    const list = asList(value);
    return list && list.length <= max ? list.map(readItem) : value;
  };
  return field(
    { type: 'list', item: item === String ? undefined : (item as Class), read },
    { type: item, isArray: true },
    IsArray(),
    ArrayMaxSize(max),
    ...(item === String ? [check('isText', isShortText, { each: true })] : nested(item as Class, true)),
  );
}

function objectField(item: Class): PropertyDecorator {
  const read = (value: ParameterValue) => readObject(item, value);
  return field({ type: 'object', item, read }, { type: item }, ...nested(item, false));
}

function nested(item: Class, each: boolean): PropertyDecorator[] {
  return [IsInstance(item, { each }), ValidateNested({ each })];
}

// A record with an undeclared name is passed on as it is for the validators to refuse.
function readObject(item: Class, value: ParameterValue): unknown {
  const record = asRecord(value);
  return record && undeclaredNames(item, record).length === 0 ? readFields(item, record) : value;
}

/** The parameter may be absent; an empty value counts as absent. */
export function Optional(): PropertyDecorator {
  const declare: PropertyDecorator = (target, name) => declareOptional(target, String(name));
  return applyDecorators(declare, ApiProperty({ required: false }), IsOptional());
}

/** The parameter of a change may be absent; an empty value clears what it would set. */
export function Clearable(): PropertyDecorator {
  const declare: PropertyDecorator = (target, name) => declareClearable(target, String(name));
  const isGiven = ValidateIf((_request, value: ParameterValue | undefined) => !isAbsent(value));
  return applyDecorators(declare, ApiProperty({ required: false }), isGiven);
}

/** The vendor's metadata call it optional, but a call without it is refused. */
export function PublishedAsOptional(): PropertyDecorator {
  return (target, name) => declarePublishedAsOptional(target, String(name));
}

/** The vendor has no such parameter or member. */
export function Extension(): PropertyDecorator {
  return (target, name) => declareExtension(target, String(name));
}

/** Published, but without effect here: only values that would change nothing (`neutral`) are accepted. */
export function Unsupported(why: string, neutral: readonly string[] = []): PropertyDecorator {
  return (target, name) => {
    const design: unknown = Reflect.getMetadata('design:type', target, name);
    const type =
      ({ Number: 'number', Boolean: 'boolean', Array: 'list' } as const)[(design as Class)?.name] ?? 'string';
    declareUnsupported(target, String(name), why, neutral);
    const isNeutral = (value: unknown) =>
      Array.isArray(value) ? value.length === 0 : typeof value !== 'object' && neutral.includes(String(value));
    const schema = { type: design as Class, description: `No effect here: ${why}.` };
    field(
      { type, read: (value) => value },
      type === 'list' ? { ...schema, type: [String] } : schema,
      check('isNeutral', isNeutral),
    )(target, name);
  };
}

/** A member of an answer: a scalar or an object by its declared type, a list when given its items' class. */
export function Member(items?: readonly [typeof String | typeof Number | Class]): PropertyDecorator {
  return (target, name) => {
    const type = items?.[0] ?? (Reflect.getMetadata('design:type', target, name) as Class);
    const scalar = scalarType(type);
    declareField(target, {
      name: String(name),
      type: items ? 'list' : (scalar ?? 'object'),
      item: scalar ? undefined : (type as Class),
      element: scalar,
      read: (value) => value,
    });
    ApiProperty({ type, isArray: Boolean(items), required: false })(target, name);
  };
}

function scalarType(type: unknown): 'string' | 'number' | 'boolean' | undefined {
  if (type === String) return 'string';
  if (type === Number) return 'number';
  return type === Boolean ? 'boolean' : undefined;
}

function check(
  name: string,
  validate: (value: unknown) => boolean,
  options: { each?: boolean } = {},
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate } }, options);
}

function hasBytes(min: number, max: number): PropertyDecorator {
  return check('hasBytes', (value) => typeof value === 'string' && isTextOf(value, min, max));
}

// PostgreSQL stores no NUL, and UTF-8 no lone surrogate.
function isStorable(): PropertyDecorator {
  return check('isStorable', (value) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0'));
}

function isTextOf(value: string, min: number, max: number): boolean {
  const size = Buffer.byteLength(value);
  return size >= min && size <= max && value.isWellFormed();
}

function isShortText(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= 512 &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}
