import type { ListTagsCommand, Tag } from '@aws-sdk/client-sagemaker';
import type { Bound } from '../../../shared/aws/service.ts';

interface TagsAws {
  readonly sagemaker: Bound<{ ListTagsCommand: typeof ListTagsCommand }>;
}

/** Tags of a resource, all pages. */
async function allTags({ sagemaker }: TagsAws, ResourceArn: string): Promise<{ Key: string; Value: string }[]> {
  const tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sagemaker.ListTags(NextToken === undefined ? { ResourceArn } : { ResourceArn, NextToken });
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}

/** Tags to put on a copy: without those that AWS services set (`aws:…`), which nobody else may. */
export async function ownTags(aws: TagsAws, ResourceArn: string): Promise<{ Key: string; Value: string }[]> {
  return (await allTags(aws, ResourceArn)).filter(({ Key }) => !Key.startsWith('aws:'));
}

/** All tags by key, for the policy, and to see who owns the resource: CloudFormation says so in `aws:…`. */
export async function tagsByKey(aws: TagsAws, ResourceArn: string): Promise<Record<string, string>> {
  return Object.fromEntries((await allTags(aws, ResourceArn)).map(({ Key, Value }) => [Key, Value]));
}
