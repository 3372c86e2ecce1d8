import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-bedrock-agentcore-control';

interface Lists {
  ListTagsForResource(input: ListTagsForResourceRequest): Promise<ListTagsForResourceResponse>;
}

/** A resource's tags. Its ARN is what reading it has told. */
export async function tagsOf(agentcore: Lists, resourceArn: string | undefined): Promise<Record<string, string>> {
  if (resourceArn === undefined) throw new TypeError('The resource was read without an ARN');
  const { tags = {} } = await agentcore.ListTagsForResource({ resourceArn });
  return tags;
}
