/** Where a secret lies in a text, and of what kind it is. Never the secret itself, nor a part of it. */
export interface FoundSecret {
  /** Counted from 1. */
  readonly line: number;
  readonly kind: string;
}

/** Secrets that can be told by their form. Every quantifier is bounded or anchored, so that time grows with length alone. */
const forms: readonly (readonly [kind: string, form: RegExp])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
  ['an AWS access key', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/],
  ['an AWS secret access key', /secret_?access_?key["']?\s{0,8}[:=]\s{0,8}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i],
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
  ['a Bedrock API key', /\b(?:ABSK[A-Za-z0-9+/]{60}|bedrock-api-key-[A-Za-z0-9+/]{40})/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ['a GitLab token', /\bglpat-[\w-]{20}/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30}/],
  ['an API key of a model provider', /\bsk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{32}/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}/],
  ['a PyPI token', /\bpypi-[\w-]{50}/],
  ['a Databricks token', /\bdapi[0-9a-f]{32}/],
  ['a JSON Web Token', /\beyJ[\w-]{10,4096}\.eyJ[\w-]{10,4096}\.[\w-]{10}/],
  ['a private key', /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----/],
];

/** `https://user:password@host`, as package indexes and repositories are given. */
const inUrl = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@'"`]{1,128}:([^\s/@'"`]{1,256})@/i;

/** `API_KEY=…`, `"password": "…"`, `--token …`. The name's last word tells what it is: SECRET_ARN is none. */
const named =
  /(?<![A-Za-z0-9_])[\w.-]{0,64}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|(?:access|account|auth|private|secret)[_-]?key|credentials?)["']?(?:\s{0,8}[:=]\s{0,8}|\s{1,8})(?:"([^"]{1,512})"|'([^']{1,512})'|([^\s"';|&<>(){}[\],]{1,512}))/gi;

/** What stands in place of a secret, or leads to where it is kept. */
const harmless =
  /^(?:[$%{<@*/.~-]|arn:|alias\/|file:|https?:|s3:|ssm:|secretsmanager:|os\.|process\.|env\b|getenv|none$|null$|true$|false$|undefined$|changeme|replace|redacted|x{3,}|your|my-?(?:secret|token|password)|(?:\w{0,32}[-_])?(?:example|placeholder|dummy|test)\b|HIDDEN_)|\$[({A-Za-z_]|\{\{|`/i;

/**
 * Looks for secrets in a script, line by line.
 *
 * What has the form of a key is one. What is merely named like one has to look like one as well: quoted and
 * given to a name by `=` or `:`, or else as mixed as words hardly ever are.
 */
export function findSecrets(script: string): FoundSecret[] {
  return script.split(/\r\n|[\n\r]/).flatMap((text, index) => {
    const kinds = forms.filter(([, form]) => form.test(text)).map(([kind]) => kind);
    const rest = kinds.length > 0 ? [] : [...passwordInUrl(text), ...namedSecret(text)];
    return [...new Set([...kinds, ...rest])].map((kind) => ({ line: index + 1, kind }));
  });
}

function passwordInUrl(text: string): string[] {
  const [, password] = inUrl.exec(text) ?? [];
  return password === undefined || harmless.test(password) ? [] : ['a password in a URL'];
}

function namedSecret(text: string): string[] {
  for (const [whole, double, single, bare] of text.matchAll(named)) {
    const value = double ?? single ?? bare ?? '';
    const given = /[:=]/.test(whole.slice(0, whole.lastIndexOf(value)));
    const isQuoted = bare === undefined && given;
    if (harmless.test(value) || value.length < 6) continue;
    if (isQuoted || isMixed(value)) return ['a password, key or token'];
  }
  return [];
}

/** Bits a character (Shannon); words of a language have fewer, and random letters and digits more. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
}

function isMixed(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 2.75;
}
