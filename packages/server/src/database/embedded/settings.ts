import { totalmem } from 'node:os';

const MiB = 1024 * 1024;

/** Memory that this process may use: the machine's, or less in a container. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * postgresql.conf for a small machine that also runs Postern; `freeBytes` of the disk that the files
 * stand on. Durable: fsync and synchronous_commit stay on. Quiet about data: no statement, no parameter,
 * no failing row and no error text (which can quote a value) reaches the server's log.
 */
export function serverSettings(
  { port, freeBytes }: { readonly port: number; readonly freeBytes: number },
  memory = availableMemory(),
): string {
  // at a million people the index of their keys alone takes 300 MB, and an import comes to all of it
  const sharedBuffers = Math.round(Math.min(2_048, Math.max(32, memory / MiB / 8)));
  // between checkpoints; after each, every page that changes is written whole. An import of a million
  // writes 2 GB, and is a tenth faster when no checkpoint comes in between; a disk with little room is
  // not filled with it
  const walMb = Math.round(Math.min(8_192, Math.max(64, freeBytes / MiB / 10)));
  // new files of WAL are not filled with zeros first, which would take a seventh of an import's time; the
  // file system then finds places for what is written when it is written. Files are used again
  return `# Written by Postern at each start. Your own settings belong in local.conf beside this file.
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
max_connections = 200
password_encryption = 'scram-sha-256'

shared_buffers = ${sharedBuffers}MB
effective_cache_size = ${sharedBuffers * 3}MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = ${walMb}MB
min_wal_size = ${Math.min(80, walMb)}MB
wal_init_zero = off
checkpoint_timeout = 10min
random_page_cost = 1.1
jit = off

fsync = on
synchronous_commit = on
full_page_writes = on

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'

logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] '
# "log" ranks above "error" here: starts, stops and crashes are kept, errors go to the client alone
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_autovacuum_min_duration = -1

include_if_exists = 'local.conf'
`;
}
