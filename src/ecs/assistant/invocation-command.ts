import { Redacted } from '../../common/redacted.ts';
import type { AssistantCommand, ScriptLanguage } from '../ecs.api.ts';
import { runCommandScript } from './run-command-script.ts';
import { runPowerShellScript } from './run-powershell-script.ts';

/** A command for one or more instances. */
export interface Invocation {
  readonly instanceIds: readonly string[];
  readonly language: ScriptLanguage;
  readonly content: Redacted<string>;
  /** The user a shell script runs as. */
  readonly userName: string;
  /** Empty means the user's home. */
  readonly folder: string;
  readonly timeoutSeconds: number;
  readonly clientToken?: string;
}

type Script = Pick<AssistantCommand, 'script' | 'language' | 'arguments' | 'input' | 'runAs'>;

/** Our script that runs the content of an invocation on an instance. */
export function invocationScript({ language, content, userName, folder, timeoutSeconds }: Invocation): Script {
  if (language === 'powershell') {
    const input = new Redacted(`${folder}\n${timeoutSeconds}\n${content.reveal()}`);
    return { script: runPowerShellScript, language, input };
  }
  const parameters = [folder, String(timeoutSeconds)];
  return { script: runCommandScript, arguments: parameters, input: content, runAs: { user: userName } };
}
