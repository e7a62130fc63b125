export { type JobPayloads, type Jobs, openJobs, runJobs, type Tasks } from './jobs.ts';
