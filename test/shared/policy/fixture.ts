import * as z from 'zod';
import type { FilePolicy } from '../../../shared/policy/parse.ts';
import type { Decision, Subject } from '../../../shared/policy/policy.ts';
import { PolicyError } from '../../../shared/policy/problem.ts';
import type { PolicyProblem } from '../../../shared/policy/problem.ts';
import type { KnownRemediation } from '../../../shared/policy/schema.ts';
import { readPolicyText } from '../../../shared/policy/yaml.ts';

export const now = new Date('2026-11-21T12:00:00Z');

/** Two remediations as authors write them: one without parameters, one with. */
export const known: readonly KnownRemediation[] = [
  {
    id: 's3-bucket-public-access-blocked',
    title: 'Block public access to a bucket',
    parameters: z.strictObject({}),
    triggers: [{ configRule: ['s3-bucket-public-read-prohibited'] }],
  },
  {
    id: 'sagemaker-endpoint-encrypted',
    title: 'Move an endpoint to encrypted storage',
    // Not strict on purpose: what zod would drop silently has to be noticed all the same.
    parameters: z.object({
      action: z.enum(['rotate', 'stop']).default('rotate'),
      'kms-key': z.string().default('alias/aws/sagemaker').meta({ description: 'Key of new configurations' }),
      window: z.object({ from: z.int().optional() }).optional(),
    }),
    triggers: [{}],
  },
];

export const bucket: Subject = {
  remediation: 's3-bucket-public-access-blocked',
  account: '111122223333',
  region: 'eu-central-1',
  resource: { type: 'AWS::S3::Bucket', id: 'fraud-training-data', arn: 'arn:aws:s3:::fraud-training-data' },
  tags: { environment: 'production', team: 'fraud' },
};

export const endpoint: Subject = {
  remediation: 'sagemaker-endpoint-encrypted',
  account: '111122223333',
  region: 'eu-central-1',
  resource: {
    type: 'AWS::SageMaker::Endpoint',
    id: 'churn-scorer',
    arn: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/churn-scorer',
  },
  tags: {},
};

/** The subject as it is when its tags weren't read. */
export function untagged({ tags: _tags, ...subject }: Subject): Subject {
  return subject;
}

/** The subject as it is when only its id is known. */
export function withoutArn({ resource: { type, id }, ...subject }: Subject): Subject {
  return { ...subject, resource: { type, id } };
}

export function read(text: string, remediations = known): FilePolicy {
  return readPolicyText(`version: 1\n${text}`, 'policy.yml', remediations);
}

export function decide(text: string, subject: Subject, at = now): Decision {
  return read(text).decide(subject, at);
}

/** The problems of a policy; an empty list if it has none. */
export function problemsOf(make: () => unknown): readonly PolicyProblem[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
}
