import {
  BedrockAgentCoreControlClient,
  GetCodeInterpreterCommand,
  ListCodeInterpretersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { toJson } from '../../../shared/json.ts';
import { defineReport } from '../../../shared/report.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

const agentcore = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetCodeInterpreterCommand,
  ListCodeInterpretersCommand,
  ListTagsForResourceCommand,
});

/** As CloudFormation calls the code interpreters of an account; AWS's own is none of these. */
const type = 'AWS::BedrockAgentCore::CodeInterpreterCustom';

/**
 * Reports custom code interpreters of AgentCore that are in no VPC: SANDBOX, which reaches Amazon S3 and DNS only,
 * counts as well, for so does the control that this answers.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/bedrockagentcore-codeinterpreter-networkmode-check.html
 */
export const codeInterpreterInVpc = defineReport({
  id: 'agentcore-code-interpreter-in-vpc',
  title: 'Report AgentCore code interpreters outside a VPC',
  description:
    'Reports custom code interpreters of AgentCore whose network mode is PUBLIC or SANDBOX, with the steps to one in a VPC. The network is fixed when a code interpreter is made.',
  severity: 'high',
  resource: type,
  controls: {
    securityHub: ['BedrockAgentCore.7'],
    configRules: ['bedrockagentcore-codeinterpreter-networkmode-check'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrockagentcore-codeinterpreter-networkmode-check'],
      apiCall: ['bedrock-agentcore:CreateCodeInterpreter'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { agentcore },

  async assess({ id: codeInterpreterId }, aws) {
    const interpreter = await aws.agentcore.GetCodeInterpreter({ codeInterpreterId });
    const { networkConfiguration: network, name = codeInterpreterId } = interpreter;
    if (network?.networkMode === undefined) throw new TypeError('GetCodeInterpreter named no network mode');
    const live = { networkConfiguration: toJson(network) };
    if (network.networkMode === 'VPC') return { state: 'compliant', why: 'The code interpreter is in a VPC.', live };
    return {
      state: 'manual',
      why: [`Code interpreter ${name} is in no VPC (network mode ${network.networkMode})`],
      steps: stepsFor(codeInterpreterId, name),
      live,
    };
  },

  async tags({ id: codeInterpreterId }, aws) {
    const { codeInterpreterArn } = await aws.agentcore.GetCodeInterpreter({ codeInterpreterId });
    return tagsOf(aws.agentcore, codeInterpreterArn);
  },

  async *list(aws) {
    const all = everyItem(
      (request) => aws.agentcore.ListCodeInterpreters({ ...request, type: 'CUSTOM' }),
      ({ codeInterpreterSummaries }) => codeInterpreterSummaries,
    );
    for await (const { codeInterpreterId: id } of all) if (id !== undefined) yield { resource: { type, id } };
  },
});

function stepsFor(id: string, name: string): string[] {
  return [
    `Create a code interpreter with the settings of ${id} (GetCodeInterpreter), another name than ${name}, and networkMode VPC with your subnets and security groups (CreateCodeInterpreter): a code interpreter can't be updated.`,
    'Give the agents its id, and let their roles start sessions in it (bedrock-agentcore:StartCodeInterpreterSession).',
    `Once no session runs in ${id} (ListCodeInterpreterSessions), delete it (DeleteCodeInterpreter).`,
  ];
}
