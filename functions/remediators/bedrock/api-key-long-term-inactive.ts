import {
  IAMClient,
  ListServiceSpecificCredentialsCommand,
  UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import type { ServiceSpecificCredentialMetadata, StatusType } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const iam = service('IAM', IAMClient, {
  ListServiceSpecificCredentialsCommand,
  UpdateServiceSpecificCredentialCommand,
});
type Aws = BoundServices<{ iam: typeof iam }>;

const type = 'AWS::IAM::ServiceSpecificCredential';
const ServiceName = 'bedrock.amazonaws.com';
const day = 86_400_000;

interface Before extends JsonObject {
  readonly status: 'Active';
}

/**
 * Makes a long-term API key of Bedrock inactive. To IAM such a key is a service-specific credential of a
 * user; IAM's events are us-east-1's.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-revoke.html
 */
export const apiKeyLongTermInactive = defineRemediation({
  id: 'bedrock-api-key-long-term-inactive',
  title: 'Make a long-term API key of Bedrock inactive',
  description:
    'Makes an API key inactive that lives longer than the policy tolerates. The key is not deleted; whoever still uses it gets errors until it is active again.',
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: type,
  global: true,
  controls: {
    prowler: ['bedrock_api_key_no_administrative_privileges', 'bedrock_api_key_no_long_term_credentials'],
  },
  triggers: [
    { resource: type, apiCall: ['iam:CreateServiceSpecificCredential', 'iam:UpdateServiceSpecificCredential'] },
  ],
  parameters: z.strictObject({
    'tolerated-days': z
      .int()
      .nonnegative()
      .max(36_500)
      .default(0)
      .describe('Keys that expire within so many days of their creation may stay.'),
  }),
  uses: { iam },

  async assess({ id }, aws, { 'tolerated-days': days }) {
    const { user, credential } = partsOf(id);
    const found = await find(aws, user, credential);
    if (found === undefined) return { state: 'gone', why: `User ${user} has no API key ${credential} of Bedrock` };
    const live = { status: found.Status ?? 'Inactive' };
    if (found.Status !== 'Active') return { state: 'compliant', why: 'The key is inactive.', live };
    const life = lifeOf(found);
    if (life !== undefined && life <= days) return { state: 'compliant', why: `The key lives ${life} days.`, live };
    const how = life === undefined ? 'never expires' : `lives ${life} days, and ${days} are tolerated`;
    const before: Before = { status: 'Active' };
    return { state: 'wrong', why: [`The API key of user ${user} is active and ${how}`], before };
  },

  plan(_before: Before, _parameters, { id }) {
    const { user, credential } = partsOf(id);
    const put = (Status: StatusType) =>
      apiCall(iam, 'UpdateServiceSpecificCredential', {
        UserName: user,
        ServiceSpecificCredentialId: credential,
        Status,
      });
    return {
      steps: [
        {
          id: 'deactivate-key',
          title: `Make API key ${credential} of user ${user} inactive`,
          call: put('Inactive'),
          undo: { call: put('Active') },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['Give those who used it short-term keys, or roles.'],
    };
  },

  // IAM is the same in all Regions: one sweep is enough, whichever Region's it is.
  async *list(aws) {
    for await (const { UserName, ServiceSpecificCredentialId } of credentials(aws, { AllUsers: true })) {
      yield { resource: { type, id: `${UserName}/${ServiceSpecificCredentialId}` } };
    }
  },
});

/** `user/credential`. */
function partsOf(id: string): { readonly user: string; readonly credential: string } {
  const [user = '', credential = ''] = id.split('/');
  return { user, credential };
}

function credentials(aws: Aws, of: { readonly UserName: string } | { readonly AllUsers: true }) {
  return everyItem(
    async ({ nextToken: Marker }) => {
      const page = await aws.iam.ListServiceSpecificCredentials({ ...of, ServiceName, ...(Marker && { Marker }) });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.ServiceSpecificCredentials,
  );
}

async function find(
  aws: Aws,
  user: string,
  credential: string,
): Promise<ServiceSpecificCredentialMetadata | undefined> {
  for await (const found of credentials(aws, { UserName: user })) {
    if (found.ServiceSpecificCredentialId === credential) return found;
  }
  return undefined;
}

/** Whole days from creation to expiry. */
function lifeOf({ CreateDate, ExpirationDate }: ServiceSpecificCredentialMetadata): number | undefined {
  if (CreateDate === undefined || ExpirationDate === undefined) return undefined;
  return Math.ceil((ExpirationDate.getTime() - CreateDate.getTime()) / day);
}
