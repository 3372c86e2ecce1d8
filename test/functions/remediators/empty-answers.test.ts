import { describe, expect, it } from 'vitest';
import type { Remediation } from '../../../shared/remediation.ts';
import { remediations } from '../../kit/world.ts';
import { fixtures } from '../../remediations/index.ts';
import { reports } from '../../remediations/reports.ts';
import { looking } from './looking.ts';

function remediationOf(id: string): Remediation {
  const found = remediations.find((remediation) => remediation.id === id);
  if (found === undefined) throw new Error(`there is no remediation ${id}`);
  return found;
}

/** Judge by lists of IAM's, where nothing on the list means that there is nothing. */
const byLists = [
  'bedrock-api-key-long-term-inactive',
  'bedrock-full-access-policy-detached',
  'bedrock-user-full-access-policy-detached',
];

/** The SDK types every member of an answer as one that may be missing, and a proxy in between may cut one short. */
describe.each([...fixtures, ...reports])(
  '$remediation, whose reads are answered without any members',
  ({ remediation, right, signal }) => {
    function emptied() {
      const look = looking(remediationOf(remediation), right);
      look.account.fault({ kind: 'incomplete', times: Infinity });
      return look;
    }

    it.skipIf(byLists.includes(remediation))('takes no resource for right that it has not seen', async () => {
      const states = await emptied()
        .assess(signal.resource)
        .then(
          ({ state }) => state,
          () => 'unread',
        );

      expect(states).not.toBe('compliant');
      expect(states).not.toBe('gone');
    });

    it('lists no resource without a name, and comes to an end', async () => {
      const listed = await emptied()
        .list()
        .catch(() => []);

      for (const { resource } of listed) expect(resource.id).toMatch(/^(?!.*undefined)\S+$/);
    });

    it('knows no tags', async () => {
      const tags = await emptied()
        .tags(signal.resource)
        .catch(() => ({}));

      expect(tags ?? {}).toEqual({});
    });
  },
);
