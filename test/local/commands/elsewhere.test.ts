import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { redress } from './cli.ts';

async function server(status: number, type: string, body: string): Promise<string> {
  const answers = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void answers.close());
  return `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
}

const asks: readonly string[][] = [
  ['replay', 'events/config/01-public-training-bucket.json', '--no-state'],
  ['gate', 'fraud-inference:2026-10'],
  ['trail'],
];

describe('what answers in the place of AWS', () => {
  it.each(asks)('and is a web page is told of without its parser: %s', async (...args) => {
    const endpoint = await server(403, 'text/html', '<html>Sign in</html');

    const ran = await redress([...args, '--endpoint', endpoint]);

    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('with HTTP 403, does not speak as AWS does');
    expect(ran.err).not.toMatch(/Deserialization|SyntaxError|\n +at /);
  });

  it('and says no is quoted', async () => {
    const endpoint = await server(
      400,
      'application/x-amz-json-1.1',
      '{"__type":"AccessDeniedException","message":"no"}',
    );

    expect((await redress(['gate', 'fraud-inference:2026-10', '--endpoint', endpoint])).err).toContain(
      "Inspector can't be asked (AccessDeniedException: no). Allow inspector2:ListCoverage",
    );
  });
});
