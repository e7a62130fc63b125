import { PROFILES, type Profile } from '@postern/core/gate';
import { Command, Option } from 'commander';
import type { Config } from '../config/index.ts';
import { auditVerify } from './audit-verify.ts';
import { contactsImport } from './contacts-import.ts';
import { gateDecide } from './gate-decide.ts';
import { migrateDatabase } from './migrate.ts';
import { newPassword } from './password.ts';
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
      'Import a CSV file; columns are mapped by their headings. Works beside a running Postern too.',
    )
    .argument('<file.csv>', 'UTF-8; commas, semicolons or tabs')
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
    .description('Walk the hash chain: intact, or the first entry that is not (exit status 1).')
    .action(() => auditVerify(config()));

  postern
    .command('password')
    .description('Set a new random password for a user and print it; ends the user’s sessions.')
    .argument('<email>')
    .action((email: string) => newPassword(config(), email));

  return postern;
}
