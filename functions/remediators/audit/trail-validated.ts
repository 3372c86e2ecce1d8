import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { readTrail, settings, switchOn } from './trail-setting.ts';
import { trailsAtHome, trailTags, trailType } from './trails.ts';

const rules = ['cloud-trail-log-file-validation-enabled'];

/**
 * Has CloudTrail sign digests of the log files again, without which nobody can tell whether a file was changed.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
export const trailValidated = defineRemediation({
  id: 'cloudtrail-trail-validated',
  title: 'Switch log file validation on',
  description: 'Switches log file validation of a CloudTrail trail on, so that changed and deleted log files show.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: trailType,
  controls: {
    securityHub: ['CloudTrail.4'],
    configRules: rules,
    prowler: ['cloudtrail_log_file_validation_enabled'],
  },
  triggers: [{ resource: trailType, configRule: rules, apiCall: ['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail'] }],
  parameters: z.strictObject({}),
  uses: { cloudtrail: settings },

  async assess(target, aws) {
    const { LogFileValidationEnabled: on = false } = await readTrail(target, aws);
    const live = { LogFileValidationEnabled: on };
    if (on) return { state: 'compliant', why: 'Log files are validated.', live };
    return { state: 'wrong', why: ['Log file validation is off'], before: live };
  },

  plan: (_before, _parameters, target) =>
    switchOn(target, 'EnableLogFileValidation', `Switch log file validation of ${target.id} on`),
  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});
