import { PROFILES, type Profile } from '@postern/core/gate';
import { Command, Option } from 'commander';
import type { Config } from '../config/index.ts';
import { SAID_SOURCES } from '../contacts/index.ts';
import { auditVerify, auditVerifyExport } from './audit-verify.ts';
import { backupMake, backupVerify } from './backup.ts';
import { contactsImport } from './contacts-import.ts';
import { gateDecide } from './gate-decide.ts';
import { keysBackedUp, keysRewrap, keysRotate, keysStatus } from './keys.ts';
import { migrateDatabase } from './migrate.ts';
import { organizationCreate } from './organization-create.ts';
import { organizationDestroy } from './organization-destroy.ts';
import { newPassword } from './password.ts';
import { restore } from './restore.ts';
import { start } from './start.ts';

/** Every command with its help; docs/commands.md is generated from it. */
export function program(config: () => Config): Command {
  const postern = new Command('postern')
    .description('Self-hosted, HIPAA-compliant email marketing.')
    .showHelpAfterError('Try --help.');

  postern
    .command('start')
    .description(
      'Start everything: the database unless DATABASE_URL names one, pages, API, workers, the sandbox mail server. Ctrl-C drains and ends.',
    )
    .action(() => start(config()));

  postern
    .command('migrate')
    .description('Bring the database to the newest schema and end.')
    .action(() => migrateDatabase(config()));

  const gate = postern.command('gate').description('The gate: may this message go to this person?');
  gate
    .command('decide')
    .description(
      'Answer a file of cases, one JSON object a line. Exit status 2 when a case does not fit.',
    )
    .argument('<cases.json>', 'a file of { defaults, cases }')
    .addOption(
      new Option('--profile <profile>', 'the rules to apply')
        .choices([...PROFILES])
        .default('strict'),
    )
    .action((path: string, options: { profile: Profile }) => gateDecide(path, options.profile));

  const contacts = postern.command('contacts').description('Contacts.');
  contacts
    .command('import')
    .description(
      'Import a CSV or NDJSON file; columns are mapped by their headings. Works beside a running Postern too.',
    )
    .argument(
      '<file>',
      'CSV in UTF-8 with commas, semicolons or tabs; or NDJSON, one object a line',
    )
    .addOption(
      new Option('--source <source>', 'where the data came from; a bought list is refused')
        .choices(SAID_SOURCES)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--addresses <what>',
        'what becomes of addresses that cannot be a person’s own: an office’s, a disposable one',
      )
        .choices(['keep', 'drop'])
        .default('keep'),
    )
    .option(
      '--map <column=attribute...>',
      'map columns by hand, counted from 1, instead of by their headings: 1=record_number 3=email',
    )
    .option('--rejects <file>', 'where to write the rejected rows, with the reason in each')
    .option('--organization <name>', 'needed when there are several')
    .action((path: string, options) => contactsImport(config(), path, options));

  const audit = postern.command('audit').description('The audit ledger.');
  audit
    .command('verify')
    .description(
      'Verify every entry against the signed tree: intact, or the first that was changed, removed or reordered (exit status 1).',
    )
    .option('--checkpoint <file>', 'a signed checkpoint that was kept elsewhere')
    .action((options: { checkpoint?: string }) => auditVerify(config(), options));
  audit
    .command('verify-export')
    .description('Verify exported evidence, without a database (exit status 1: it is not intact).')
    .argument('<file.ndjson>', 'as the audit page exports it')
    .option('--key <verifier key>', 'the key that should have signed it')
    .action((path: string, options: { key?: string }) => auditVerifyExport(path, options));

  const keys = postern.command('keys').description('The keys that everything is sealed with.');
  keys
    .command('status')
    .description('Where the key-encryption key is, and what is to be done about it.')
    .action(() => keysStatus(config()));
  keys
    .command('backed-up')
    .description('Confirm that a copy of the key file is kept elsewhere; ends the reminders.')
    .action(() => keysBackedUp(config()));
  keys
    .command('rewrap')
    .description(
      'Wrap the key of every organization anew: by a new key file, the newest version of the KMS or Vault key, or the store that the settings name now. Works beside a running Postern; run again after a crash.',
    )
    .action(() => keysRewrap(config()));
  keys
    .command('rotate')
    .description(
      'Change the key that seals an organization’s data: all is sealed anew beside the running Postern, then the old key is destroyed.',
    )
    .option('--organization <name>', 'needed when there are several')
    .action((options) => keysRotate(config(), options));

  const backup = postern
    .command('backup')
    .description('Backups: sealed files of everything but the key-encryption key.');
  backup
    .command('make', { isDefault: true })
    .description(
      'Write everything in the database, as it is at one moment, to a sealed file. Works beside a running Postern; “postern backup <file>” is the same.',
    )
    .argument('[file]', 'a new file; - for standard output; else postern-<time>.backup')
    .option(
      '--since <file>',
      'an earlier backup: only what changed since is written, and a restore needs both and those between',
    )
    .action((path: string | undefined, options) => backupMake(config(), path, options));
  backup
    .command('verify')
    .description(
      'Open every byte of a backup without restoring it, and list what is in it (exit status 1: it is not intact).',
    )
    .argument('<files...>', 'the full backup and those that follow it, oldest first')
    .action((paths: readonly string[]) => backupVerify(config(), paths));
  postern
    .command('restore')
    .description(
      'Restore a backup into an empty database, all of it or nothing. Campaigns that ran come back paused, and everybody signs in again.',
    )
    .argument('<files...>', 'the full backup and those that follow it, oldest first')
    .option(
      '--nothing-sent-since',
      'Postern stood still since the backup was made: who waited for a message waits still',
    )
    .action((paths: readonly string[], options) => restore(config(), paths, options));

  const organization = postern.command('organization').description('Organizations.');
  organization
    .command('create')
    .description(
      'Make an organization, and print the link by which its first administrator comes in. Works beside a running Postern.',
    )
    .argument('<name>')
    .requiredOption('--postal-address <address>', 'as its mail must show it')
    .requiredOption('--from <email>', 'the address that its mail comes from')
    .requiredOption('--administrator <email>', 'of its first administrator')
    .requiredOption('--administrator-name <name>', 'their name')
    .action((name: string, options) => organizationCreate(config(), name, options));
  organization
    .command('destroy')
    .description(
      'Destroy an organization for good, with its keys: no backup of it opens any more. Export its audit first.',
    )
    .argument('<name>')
    .requiredOption('--confirm <name>', 'the same name again')
    .requiredOption('--certificate <file>', 'a new file for the signed certificate')
    .action((name: string, options) => organizationDestroy(config(), name, options));

  postern
    .command('password')
    .description('Set a new random password for a user and print it; ends the user’s sessions.')
    .argument('<email>')
    .option(
      '--forget-factors',
      'remove their passkeys, authenticator app and recovery codes too: they set up new ones at the next sign-in',
    )
    .action((email: string, options) => newPassword(config(), email, options));

  return postern;
}
