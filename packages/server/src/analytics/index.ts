export { type CampaignReport, campaignReport } from './campaign-report.ts';
