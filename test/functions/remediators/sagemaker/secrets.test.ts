import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../../functions/remediators/sagemaker/secrets.ts';

const of = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alnum = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hex = '0123456789abcdef';

/** By kind: secrets of that kind, as scripts hold them. */
const planted: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'an AWS access key': of(upper, 16).map((id) => `aws configure set aws_access_key_id AKIA${id}`),
  'an AWS secret access key': of(`${alnum}/+`, 40).map((key) => `export AWS_SECRET_ACCESS_KEY="${key}"`),
  'a Bedrock API key': of(alnum, 100).map((key) => `export AWS_BEARER_TOKEN_BEDROCK=ABSK${key}`),
  'a GitHub token': of(alnum, 36).map((token) => `git clone https://ghp_${token}@github.com/acme/models`),
  'a GitLab token': of(alnum, 20).map((token) => `curl -H "PRIVATE-TOKEN: glpat-${token}"`),
  'a Hugging Face token': of(alnum, 34).map((token) => `huggingface-cli login --token hf_${token}`),
  'an API key of a model provider': of(alnum, 48).map((key) => `OPENAI_API_KEY=sk-proj-${key}`),
  'a Google API key': of(alnum, 35).map((key) => `key = 'AIza${key}'`),
  'a Slack token': of(alnum, 24).map((token) => `SLACK=xoxb-${token}`),
  'a Stripe key': of(alnum, 24).map((key) => `sk_live_${key}`),
  'an npm token': of(alnum, 36).map((token) => `//registry.npmjs.org/:_authToken=npm_${token}`),
  'a PyPI token': of(alnum, 60).map((token) => `password = pypi-${token}`),
  'a Databricks token': of(hex, 32).map((token) => `databricks configure --token dapi${token}`),
  'a JSON Web Token': of(alnum, 30).map((part) => `curl -H "Authorization: Bearer eyJ${part}.eyJ${part}.${part}"`),
  'a private key': fc.constantFrom('', 'RSA ', 'EC ', 'OPENSSH ').map((kind) => `-----BEGIN ${kind}PRIVATE KEY-----`),
  'a password in a URL': of(alnum, 12).map((word) => `pip install --index-url https://ci:p${word}@pypi.example.com/x`),
  'a password, key or token': of(alnum, 20).map((word) => `db_password: "p${word}"`),
};

const lines = fc.array(fc.constantFrom('#!/bin/bash', 'set -eux', '', 'pip install torch', 'echo "done"'));

describe('a secret in a script', () => {
  it.each(Object.entries(planted))('is found and told by line and kind: %s', (kind, secret) => {
    fc.assert(
      fc.property(lines, secret, lines, fc.constantFrom('\n', '\r\n'), (before, text, after, newline) => {
        const found = findSecrets([...before, text, ...after].join(newline));

        expect(found).toEqual([{ line: before.length + 1, kind }]);
      }),
    );
  });

  it.each([
    "mysql --password 'Tr0ub4dor&3'",
    'curl -u ml:x --token 9f8e7d6c5b4a',
    'API_KEY=9f8e7d6c5b4a3210',
    '{"secret": "correct horse battery"}',
    "client_secret='s3cr3t-value'",
    'export WANDB_API_KEY=0123456789abcdef0123456789abcdef01234567',
  ])('is found by the name that it has: %s', (line) => {
    expect(findSecrets(line)).toEqual([{ line: 1, kind: 'a password, key or token' }]);
  });

  it.each([
    'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/db)',
    'password = os.environ["DB_PASSWORD"]',
    'TOKEN=${HF_TOKEN}',
    'export API_KEY="<your key here>"',
    'export API_KEY="your-api-key-1234"',
    'SECRET_ARN=arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-Ab12Cd',
    'TOKEN_FILE=/run/secrets/token',
    'token="/run/secrets/hf-token-2024"',
    'PASSWORD=changeme',
    'password: "none"',
    'passwd="{{ db_password }}"',
    'aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE',
    'jupyter notebook --NotebookApp.token= --NotebookApp.password=',
    '# The token of this tokenizer is read from Secrets Manager',
    'from transformers import AutoTokenizer, tokenizers',
    'max_token = 4096',
    'pip install https://files.example.com/wheels/a-1.0.whl',
    'git clone https://$USER:$TOKEN@git.example.com/x',
    'export HTTPS_PROXY=http://proxy.example.com:3128',
    'secret: "abc"',
    'token word word word',
  ])('is not seen where there is none: %s', (line) => {
    expect(findSecrets(line)).toEqual([]);
  });

  it('is never told, nor is any part of a script', () => {
    const vocabulary = new Set(['line', 'kind']);
    const kinds = new Set(Object.keys(planted));
    fc.assert(
      fc.property(fc.oneof(fc.string(), ...Object.values(planted)), (script) => {
        for (const found of findSecrets(script)) {
          expect(Object.keys(found).every((key) => vocabulary.has(key))).toBe(true);
          expect(kinds).toContain(found.kind);
          expect(Number.isInteger(found.line)).toBe(true);
        }
      }),
    );
  });

  it.each(['a', '-', '.', 'token', 'eyJ', 'eyJaaaaaaaaaa.', 'https://', 'a:', '"', 'secret=', '-----BEGIN '])(
    'is looked for in the longest of scripts: %s over and over',
    (piece) => {
      expect(Array.isArray(findSecrets(piece.repeat(Math.ceil(16_384 / piece.length))))).toBe(true);
    },
  );
});
