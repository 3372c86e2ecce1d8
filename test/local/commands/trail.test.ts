import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outcomesIn, openDesk, redress } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';

const role = 'arn:aws:iam::111122223333:role/DataScientist';
const identity = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice',
  sessionContext: { sessionIssuer: { type: 'Role', arn: role, userName: 'DataScientist' } },
};
const jobs = {
  userIdentity: identity,
  eventTime: '2026-11-20T08:00:00Z',
  eventSource: 'sagemaker.amazonaws.com',
  eventName: 'CreateTrainingJob',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '203.0.113.24',
  requestParameters: { trainingJobName: 'churn-17', roleArn: role },
  eventID: 'job',
  managementEvent: true,
};
const refused = {
  ...jobs,
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'InvokeModel',
  eventID: 'model',
  eventTime: '2026-11-20T09:00:00Z',
  requestParameters: { modelId: '=HYPERLINK("http://example.com")\u001B[2J' },
  errorCode: 'AccessDenied',
  errorMessage: 'not authorized to perform: bedrock:InvokeModel',
};
const attached = {
  ...jobs,
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory', userName: 'mallory' },
  eventSource: 'iam.amazonaws.com',
  eventName: 'AttachRolePolicy',
  awsRegion: 'us-east-1',
  eventID: 'attach',
  requestParameters: { roleName: 'training', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
};
const span = ['--since', '2026-11-20', '--until', '2026-11-21'];

async function account() {
  const desk = await openDesk();
  const file = await desk.write('account.json', {
    regions: {
      'eu-central-1': { cloudtrail: { history: [jobs, refused] } },
      'us-east-1': { cloudtrail: { history: [attached, { ...jobs, awsRegion: 'us-east-1', eventID: 'elsewhere' }] } },
    },
  });
  return async (...args: string[]) => redress(['trail', '--account', file, '--no-state', ...span, ...args]);
}

function ids(out: string): string[] {
  return (JSON.parse(out) as { rows: { id: string }[] }).rows.map(({ id }) => id);
}

it('tells people who did what, newest first, with the person behind a role', async () => {
  const trail = await account();

  const { code, out, err } = await trail();

  const [head, ...rows] = out.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(head).toMatch(/^TIME\s+WHO\s+ACTION\s+RESOURCE\s+OUTCOME\s+FROM\s+VIA$/);
  expect(rows[0]).toMatch(
    /09:00:00Z\s+alice \(DataScientist\)\s+bedrock:InvokeModel\s.*AccessDenied\s+203\.0\.113\.24/,
  );
  expect(rows.some((row) => /mallory\s+iam:AttachRolePolicy\s+training\s+done/.test(row))).toBe(true);
  expect(rows).toHaveLength(3);
  expect(err).toContain('3 records looked at. Data events');
  expect(out).not.toMatch(unsafe);
});

it.each([
  [['--event', 'CreateTrainingJob'], ['job']],
  [
    ['--principal', role],
    ['model', 'job'],
  ],
  [['--principal', 'alice', '--denied'], ['model']],
  [
    ['--principal', identity.arn],
    ['model', 'job'],
  ],
  [['--principal', 'arn:aws:iam::111122223333:user/mallory'], ['attach']],
  [['--resource', 'arn:aws:sagemaker:eu-central-1:111122223333:training-job/churn-17'], ['job']],
  [['--resource', 'arn:aws:iam::111122223333:role/training'], ['attach']],
  [['--resource', role], []],
  [
    ['--region', 'us-east-1'],
    ['attach', 'elsewhere'],
  ],
])('answers %j with what was asked for alone', async (args, expected) => {
  const trail = await account();

  const { out } = await trail(...args, '--format', 'json');

  expect(ids(out)).toEqual(expected);
});

it('writes lines for spreadsheets that no spreadsheet takes for formulas', async () => {
  const trail = await account();

  const { out } = await trail('--event', 'InvokeModel', '--format', 'csv');

  expect(out.split('\r\n')[0]).toContain('time,person,person told by,principal');
  expect(out).toContain(`"'=HYPERLINK(""http://example.com"")"`);
});

it('says where it stopped looking', async () => {
  const trail = await account();

  const { err } = await trail('--principal', identity.arn, '--limit', '1');

  expect(err).toContain('There is more than was looked at: Username alice in eu-central-1.');
});

it('says that older events are in a bucket alone', async () => {
  const { err } = await redress(['trail', '--no-state', '--since', '120d']);

  expect(err).toContain('goes back 90 days');
});

it('knows what was replayed, and what was done then', async () => {
  const desk = await openDesk();
  const replayed = await redress([
    'replay',
    'events/cloudtrail/12-audit-trail-stopped.json',
    '--format',
    'json',
    ...desk.files,
  ]);
  const state = ['--state', desk.state];

  const stopped = await redress(['trail', '--event', 'StopLogging', ...state]);
  const started = await redress(['trail', '--event', 'StartLogging', ...state]);

  expect(outcomesIn(replayed).some(({ status }) => status === 'remediated')).toBe(true);
  expect(stopped.out).toMatch(/root\s+cloudtrail:StopLogging\s+org-audit\s+done\s+198\.51\.100\.200/);
  expect(started.out).toMatch(/redress-dev-audit-eu-central-1\)\s+cloudtrail:StartLogging/);
});

describe('of log files', () => {
  const day = ['--since', '2026-11-20', '--until', '2026-11-21', '--no-state'];
  const sample = async (...args: string[]) =>
    redress(['trail', '--bucket', 's3://org-audit-logs/sagemaker', ...day, ...args]);

  it('tells data events of the trail’s bucket, who invoked which endpoint', async () => {
    const { code, out, err } = await sample();

    const rows = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(rows[1]).toMatch(
      /08:06:40Z\s+alice \(DataScientist\)\s+sagemaker:PutRecord\s+feature-group\/customer-churn\s/,
    );
    expect(rows[2]).toMatch(
      /mallory\s+sagemaker:InvokeEndpoint\s+endpoint\/fraud-detector\s+AccessDenied\s+198\.51\.100\.77/,
    );
    expect(rows).toHaveLength(4);
    expect(err).toContain('3 records in 1 file looked at.');
  });

  it.each([
    [['--denied'], 1],
    [['--resource', 'fraud-detector'], 1],
    [['--resource', 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/churn-scorer'], 1],
    [['--principal', 'alice'], 1],
    [['--event', 'InvokeEndpoint'], 2],
    [['--region', 'us-east-1'], 0],
    [['--limit', '1'], 1],
  ])('answers %j with what was asked for alone', async (args, count) => {
    const { out } = await sample(...args, '--format', 'json');

    expect(JSON.parse(out)).toMatchObject({ bucket: 'org-audit-logs', prefix: 'sagemaker/', rows: { length: count } });
  });

  it('takes the address of the folder itself, and of files that were copied here', async () => {
    const desk = await openDesk();
    const folder = join(desk.folder, 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/20');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'a.json.gz'),
      gzipSync(JSON.stringify({ Records: [jobs, { ...jobs, eventSource: 's3.amazonaws.com', eventID: 'other' }] })),
    );
    await writeFile(join(folder, 'b.json.gz'), 'no log file');

    const nested = await redress(['trail', '--bucket', 's3://org-audit-logs/bedrock/AWSLogs/111122223333/', ...day]);
    const copied = await redress(['trail', '--from', desk.folder, ...day, '--format', 'csv']);

    expect(nested.out).toMatch(/support-app\)?\s+bedrock:InvokeAgent/);
    expect(copied.out.trimEnd().split('\r\n')).toHaveLength(2);
    // An answer that may lack something is no success.
    expect(copied.code).toBe(1);
    expect(copied.err).toMatch(/1 file could not be read.*b\.json\.gz: Error: incorrect header check/s);
  });

  it('writes more rows than a block of the table holds, in the same columns', async () => {
    const desk = await openDesk();
    const folder = join(desk.folder, 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/20');
    await mkdir(folder, { recursive: true });
    const Records = Array.from({ length: 450 }, (_, index) => ({ ...jobs, eventID: `e${index}` }));
    await writeFile(join(folder, 'a.json'), JSON.stringify({ Records }));

    const { out } = await redress(['trail', '--from', desk.folder, ...day]);

    const rows = out.trimEnd().split('\n');
    expect(rows).toHaveLength(451);
    expect(new Set(rows.map((row) => row.search(/ACTION|sagemaker:/))).size).toBe(1);
  });

  it('says where there are none', async () => {
    const gone = await redress(['trail', '--from', '/nowhere/at/all', ...day]);
    const elsewhere = await redress(['trail', '--bucket', 's3://claims-scans', ...day]);
    const unknown = await redress(['trail', '--bucket', 's3://no-such-bucket', ...day]);

    expect([gone, elsewhere, unknown].map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(gone.err).toContain('there are no log files in /nowhere/at/all');
    expect(elsewhere.err).toContain('there is no folder AWSLogs there');
    expect(unknown.err).toContain('NoSuchBucket');
  });

  it.each([
    [['--bucket', 'org-audit-logs']],
    [['--bucket', 's3://Org']],
    [['--from', '']],
    [['--bucket', 's3://org-audit-logs', '--from', '.']],
    [['--from', '.', '--profile', 'audit']],
  ])('refuses %j', async (args) => {
    expect((await redress(['trail', '--no-state', ...args])).code).toBe(2);
  });
});

it.each([
  ['--since', 'yesterday'],
  ['--until', '2026-02-30'],
  ['--event', 'Create Training Job'],
  ['--region', 'Frankfurt'],
  ['--limit', '0'],
  ['--format', 'xml'],
  ['--resource', ''],
])('refuses %s %j', async (option, value) => {
  expect((await redress(['trail', '--no-state', option, value])).code).toBe(2);
});

it('refuses an end before the beginning', async () => {
  expect((await redress(['trail', '--no-state', '--since', '1h', '--until', '2h'])).code).toBe(2);
});
