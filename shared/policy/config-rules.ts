/**
 * The AWS managed rule behind a Config rule's name, where the policy's `config-rules` name one; else the
 * name itself. It takes the policy's JSON as it is, checked or not, so that sources, which decide nothing,
 * need not carry the schema: a wrong entry costs at most one read of a resource.
 */
export function managedConfigRule(policy: unknown, name: string): string {
  const names = member(policy, 'config-rules');
  const managed = member(names, name);
  return typeof managed === 'string' ? managed : name;
}

function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
