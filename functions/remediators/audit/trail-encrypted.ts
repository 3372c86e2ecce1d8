import * as z from 'zod';
import { at } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { encryptWith, readTrail, settings } from './trail-setting.ts';
import { trailsAtHome, trailTags, trailType } from './trails.ts';

const rules = ['cloud-trail-encryption-enabled'];

const parameters = z.strictObject({
  'kms-key': z
    .string()
    .regex(/^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]{1,128})$/)
    .optional()
    .describe('KMS key id, key ARN, alias or alias ARN that trails without key get; by default the one they had last.'),
});

/**
 * Encrypts a trail's log files with a KMS key. Without one, Amazon S3's own keys do, which whoever may read the
 * bucket may use.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 */
export const trailEncrypted = defineRemediation({
  id: 'cloudtrail-trail-encrypted',
  title: "Encrypt a trail's log files with a KMS key",
  description:
    'Gives a CloudTrail trail without KMS key the one that the policy names, or else the one that the last sweep saw.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: trailType,
  controls: {
    securityHub: ['CloudTrail.2'],
    configRules: rules,
    prowler: ['cloudtrail_kms_encryption_enabled'],
  },
  triggers: [{ resource: trailType, configRule: rules, apiCall: ['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail'] }],
  parameters,
  uses: { cloudtrail: settings },

  async assess(target, aws, { 'kms-key': named }, { snapshot }) {
    const { KmsKeyId = '' } = await readTrail(target, aws);
    if (KmsKeyId !== '') return { state: 'compliant', why: 'Log files are encrypted with a key.', live: { KmsKeyId } };
    const why = ['Log files are not encrypted with a KMS key'];
    const had = at(snapshot, 'KmsKeyId');
    const wanted = named ?? (typeof had === 'string' ? had : undefined);
    if (wanted !== undefined) return { state: 'wrong', why, before: { KmsKeyId, wanted } };
    const steps = [
      'Make a KMS key in the Region of the bucket, with the key policy that CloudTrail needs.',
      `Call UpdateTrail with Name ${target.id} and its KmsKeyId, or name it in the policy file as kms-key.`,
    ];
    return { state: 'manual', why, steps };
  },

  plan: ({ wanted }, _parameters, target) => encryptWith(target, wanted),
  async snapshot(target, aws) {
    const { KmsKeyId = '' } = await readTrail(target, aws);
    return KmsKeyId === '' ? undefined : { KmsKeyId };
  },

  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});
