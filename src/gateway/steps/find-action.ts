import type { Call } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';
import type { ActionRegistry, RegisteredAction } from '../registry.ts';

/** Finds the operation by Version and Action. @throws MissingParameter, InvalidVersion, InvalidActionNotFound */
export function findAction(registry: ActionRegistry, call: Call): RegisteredAction {
  const { action: name, version } = call;
  if (!version) throw GatewayErrors.MissingParameter({ Name: 'Version' });
  if (!registry.hasVersion(version)) throw GatewayErrors.InvalidVersion();
  if (!name) throw GatewayErrors.MissingParameter({ Name: 'Action' });
  const action = registry.find(version, name);
  if (!action) throw GatewayErrors.InvalidActionNotFound();
  return action;
}
