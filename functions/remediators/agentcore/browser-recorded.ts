import * as z from 'zod';
import { toJson } from '../../../shared/json.ts';
import { defineReport } from '../../../shared/report.ts';
import { allBrowsers, browsers, browserTags, browserType, replaceBrowser } from './browsers.ts';

/**
 * Reports custom browsers of AgentCore whose sessions leave no recording.
 *
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-session-recording.html
 */
export const browserRecorded = defineReport({
  id: 'agentcore-browser-recorded',
  title: 'Report AgentCore browsers that record no sessions',
  description:
    'Reports custom browsers of AgentCore without session recording, with the steps to one that records to a bucket. Recording is settled when a browser is made.',
  severity: 'medium',
  resource: browserType,
  controls: {
    securityHub: ['BedrockAgentCore.6'],
    configRules: ['bedrockagentcore-browsercustom-recording-enabled'],
  },
  triggers: [
    {
      resource: browserType,
      configRule: ['bedrockagentcore-browsercustom-recording-enabled'],
      apiCall: ['bedrock-agentcore:CreateBrowser'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { agentcore: browsers },

  async assess({ id: browserId }, aws) {
    const { recording, status, name = browserId } = await aws.agentcore.GetBrowser({ browserId });
    if (status === undefined) throw new TypeError('GetBrowser named no status');
    const live = { recording: toJson(recording) };
    if (recording?.enabled === true) return { state: 'compliant', why: 'Its sessions are recorded.', live };
    return {
      state: 'manual',
      why: [`Sessions of browser ${name} are not recorded`],
      steps: [
        'Have a bucket for the recordings, and an execution role that may write to it (s3:PutObject).',
        ...replaceBrowser(browserId, name, 'recording enabled, with the bucket as s3Location'),
      ],
      live,
    };
  },

  tags: async ({ id }, aws) => browserTags(id, aws),
  list: (aws) => allBrowsers(aws),
});
