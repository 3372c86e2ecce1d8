import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answeredLines } from '../../../local/print/answered.ts';
import { explainedLines } from '../../../local/print/explained.ts';
import type { Explained } from '../../../local/print/explained.ts';
import { outcomeLines } from '../../../local/print/outcome.ts';
import { proposalLines } from '../../../local/print/proposal.ts';
import type { Proposal } from '../../../local/print/proposal.ts';
import { sweptLines } from '../../../local/print/swept.ts';
import { columns } from '../../../local/print/table.ts';
import { outcomeStatuses } from '../../../shared/outcome.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import { unsafe } from '../../kit/unsafe.ts';

const plain = (_style: string, text: string): string => text;

/** Every text the same, so that a place that lets it through is found whichever it is. */
function outcomeOf(text: string, status: Outcome['status']): Outcome {
  const call = { service: text, operation: text, input: { [text]: text } };
  const resource = { type: text, id: text, arn: text };
  return {
    id: text,
    remediation: 's3-bucket-public-access-blocked',
    resource,
    account: text,
    region: text,
    status,
    mode: 'report',
    reason: text,
    why: [text],
    todo: [text],
    guard: 'mode',
    plan: {
      steps: [
        { id: text, title: text, call, undo: { call }, semantics: 'at-least-once' },
        { id: text, title: text, call, final: text, semantics: 'at-most-once' },
      ],
      expect: 'compliant',
      notes: [text],
    },
    planDigest: text,
    calls: [
      {
        step: text,
        kind: 'do',
        service: text,
        operation: text,
        result: 'failed',
        error: { name: text, message: text },
      },
    ],
    before: { [text]: text },
    after: { [text]: text },
    signal: { id: text, source: 'config', at: text, event: text },
    startedAt: text,
    endedAt: text,
  };
}

function proposalOf(text: string): Proposal {
  const { plan, resource } = outcomeOf(text, 'reported');
  const entry = { path: 'defaults', line: 3 };
  return {
    file: text,
    id: text,
    remediation: 's3-bucket-public-access-blocked',
    resource,
    account: text,
    region: text,
    severity: 'high',
    impact: 'brief',
    reversible: true,
    policy: {
      mode: 'enforce',
      modeEntry: entry,
      parameters: {},
      limits: { maxResources: 1, maxAttempts: 1, maxAge: 1 },
      exemption: { reason: text, owner: text, expires: text, entry },
      ownership: 'act',
      approvalExpiry: 1,
    },
    why: [text],
    todo: [text],
    ...(plan === undefined ? {} : { plan }),
    permissions: [text],
  };
}

function explainedOf(text: string): Explained {
  return {
    subject: text,
    at: '2026-11-20T10:00:00.000Z',
    rules: [{ rule: text, function: 'x', matches: true }],
    sources: [
      {
        function: 'x',
        ignored: [text],
        rejected: text,
        signals: [{ resource: { type: 'AWS::S3::Bucket', id: text }, hints: { apiCall: text }, remediator: 's3' }],
      },
    ],
    considered: [
      {
        remediation: 's3-bucket-public-access-blocked',
        remediator: 's3',
        resource: { type: 'AWS::S3::Bucket', id: text },
        account: text,
        region: text,
        state: 'wrong',
        why: [text],
        mode: 'report',
        gates: [{ name: 'mode', open: false, reason: text, entry: { path: text } }],
        steps: [text],
        verdict: text,
      },
    ],
    notes: [text],
  };
}

describe('What is printed on a terminal', () => {
  it('holds no character that acts on it, whatever events, resources and services say', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '\u001B[2J',
        '\u001B]8;;http://x\u0007',
        '\u202Egnp.exe',
        '\r\n',
        '\u2028',
        '\u009B31m',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom(...outcomeStatuses), (text, status) => {
        const outcome = outcomeOf(text, status);
        const lines = [
          ...outcomeLines(outcome, plain, 80),
          ...answeredLines(
            { id: text, decision: 'approved', by: text, planDigest: text, repeated: true, outcomes: [] },
            plain,
            80,
          ),
          ...proposalLines(proposalOf(text), plain, 80),
          ...explainedLines(explainedOf(text), plain, 80),
          ...sweptLines(
            {
              at: text,
              account: text,
              region: text,
              swept: [{ remediation: 'x', candidates: 0, signals: 0, problem: text }],
              without: [],
              outcomes: [outcome],
            },
            plain,
            80,
          ),
        ];
        for (const line of lines) expect(line).not.toMatch(unsafe);
      }),
      { numRuns: 500 },
    );
  });

  it('stays short, however long the texts are', () => {
    const text = 'x '.repeat(100_000);

    const lines = [
      ...outcomeLines(outcomeOf(text, 'failed'), plain, 80),
      ...proposalLines(proposalOf(text), plain, 80),
      ...explainedLines(explainedOf(text), plain, 80),
    ];

    expect(lines.join('\n').length).toBeLessThan(100_000);
  });

  it('stands in columns', () => {
    const lines = columns(
      [
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ],
      (cell, column) => (column === 0 ? `[${cell}]` : cell),
    );

    expect(lines).toEqual(['[a  ]  bb  c', '[aaa]  b']);
  });
});
