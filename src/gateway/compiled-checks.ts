import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { Class } from './action.ts';

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Members = Readonly<Record<string, unknown>>;
type ObjectCheck = (object: Members) => boolean;
type ValueCheck = (value: unknown, object: Members) => boolean;
/** As declared by `ValidateIf` and `IsOptional`: whether the other checks of the field apply. */
type Condition = (object: Members, value: unknown) => boolean;

const compiled = new WeakMap<Class, ObjectCheck>();

/**
 * Whether class-validator would find nothing wrong with the object, from checks that are compiled once for each class:
 * class-validator collects its metadata anew for every object, which took a quarter of a call. False also where only
 * class-validator can tell.
 */
export function isSurelyValid(object: object): boolean {
  const target = object.constructor as Class;
  let check = compiled.get(target);
  if (!check) compiled.set(target, (check = compile(target)));
  return check(object as Members);
}

function compile(target: Class): ObjectCheck {
  const storage = getMetadataStorage();
  const metadatas = storage.getTargetValidationMetadatas(target, '', false, false);
  const fields = Object.entries(storage.groupByPropertyName(metadatas)).map(([name, those]) => fieldCheck(name, those));
  // class-validator refuses an object of a class that declares nothing.
  return fields.length === 0 ? askClassValidator : (object) => fields.every((check) => check(object));
}

function fieldCheck(name: string, metadatas: Metadata[]): ObjectCheck {
  const isCondition = ({ type }: Metadata) => type === ValidationTypes.CONDITIONAL_VALIDATION;
  const conditions = metadatas.filter(isCondition).map(({ constraints }) => constraints[0] as Condition);
  const checks = metadatas.filter((metadata) => !isCondition(metadata)).map(valueCheck);
  return (object) => {
    const value = object[name];
    return !conditions.every((applies) => applies(object, value)) || checks.every((check) => check(value, object));
  };
}

function valueCheck(metadata: Metadata): ValueCheck {
  if (metadata.validateIf) return askClassValidator;
  if (metadata.type === ValidationTypes.NESTED_VALIDATION) return isValidWithin;
  if (metadata.type !== ValidationTypes.CUSTOM_VALIDATION) return askClassValidator;
  const check = constraintCheck(metadata);
  if (!metadata.each) return check;
  return (value, object) => (Array.isArray(value) ? value.every((item) => check(item, object)) : check(value, object));
}

function constraintCheck({ constraintCls, constraints, propertyName: property }: Metadata): ValueCheck {
  const validators = getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => instance);
  return (value, object) => {
    const context = { targetName: object.constructor.name, property, object, value, constraints };
    // A promise is not true: class-validator awaits it.
    return validators.every((validator) => validator.validate(value, context) === true);
  };
}

function isValidWithin(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => !Array.isArray(item) && isValidWithin(item));
  return value === undefined || (value instanceof Object && isSurelyValid(value));
}

function askClassValidator(): false {
  return false;
}
