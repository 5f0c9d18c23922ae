import { ServiceError } from '../../common/service-error.ts';
import { AssistantUnavailable, LaunchFailure, type AssistantResult } from '../ecs.api.ts';
import type { InvocationEntity } from './invocation.entity.ts';
import { RunFailure } from './run-command-script.ts';

type Outcome = Pick<InvocationEntity, 'status' | 'exitCode' | 'output' | 'droppedBytes' | 'errorCode' | 'errorInfo'>;

const launchErrors: Readonly<Record<number, readonly [string, string]>> = {
  [LaunchFailure.cannotBecomeRoot]: ['ExecutionException', 'The management account may not use sudo on the instance.'],
  [LaunchFailure.noSuchUser]: ['AccountNotExists', 'The specified account does not exist on the instance.'],
  [LaunchFailure.cannotBecomeUser]: ['ExecutionException', 'The command cannot be run as the specified account.'],
  [RunFailure.noFolder]: ['DirectoryNotExists', 'The specified directory does not exist on the instance.'],
  [RunFailure.noFile]: ['ExecutionException', 'The command could not be written to the instance.'],
};

const unavailableErrors: Readonly<Record<AssistantUnavailable['reason'], string>> = {
  'no-instance': 'InstanceReleased',
  'no-credential': 'ClientNotRunning',
  unreachable: 'ClientNotOnline',
  proxy: 'ClientNotOnline',
  timeout: 'ClientNotOnline',
  closed: 'ClientNotOnline',
  'no-algorithm': 'ClientNotOnline',
  protocol: 'ClientNotOnline',
  'host-key': 'ClientNotOnline',
  authentication: 'ClientNotRunning',
  'not-begun': 'ExecutionException',
  'command-timeout': 'ExecutionTimeout',
  'unknown-outcome': 'ExecutionInterrupted',
};

/**
 * Exit codes of timeout(1) when it had to end the program: by SIGTERM (124, with BusyBox 143), or by SIGKILL after that
 * (137).
 */
const endedByTimeout: readonly number[] = [124, 143, 137];

/** The outcome of a command that ran to its end. */
export function outcomeOfResult(result: AssistantResult, tookMs: number, timeoutMs: number): Outcome {
  const { exitCode, droppedBytes } = result;
  const base = { exitCode, droppedBytes, output: Buffer.from(result.stdout).toString('base64') };
  const launchError = launchErrors[exitCode];
  if (launchError) return { ...base, status: 'Failed', errorCode: launchError[0], errorInfo: launchError[1] };
  if (endedByTimeout.includes(exitCode) && tookMs >= timeoutMs) return { ...base, ...timedOut };
  if (exitCode === 0) return { ...base, status: 'Success', errorCode: null, errorInfo: null };
  return { ...base, status: 'Failed', errorCode: 'ExitCodeNonzero', errorInfo: 'The exit code is not zero.' };
}

/** The outcome of a command that did not provably run. */
export function outcomeOfError(error: unknown): Outcome {
  const nothing = { exitCode: null, droppedBytes: 0, output: '' };
  if (!(error instanceof AssistantUnavailable)) {
    const errorCode = error instanceof ServiceError ? error.code : 'ExecutionException';
    return { ...nothing, status: 'Error', errorCode, errorInfo: 'The command could not be run.' };
  }
  if (error.reason === 'command-timeout') return { ...nothing, ...timedOut };
  return { ...nothing, status: 'Error', errorCode: unavailableErrors[error.reason], errorInfo: error.message };
}

const timedOut = {
  status: 'Timeout',
  errorCode: unavailableErrors['command-timeout'],
  errorInfo: 'The command did not end in time.',
} as const;

const interrupted = {
  status: 'Error',
  errorCode: unavailableErrors['unknown-outcome'],
  errorInfo: 'The command was interrupted; its effect is unknown.',
} as const;

/**
 * The row with its true status: a command that is still running after its deadline was lost with its process, before
 * that process could record the outcome.
 */
export function withTrueStatus(row: InvocationEntity, now: Date): InvocationEntity {
  const isLost = row.status === 'Running' && row.deadline <= now;
  return isLost ? { ...row, ...interrupted, finishedAt: row.deadline } : row;
}
