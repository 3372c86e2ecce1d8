import type { Remediation, Trigger } from './remediation.ts';

/**
 * A remediation's triggers, with those Security Hub controls that it names and that none of them has: a control
 * checks by Config rules, so its findings are about the resources that the Config rules are about; where there is no
 * rule, about the resources that the remediation reads.
 */
export function withControls({
  resource,
  controls,
  triggers,
}: Pick<Remediation, 'resource' | 'controls' | 'triggers'>): readonly Trigger[] {
  const said = new Set(triggers.flatMap(({ control = [] }) => control));
  const unsaid = (controls.securityHub ?? []).filter((control) => !said.has(control));
  if (unsaid.length === 0) return triggers;
  const ofRules = triggers.filter(({ configRule }) => configRule !== undefined);
  const own = ofRules.length > 0 ? ofRules : triggers.filter((trigger) => trigger.resource === resource);
  if (own.length === 0) return [...triggers, { resource, control: unsaid }];
  return triggers.map((trigger) =>
    own.includes(trigger) ? { ...trigger, control: [...(trigger.control ?? []), ...unsaid] } : trigger,
  );
}
