export { campaignReport } from './campaign-report.ts';
