import { describe, expect, it } from 'vitest';
import { withControls } from '../../shared/control-triggers.ts';
import type { Trigger } from '../../shared/remediation.ts';
import { triggered } from '../../shared/signals/route.ts';
import { signalAbout } from '../kit/signal.ts';
import { remediations } from '../kit/world.ts';

const resource = 'AWS::S3::Bucket';
const controls = { securityHub: ['S3.2', 'S3.3'] };

type Triggers = readonly Trigger[];

describe('the triggers of a remediation that names controls', () => {
  it.each([
    [
      'are its Config rules’ resources’',
      [
        { resource, configRule: ['x'] },
        { resource: 'AWS::S3::Other', apiCall: ['y'] },
      ],
      0,
    ],
    [
      'are its own resource’s, without a Config rule',
      [{ resource: 'AWS::S3::Other' }, { resource, apiCall: ['y'] }],
      1,
    ],
  ])('%s', (_, triggers: Triggers, index) => {
    const found = withControls({ resource, controls, triggers });

    expect(found).toEqual(triggers.with(index, { ...triggers[index]!, control: ['S3.2', 'S3.3'] }));
  });

  it('are one more where none is about its own resource', () => {
    const triggers = [{ resource: 'AWS::S3::Other', finding: true }];

    expect(withControls({ resource, controls, triggers })).toEqual([
      ...triggers,
      { resource, control: ['S3.2', 'S3.3'] },
    ]);
  });

  it('keep what the author has said of a control, and get the rest', () => {
    const triggers = [{ resource, configRule: ['x'], control: ['S3.2'] }];

    expect(withControls({ resource, controls, triggers })).toEqual([{ ...triggers[0], control: ['S3.2', 'S3.3'] }]);
    expect(withControls({ resource, controls: { securityHub: ['S3.2'] }, triggers })).toBe(triggers);
    expect(withControls({ resource, controls: {}, triggers })).toBe(triggers);
  });
});

describe('every remediation that names controls', () => {
  const named = remediations.flatMap(({ id, controls: { securityHub = [] }, triggers }) =>
    securityHub.map((control) => ({ id, control, triggers })),
  );

  it.each(named)('$id answers $control', ({ control, triggers }) => {
    const signals = triggers.map((trigger) => signalAbout({ type: trigger.resource, id: 'x' }, { control }));

    expect(triggers.some((trigger) => signals.some((signal) => triggered(trigger, signal)))).toBe(true);
  });
});
