/** A copy without times, ids made of times, and what tells a call that was repeated from its first try. */
export function timeless(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member: unknown) => (key === 'requestId' ? undefined : member))
    // Also as a policy's text has them, which is URL-encoded.
    .replaceAll(/\d{4}-\d\d-\d\dT(?:[\d:.]|%3A)+Z/g, 'T')
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{10}/g, 'ID')
    .replaceAll(/actions\/[\d-]+\//g, 'actions/DAY/')
    .replaceAll('"result":"already"', '"result":"done"');
  return JSON.parse(text);
}
