import * as z from 'zod';
import { toJson } from '../../../shared/json.ts';
import { defineReport } from '../../../shared/report.ts';
import { allBrowsers, browsers, browserTags, browserType, replaceBrowser } from './browsers.ts';

/**
 * Reports custom browsers of AgentCore that reach the internet past any VPC.
 *
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
 */
export const browserInVpc = defineReport({
  id: 'agentcore-browser-in-vpc',
  title: 'Report AgentCore browsers outside a VPC',
  description:
    'Reports custom browsers of AgentCore whose network mode is PUBLIC, with the steps to one in a VPC. The network is fixed when a browser is made.',
  severity: 'high',
  resource: browserType,
  controls: {
    securityHub: ['BedrockAgentCore.5'],
    configRules: ['bedrockagentcore-browsercustom-network-mode-not-public'],
  },
  triggers: [
    {
      resource: browserType,
      configRule: ['bedrockagentcore-browsercustom-network-mode-not-public'],
      apiCall: ['bedrock-agentcore:CreateBrowser'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { agentcore: browsers },

  async assess({ id: browserId }, aws) {
    const { networkConfiguration: network, name = browserId } = await aws.agentcore.GetBrowser({ browserId });
    if (network?.networkMode === undefined) throw new TypeError('GetBrowser named no network mode');
    const live = { networkConfiguration: toJson(network) };
    if (network.networkMode === 'VPC') return { state: 'compliant', why: 'The browser is in a VPC.', live };
    return {
      state: 'manual',
      why: [`Browser ${name} is in no VPC (network mode ${network.networkMode})`],
      steps: replaceBrowser(browserId, name, 'networkMode VPC with your subnets and security groups'),
      live,
    };
  },

  tags: async ({ id }, aws) => browserTags(id, aws),
  list: (aws) => allBrowsers(aws),
});
