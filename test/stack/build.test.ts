import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildAll, buildFunction } from '../../local/build.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redress-build-'));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  write('policy.yml', 'version: 1\ndefaults: { mode: report } # reported, not changed\n');
  write('shared/name.ts', "export const name: string = 'shared';\n");
  write('shared/rare.ts', `export const rare = '${'x'.repeat(10_000)}';\n`);
  write(
    'functions/sources/watch.ts',
    "import { name } from '../../shared/name.ts';\nexport const handler = async () => [name, (await import('../../shared/rare.ts')).rare.length];\n",
  );
  write(
    'functions/remediators/fix/handler.ts',
    "import { createRequire } from 'node:module';\nimport policy from '../../../policy.yml';\nexport const handler = () => [policy, typeof createRequire];\n",
  );
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function invoke(directory: string): Promise<unknown> {
  const bundle = (await import(join(directory, 'index.js'))) as { handler: () => unknown };
  return bundle.handler();
}

describe('buildFunction', () => {
  it('makes a bundle that runs by itself as an ES module', async () => {
    const outdir = join(root, 'out/watch');

    await buildFunction('sources/watch', outdir, root);

    expect(await invoke(outdir)).toEqual(['shared', 10_000]);
    expect(JSON.parse(readFileSync(join(outdir, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
  });

  it('keeps what is imported on demand out of what every cold start reads', async () => {
    const built = await buildFunction('sources/watch', join(root, 'out/lazy'), root);

    expect(built.total - built.eager).toBeGreaterThan(10_000);
    expect(built.eager).toBeLessThan(1000);
    expect(built.files).toBe(2);
  });

  it('bundles a folder with a handler, and the policy as the JSON that it holds', async () => {
    const outdir = join(root, 'out/fix');

    await buildFunction('remediators/fix', outdir, root);

    expect(await invoke(outdir)).toEqual([
      expect.objectContaining({ file: 'policy.yml', policy: { version: 1, defaults: { mode: 'report' } } }),
      'function',
    ]);
    expect(readFileSync(join(outdir, 'index.js'), 'utf8')).not.toContain('reported, not changed');
  });

  it('writes source maps without the sources', async () => {
    const outdir = join(root, 'out/maps');

    await buildFunction('sources/watch', outdir, root);

    const map = JSON.parse(readFileSync(join(outdir, 'index.js.map'), 'utf8')) as Record<string, unknown>;
    expect(map['sources']).toContain('../../functions/sources/watch.ts');
    expect(map).not.toHaveProperty('sourcesContent');
  });

  it('leaves nothing of an earlier build', async () => {
    write('out/again/old.js', '');

    await buildFunction('sources/watch', join(root, 'out/again'), root);

    expect(readdirSync(join(root, 'out/again')).toSorted()).toEqual(['c', 'index.js', 'index.js.map', 'package.json']);
  });

  it('leaves out what the SDK has for browsers, and its clients still say who they are', async () => {
    write(
      'functions/asks.ts',
      `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
       const agents: string[] = [];
       const requestHandler = {
         handle: async ({ headers }: { headers: Record<string, string> }) => {
           agents.push(headers['user-agent'] ?? 'none');
           throw new Error('no network');
         },
         updateHttpClientConfig: () => undefined,
         httpHandlerConfigs: () => ({}),
         destroy: () => undefined,
       };
       const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
       const client = new LambdaClient({ region: 'eu-central-1', maxAttempts: 1, credentials, requestHandler });
       export const handler = async () => {
         const answer = client.send(new InvokeCommand({ FunctionName: 'f' }));
         return [await answer.catch((error: Error) => error.message), ...agents];
       };`,
    );
    const { directory } = await buildFunction('asks', join(root, 'out/asks'), root);

    expect(await invoke(directory)).toEqual([
      'no network',
      expect.stringMatching(/^aws-sdk-js\/3\.\d+\.\d+ .*lang\/js md\/nodejs#24\./),
    ]);
    const scripts = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    for (const script of scripts) expect(readFileSync(join(directory, script), 'utf8')).not.toContain('Opera Coast');
  });

  it('leaves out credentials from files, and finds those of the environment and of the container', async () => {
    write(
      'functions/signs.ts',
      `import { LambdaClient } from '@aws-sdk/client-lambda';
       export const handler = async () => (await new LambdaClient({ region: 'eu-central-1' }).config.credentials()).accessKeyId;`,
    );
    const { directory } = await buildFunction('signs', join(root, 'out/signs'), root);
    const container = createServer((_request, response) => {
      response.end(
        JSON.stringify({
          AccessKeyId: 'container',
          SecretAccessKey: 'local',
          Token: 'local',
          Expiration: '2099-01-01T00:00:00Z',
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(container, 'listening');
    const { port } = container.address() as AddressInfo;

    // All that could be found in files is asked for, and has to be passed over.
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', '/none');
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::111122223333:role/none');
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/`);
    expect(await invoke(directory)).toBe('container');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'environment');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    expect(await invoke(directory)).toBe('environment');

    container.close();
    const scripts = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    for (const script of scripts) expect(readFileSync(join(directory, script), 'utf8')).not.toContain('child_process');
  });

  it('says which file is missing', async () => {
    await expect(buildFunction('sources/nothing', join(root, 'out/nothing'), root)).rejects.toThrow(
      'there is neither functions/sources/nothing.ts nor functions/sources/nothing/handler.ts',
    );
    expect(existsSync(join(root, 'out/nothing'))).toBe(false);
  });

  it.each([
    ['a: [', 'not readable as YAML'],
    ['version: 1\ndefaults: { mode: enfroce }', 'policy.yml:2 defaults.mode'],
  ])('does not bundle a broken policy: %j', async (policy, message) => {
    write('elsewhere/policy.yml', policy);
    write('functions/broken.ts', "import data from '../elsewhere/policy.yml';\nexport const handler = () => data;\n");

    await expect(buildFunction('broken', join(root, 'out/broken'), root)).rejects.toThrow(message);
  });
});

describe('buildAll', () => {
  it('builds what serverless.yml names, each into its place', async () => {
    write(
      'serverless.yml',
      'service: x\nfunctions:\n  watch: { handler: dist/sources/watch/index.handler }\n  fix: { handler: dist/remediators/fix/index.handler, role: !GetAtt R.Arn }\n',
    );
    write('dist/gone/index.js', '');

    const built = await buildAll(root);

    expect(built.map(({ path }) => path)).toEqual(['sources/watch', 'remediators/fix']);
    expect(existsSync(join(root, 'dist/sources/watch/index.js'))).toBe(true);
    expect(existsSync(join(root, 'dist/remediators/fix/index.js'))).toBe(true);
    expect(existsSync(join(root, 'dist/gone'))).toBe(false);
  });
});
