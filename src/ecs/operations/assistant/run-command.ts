import { decodeBase64 } from '../../../common/base64.ts';
import type { Caller } from '../../../common/caller.ts';
import { Redacted } from '../../../common/redacted.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, OneOf, Optional, Sensitive, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { InvocationsService } from '../../assistant/invocations.ts';
import type { ScriptLanguage } from '../../ecs.api.ts';
import { EcsErrors } from '../../ecs.errors.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, LoginName } from '../ecs-fields.ts';

const noParameters = 'commands have no parameters of their own';
const noSchedule = 'commands run once and immediately';
const noContainers = 'commands run on the instance itself';
const noResources = 'registered servers have no cloud resources';

export class RunCommandRequest {
  @Text(1, 64) Type: string;
  @Sensitive(1, 1_000_000) CommandContent: Redacted<string>;
  @Optional() @OneOf('PlainText', 'Base64') ContentEncoding: 'PlainText' | 'Base64' = 'PlainText';
  @Optional() @ListOf(String, { max: 1_000 }) InstanceId: string[] = [];
  @Optional() @Whole(10, 86_400) Timeout: number = 60;
  @Optional() @LoginName() Username?: string;
  @Optional() @Text(0, 200) WorkingDir: string = '';
  @Optional() @Text(1, 64) ClientToken?: string;
  // No operation here returns these two.
  @Optional() @Text(1, 128) Name?: string;
  @Optional() @Text(1, 512) Description?: string;
  @Optional() @Unsupported('commands are not kept', ['false']) KeepCommand?: boolean;
  @Optional() @Unsupported(noParameters, ['false']) EnableParameter?: boolean;
  @Optional() @Unsupported(noParameters, ['{}']) Parameters?: string;
  @Optional() @Unsupported(noSchedule, ['Once']) RepeatMode?: string;
  @Optional() @Unsupported(noSchedule, ['false']) Timed?: boolean;
  @Optional() @Unsupported(noSchedule) Frequency?: string;
  @Optional()
  @Unsupported('at the timeout the whole command is ended', ['ProcessTree'])
  TerminationMode?: string;
  @Optional() @Unsupported('the first line of the command names its interpreter') Launcher?: string;
  @Optional() @Unsupported(noContainers) ContainerId?: string;
  @Optional() @Unsupported(noContainers) ContainerName?: string;
  @Optional() @Unsupported(noResources) OssOutputDelivery?: string;
  @Optional() @Unsupported(noResources) ResourceGroupId?: string;
  @Optional() @Unsupported(noResources) ResourceTag?: string[];
  @Optional() @Unsupported(noResources) Tag?: string[];
  @Optional() @Unsupported('on Windows commands run as the user who manages the instance') WindowsPasswordName?: string;
}

export class RunCommandResponse {
  @Member() CommandId: string;
  @Member() InvokeId: string;
}

const batchFile = 'RunBatScript';
const languages: Readonly<Record<string, ScriptLanguage>> = { RunShellScript: 'sh', RunPowerShellScript: 'powershell' };
/** The vendor's name for the user who runs a command that names none. */
const defaultUsers: Readonly<Record<ScriptLanguage, string>> = { sh: 'root', powershell: 'System' };
const maxInstances = 100;
/** Size limit of the command in Base64. */
const maxContentBytes = 24_576;

@EcsAction({
  request: RunCommandRequest,
  response: RunCommandResponse,
  route: 'POST /ecs/commands:run',
  resource: (caller, { InstanceId }) => namedInstances(InstanceId).map((instanceId) => instanceArn(caller, instanceId)),
  partial:
    'shell scripts on Linux and PowerShell on Windows, immediately and without parameters; no batch files; PowerShell runs as the user who ' +
    'manages the instance and was tested on an emulated instance only',
})
export class RunCommand implements ActionHandler<RunCommandRequest, RunCommandResponse> {
  constructor(private readonly invocations: InvocationsService) {}

  async handle(caller: Caller, request: RunCommandRequest): Promise<RunCommandResponse> {
    const language = readLanguage(request);
    const { commandId, invokeId } = await this.invocations.start(caller, {
      instanceIds: readInstanceIds(request),
      language,
      content: readContent(request),
      userName: readUser(request, language),
      folder: request.WorkingDir,
      timeoutSeconds: request.Timeout,
      clientToken: request.ClientToken,
    });
    return { CommandId: commandId, InvokeId: invokeId };
  }
}

function readLanguage({ Type: type }: RunCommandRequest): ScriptLanguage {
  if (type === batchFile) throw EcsErrors.InstanceNotMatch();
  const language = Object.hasOwn(languages, type) ? languages[type] : undefined;
  if (!language) throw EcsErrors.CommandTypeNotFound();
  return language;
}

function readUser({ Username: name }: RunCommandRequest, language: ScriptLanguage): string {
  const defaultUser = defaultUsers[language];
  if (language === 'powershell' && name !== undefined && name !== defaultUser) {
    throw EcsErrors.InvalidParameter({ Name: 'Username' });
  }
  return name ?? defaultUser;
}

/** All instances where a request names none or too many, which is refused. */
function namedInstances(ids: readonly string[]): (string | undefined)[] {
  return ids.length === 0 || ids.length > maxInstances ? [undefined] : [...new Set(ids)];
}

function readInstanceIds({ InstanceId: ids }: RunCommandRequest): string[] {
  if (ids.length === 0) throw EcsErrors.InstanceIdMissing();
  if (ids.length > maxInstances) throw EcsErrors.TooManyInstances();
  return [...new Set(ids)];
}

function readContent({ CommandContent: content, ContentEncoding: encoding }: RunCommandRequest): Redacted<string> {
  const text = content.reveal();
  const encoded = encoding === 'Base64' ? text : Buffer.from(text).toString('base64');
  if (encoded.length > maxContentBytes) throw EcsErrors.CommandTooLong();
  if (encoding !== 'Base64') return content;
  const decoded = decodeBase64(text);
  if (!decoded) throw EcsErrors.CommandUndecodable();
  return new Redacted(decoded.toString());
}
