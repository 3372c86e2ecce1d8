import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AiCall } from '../../../shared/signals/ai-call.ts';
import { insidesOf, outsideBy } from '../../../shared/signals/outside.ts';
import { policy } from './samples.ts';

const own = '111122223333';
const endpoint = 'vpce-0a1b2c3d4e5f60718';
const nowhere = { accounts: [], networks: [], endpoints: [] };
const base: AiCall = {
  time: '2026-11-20T09:00:00Z',
  service: 'bedrock',
  name: 'InvokeModel',
  caller: { kind: 'role', account: own, name: 'lab', session: 'me' },
  byService: false,
  ip: '198.51.100.7',
};
const from = (ip: string, changes: Partial<AiCall> = {}): AiCall => ({ ...base, ip, ...changes });
const isOutside = (call: AiCall, inside: Partial<typeof nowhere> | object) =>
  outsideBy(call, { ...nowhere, ...inside }, own).length > 0;

describe('where a call comes from', () => {
  it.each([
    ['198.51.100.7', ['198.51.100.0/24'], false],
    ['198.51.101.7', ['198.51.100.0/24'], true],
    ['198.51.101.7', ['198.51.100.0/24', '198.51.100.0/23'], false],
    ['198.51.100.7', ['0.0.0.0/0'], false],
    ['2001:db8:1::7', ['2001:db8::/32'], false],
    ['2001:db9:1::7', ['2001:db8::/32'], true],
    ['198.51.100.7', ['2001:db8::/32'], true],
    ['2001:db8:1::7', ['198.51.100.0/24'], true],
    ['::ffff:198.51.100.7', ['198.51.100.0/24'], false],
    ['198.51.100.7', ['198.51.100.7/32'], false],
    ['198.51.100.7', [], false],
  ])('%s is held against the networks %j', (ip, networks, outside) => {
    expect(isOutside(from(ip), { networks })).toBe(outside);
  });

  it('is inside through an endpoint that may be used, and outside through another', () => {
    const endpoints = [endpoint];

    expect(isOutside(from('10.1.2.3', { endpoint }), { endpoints })).toBe(false);
    expect(isOutside(from('10.1.2.3', { endpoint: 'vpce-00000000' }), { endpoints })).toBe(true);
    const networks = ['10.0.0.0/8'];
    expect(isOutside(from('10.1.2.3', { endpoint: 'vpce-00000000' }), { endpoints, networks })).toBe(true);
    expect(isOutside(from('10.1.2.3', { endpoint: 'vpce-00000000' }), { networks })).toBe(false);
    expect(isOutside(from('198.51.100.7'), { endpoints })).toBe(true);
    expect(isOutside(from('198.51.100.7'), { endpoints, networks: ['198.51.100.0/24'] })).toBe(false);
    expect(outsideBy(from('10.1.2.3', { endpoint: 'vpce-00000000' }), { ...nowhere, endpoints }, own)).toEqual([
      '10.1.2.3 through vpce-00000000 is in none of the networks that calls may come from',
    ]);
  });

  it('is judged by the account where accounts are named; the own one may always call', () => {
    const partner = from('10.1.2.3', { caller: { kind: 'other', account: '444455556666' } });

    expect(isOutside(partner, {})).toBe(false);
    expect(isOutside(partner, { accounts: [own] })).toBe(true);
    expect(isOutside(partner, { accounts: ['444455556666'] })).toBe(false);
    expect(isOutside(base, { accounts: ['444455556666'] })).toBe(false);
    expect(isOutside(from('10.1.2.3', { caller: { kind: 'other' } }), { accounts: [own] })).toBe(false);
  });

  it('tells nothing where a service calls, or AWS itself', () => {
    const { ip: _, ...internal } = base;

    expect(isOutside({ ...base, byService: true }, { networks: ['10.0.0.0/8'], accounts: [own] })).toBe(false);
    expect(isOutside(internal, { networks: ['10.0.0.0/8'] })).toBe(false);
  });

  it('is in no network that is none', () => {
    for (const network of ['', '198.51.100.7', '198.51.100.0/33', '198.51.100.0/-1', 'x/8', '/', '0/0', '1.2.3/8/8'])
      expect(isOutside(base, { networks: [network] }), network).toBe(true);
  });
});

describe('what a policy says of what is inside', () => {
  it('is told by the remediation’s own parameters, and by those of rules', () => {
    const rules = [{ parameters: { networks: ['10.0.0.0/8'] } }, { mode: 'off' }, { parameters: { 'kms-key': 'k' } }];

    expect(insidesOf({ ...policy, rules })).toEqual([
      { accounts: [own], networks: ['198.51.100.0/24', '203.0.113.0/24'], endpoints: [endpoint] },
      { accounts: [], networks: ['10.0.0.0/8'], endpoints: [] },
    ]);
  });

  it('is nothing in what is no policy', () => {
    const strange = {
      remediations: { 'iam-principal-outside-calls-contained': { parameters: { networks: [7, null] } } },
    };

    expect([undefined, null, 7, [], {}, { rules: {} }, strange].flatMap(insidesOf)).toEqual([]);
    fc.assert(fc.property(fc.anything(), (any) => insidesOf({ rules: [any], remediations: any }).length <= 2));
  });
});
