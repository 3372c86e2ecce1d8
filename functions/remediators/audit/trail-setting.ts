import { CloudTrailClient, GetTrailCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { Trail, UpdateTrailRequest } from '@aws-sdk/client-cloudtrail';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Action, Plan } from '../../../shared/plan.ts';
import type { Target } from '../../../shared/remediation.ts';
import { trails } from './trails.ts';

/**
 * The kit for settings of a trail. UpdateTrail changes the members that it is given and leaves the others as they
 * are, so that nothing has to be merged.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
 */
export const settings = service('CloudTrail', CloudTrailClient, {
  ...trails.commands,
  GetTrailCommand,
  UpdateTrailCommand,
});

/** @throws TrailNotFoundException, which the pipeline takes for gone */
export async function readTrail({ id }: Target, aws: BoundServices<{ cloudtrail: typeof settings }>): Promise<Trail> {
  const { Trail: trail } = await aws.cloudtrail.GetTrail({ Name: id });
  if (trail === undefined) throw new TypeError('GetTrail told no trail');
  return trail;
}

/** Sets a switch of a trail that is off. */
export function switchOn(
  { id: Name }: Target,
  member: 'EnableLogFileValidation' | 'IsMultiRegionTrail',
  title: string,
): Plan {
  const path = member === 'IsMultiRegionTrail' ? 'Trail.IsMultiRegionTrail' : 'Trail.LogFileValidationEnabled';
  const shows = (is: boolean) => ({ call: apiCall(settings, 'GetTrail', { Name }), path, is: [is] });
  const set = (value: boolean): Action => ({
    call: apiCall(settings, 'UpdateTrail', { Name, [member]: value }),
    done: shows(value),
  });
  return {
    steps: [{ id: 'update', title, ...set(true), only: shows(false), undo: set(false), semantics: 'at-least-once' }],
    expect: 'compliant',
  };
}

/** Gives a trail a key. An empty key takes it away: the user guide's "Disabling log file encryption". */
export function encryptWith({ id: Name }: Target, KmsKeyId: string): Plan {
  const set = (key: string) => apiCall(settings, 'UpdateTrail', { Name, KmsKeyId: key } satisfies UpdateTrailRequest);
  return {
    steps: [
      {
        id: 'update',
        title: `Encrypt the log files of ${Name} with ${KmsKeyId}`,
        call: set(KmsKeyId),
        undo: { call: set('') },
        semantics: 'at-least-once',
      },
    ],
    expect: 'compliant',
    notes: [
      'The key has to be in the Region of the bucket, and its policy has to let CloudTrail use it; else the update is refused.',
      'Whoever reads the log files needs kms:Decrypt for the key. Files that are there already stay as they are.',
    ],
  };
}
