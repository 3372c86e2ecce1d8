import {
  CloudTrailClient,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { trails, trailsAtHome, trailTags } from './trails.ts';

const cloudtrail = service('CloudTrail', CloudTrailClient, {
  ...trails.commands,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
});

/**
 * Starts a trail again that somebody has stopped. Who it was is in the signal's actor, and so in the
 * evidence.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
 */
export const trailLogging = defineRemediation({
  id: 'cloudtrail-trail-logging',
  title: 'Start a stopped audit trail',
  description: 'Starts logging again on a CloudTrail trail that was stopped.',
  severity: 'critical',
  impact: 'none',
  reversible: true,
  resource: 'AWS::CloudTrail::Trail',
  controls: {
    securityHub: ['CloudTrail.1'],
    configRules: ['cloudtrail-enabled'],
    prowler: ['cloudtrail_multi_region_enabled'],
  },
  triggers: [{ resource: 'AWS::CloudTrail::Trail', apiCall: ['cloudtrail:StopLogging'] }],
  parameters: z.strictObject({}),
  uses: { cloudtrail },

  async assess({ id: Name }, aws) {
    const status = await aws.cloudtrail.GetTrailStatus({ Name });
    if (status.IsLogging === true) {
      return { state: 'compliant', why: 'The trail is logging.', live: { IsLogging: true } };
    }
    const since = status.StopLoggingTime?.toISOString();
    const why = since === undefined ? 'The trail is not logging' : `The trail has not been logging since ${since}`;
    return { state: 'wrong', why: [why], before: { IsLogging: false } };
  },

  plan(_before, _parameters, { id: Name }) {
    return {
      steps: [
        {
          id: 'start-logging',
          title: `Start logging on ${Name}`,
          call: apiCall(cloudtrail, 'StartLogging', { Name }),
          undo: { call: apiCall(cloudtrail, 'StopLogging', { Name }) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
    };
  },

  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});
