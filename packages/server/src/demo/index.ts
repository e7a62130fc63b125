export { demoPatients } from './demo-patients.ts';
export { addEvents, makeDemonstration } from './make-demonstration.ts';
export { patientsCsv } from './patients-csv.ts';
export { DEMO_PATIENTS, seedDemonstration } from './seed-demonstration.ts';
export { signInHint } from './sign-in.ts';
