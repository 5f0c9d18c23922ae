import { DescribeCloudAssistantStatus } from './describe-cloud-assistant-status.ts';
import { DescribeInvocationResults } from './describe-invocation-results.ts';
import { DescribeInvocations } from './describe-invocations.ts';
import { RunCommand } from './run-command.ts';

export const assistantOperations = [
  DescribeCloudAssistantStatus,
  DescribeInvocationResults,
  DescribeInvocations,
  RunCommand,
];
