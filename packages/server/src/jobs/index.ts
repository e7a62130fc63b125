export {
  type JobPayloads,
  type Jobs,
  openJobs,
  type Periodic,
  runJobs,
  type Tasks,
} from './jobs.ts';
