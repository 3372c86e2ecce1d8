import {
  BedrockAgentCoreControlClient,
  GetBrowserCommand,
  ListBrowsersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

/** What it takes to look at custom browsers. There is no operation that would update one. */
export const browsers = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetBrowserCommand,
  ListBrowsersCommand,
  ListTagsForResourceCommand,
});

type Aws = BoundServices<{ agentcore: typeof browsers }>;

/** As CloudFormation calls the browsers of an account; AWS's own, `aws.browser.v1`, is none of these. */
export const browserType = 'AWS::BedrockAgentCore::BrowserCustom';

export async function browserTags(browserId: string, { agentcore }: Aws): Promise<Record<string, string>> {
  return tagsOf(agentcore, (await agentcore.GetBrowser({ browserId })).browserArn);
}

export async function* allBrowsers({ agentcore }: Aws) {
  const all = everyItem(
    (request) => agentcore.ListBrowsers({ ...request, type: 'CUSTOM' }),
    ({ browserSummaries }) => browserSummaries,
  );
  for await (const { browserId: id } of all) if (id !== undefined) yield { resource: { type: browserType, id } };
}

/** How a person puts another browser in one's place. `wanted` says what is to be different. */
export function replaceBrowser(id: string, name: string, wanted: string): string[] {
  return [
    `Create a browser with the settings of ${id} (GetBrowser), another name than ${name}, and ${wanted} (CreateBrowser): a browser can't be updated.`,
    'Give the agents its id, and let their roles start sessions in it (bedrock-agentcore:StartBrowserSession).',
    `Once no session runs in ${id} (ListBrowserSessions), delete it (DeleteBrowser).`,
  ];
}
