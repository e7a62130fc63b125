/**
 * Every setting that the environment can make, where it is defined; docs/settings.md is generated
 * from this table.
 */
export const SETTINGS = {
  POSTERN_DATA: {
    default:
      'as root /var/lib/postern; otherwise $XDG_DATA_HOME/postern, or ~/.local/share/postern',
    meaning:
      'The data directory: the embedded PostgreSQL, the journals, the first sign-in. Every directory above it must be open (execute) to the user that runs PostgreSQL.',
  },
  DATABASE_URL: {
    default: 'none: an embedded PostgreSQL is started',
    meaning:
      'A PostgreSQL 15 or later to use instead, such as postgres://user@db.example.org/postern.',
  },
  POSTERN_HOST: { default: '127.0.0.1', meaning: 'The address on which pages and API listen.' },
  POSTERN_PORT: {
    default: '4460, or another when that is taken',
    meaning: 'The port of pages and API. A port named here that is taken is an error.',
  },
  POSTERN_PUBLIC_URL: {
    default: 'http://localhost and the port',
    meaning:
      'The address under which patients reach this server: links, opens and unsubscribes in mail begin with it. Use https.',
  },
  POSTERN_SMTP_PORT: {
    default: '4425, or another when that is taken',
    meaning:
      'The loopback port of the sandbox mail server. A port named here that is taken is an error.',
  },
  POSTERN_RETURNS_HOST: {
    default: '127.0.0.1',
    meaning:
      'The address on which bounces and complaints are taken in. The mail of each return-path domain has to come there: by an MX record that leads to this machine, or from a mail server that passes it on.',
  },
  POSTERN_RETURNS_PORT: {
    default: '4426, or another when that is taken',
    meaning:
      'The port for bounces and complaints. Port 25 where mail comes straight from the internet. A port named here that is taken is an error.',
  },
  POSTERN_RETURNS_CERTIFICATE: {
    default:
      'none: a certificate that proves nothing is made at each start, which encrypts all the same',
    meaning: 'A PEM file with private key and certificate chain for that port.',
  },
  POSTERN_KEY_STORE: {
    default: 'file',
    meaning:
      'Where the key-encryption key is, which the database never holds: `file`, `aws-kms` or `vault`.',
  },
  POSTERN_KEY_STORE_BEFORE: {
    default: 'none',
    meaning:
      'The kind of store that the keys are moved from by `postern keys rewrap`, with its own settings; needed only until that is done.',
  },
  POSTERN_KEY_FILE: {
    default: 'kek in a directory beside the data directory, such as /var/lib/postern-keys/kek',
    meaning:
      'The file with the key-encryption key (32 bytes, base64, readable by its owner alone), made at the first start. Outside the data directory; keep its backup apart from the database’s.',
  },
  POSTERN_KMS_KEY_ID: {
    default: 'none',
    meaning:
      'With `aws-kms`: id, ARN or alias of a symmetric key. Credentials come by the ways of AWS (kms:Encrypt and kms:Decrypt, with the encryption context postern:organization).',
  },
  POSTERN_KMS_OLD_KEY_ID: {
    default: 'none',
    meaning: 'The KMS key from before, until `postern keys rewrap` is done.',
  },
  POSTERN_KMS_REGION: {
    default: 'as AWS_REGION or its profile says',
    meaning: 'The region of KMS.',
  },
  POSTERN_KMS_ENDPOINT: {
    default: 'that of the region',
    meaning: 'Another address of KMS, such as a VPC endpoint.',
  },
  POSTERN_VAULT_ADDRESS: {
    default: 'none',
    meaning:
      'With `vault`: where HashiCorp Vault or OpenBao answers, such as https://vault.example.org.',
  },
  POSTERN_VAULT_NAMESPACE: { default: 'none', meaning: 'The namespace of Vault Enterprise.' },
  POSTERN_VAULT_MOUNT: { default: 'transit', meaning: 'Where the transit engine is mounted.' },
  POSTERN_VAULT_KEY: {
    default: 'postern',
    meaning:
      'Begins the name of each organization’s key there, which is made when it is first used: postern-<id>. The policy allows create and update on encrypt/ and decrypt/ of such names, update on keys/…/config and delete on keys/… to destroy one.',
  },
  POSTERN_VAULT_OLD_KEY: {
    default: 'none',
    meaning: 'What those names began with before, until `postern keys rewrap` is done.',
  },
  POSTERN_VAULT_TOKEN: { default: 'none', meaning: 'A token of Vault; or an AppRole:' },
  POSTERN_VAULT_ROLE_ID: { default: 'none', meaning: 'The role id of an AppRole.' },
  POSTERN_VAULT_SECRET_ID: { default: 'none', meaning: 'Its secret id.' },
  POSTERN_RESOLVER: {
    default: 'none: the system’s name servers, and DANE is off',
    meaning:
      'A validating DNS resolver (DNSSEC) that you vouch for, and the way to it: an address or name, with a port where it is not 53, such as 127.0.0.1 or [::1]:5353. Mail that we deliver directly is then looked up there, and DANE (RFC 7672) is on.',
  },
  POSTERN_ROLE: {
    default: 'all',
    meaning:
      'Which loops run: `web` (pages and API), `worker` (imports and sending), or `all`. The sandbox is the worker’s: with `web`, one-time codes of an organization that sends into the sandbox are not sent.',
  },
  POSTERN_SENDERS: {
    default: 'one for each processor, 4 at most',
    meaning:
      'How many sending processes a worker runs. Each signs on a processor of its own, and takes about 140 MB.',
  },
  POSTERN_DEMO: {
    default: 'yes',
    meaning:
      'Whether the first start on an empty database makes the demonstration organization: yes or no.',
  },
  POSTERN_ADDRESSES: {
    default: 'none: what depends on them is said to be unknown',
    meaning:
      'The IP addresses from which mail leaves this installation, with commas between. SPF, reverse DNS and block lists are checked for them; a stream with an address of its own is checked for that one.',
  },
  POSTERN_BLOCKLISTS: {
    default: 'none: block lists are not asked',
    meaning:
      'DNS zones of block lists that are asked daily about our addresses, with commas between. Read their terms first: several want to be asked through a resolver of your own.',
  },
  POSTERN_PRIVATE_TARGETS: {
    default: 'no',
    meaning:
      'Whether the webhooks, syslog servers and identity providers that people set may lie in the private network: yes or no. With `no` their addresses must be in the public internet.',
  },
  POSTERN_LOG: {
    default: 'warn',
    meaning: 'How much is logged: error, warn, info or debug. Log lines carry ids, never values.',
  },
} as const satisfies Record<string, { default: string; meaning: string }>;

export type Setting = keyof typeof SETTINGS;
/** What a process is given; only the settings, HOME and XDG_DATA_HOME are read. */
export type Environment = Readonly<Record<string, string | undefined>>;
