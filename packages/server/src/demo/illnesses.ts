/** ICD-10-CM code, how frequent at 30 and at 75, the department, and RxNorm codes given for it. */
export interface Illness {
  readonly code: string;
  readonly young: number;
  readonly old: number;
  readonly department: string;
  readonly drugs: readonly string[];
}

const illness = (
  code: string,
  young: number,
  old: number,
  department: string,
  drugs = '',
): Illness => ({ code, young, old, department, drugs: drugs === '' ? [] : drugs.split(' ') });

const FAMILY = 'Family medicine';

/** Rough American frequencies; enough for segments to find somebody. */
export const ILLNESSES: readonly Illness[] = [
  // hypertension: lisinopril, hydrochlorothiazide, amlodipine
  illness('I10', 0.07, 0.55, FAMILY, '314076 310798 308136'),
  // type 2 diabetes, plain, with high glucose, with kidney disease: metformin
  illness('E11.9', 0.03, 0.16, 'Endocrinology', '861007 860975'),
  illness('E11.65', 0.01, 0.05, 'Endocrinology', '861007 860975'),
  illness('E11.22', 0.002, 0.04, 'Endocrinology', '860975'),
  // high cholesterol: simvastatin, atorvastatin
  illness('E78.5', 0.06, 0.4, FAMILY, '312961 259255'),
  // asthma: albuterol, fluticasone
  illness('J45.909', 0.09, 0.06, 'Pulmonology', '745679 895994'),
  illness('J44.9', 0.005, 0.1, 'Pulmonology', '896209 745679'),
  // depression, anxiety: sertraline
  illness('F33.1', 0.09, 0.06, 'Behavioral health', '312941'),
  illness('F41.1', 0.1, 0.05, 'Behavioral health', '312941'),
  illness('M54.50', 0.1, 0.14, FAMILY, '310965 198014'),
  illness('M17.11', 0.01, 0.14, 'Orthopedics', '198014'),
  illness('K21.9', 0.06, 0.14, FAMILY, '198051'),
  illness('G43.909', 0.08, 0.02, 'Neurology'),
  // heart: metoprolol, clopidogrel, aspirin, warfarin
  illness('I25.10', 0.005, 0.12, 'Cardiology', '309362 243670 866412'),
  illness('I48.91', 0.003, 0.08, 'Cardiology', '855332 866412'),
  illness('N18.30', 0.005, 0.09, 'Nephrology'),
  illness('E66.9', 0.14, 0.12, FAMILY),
  illness('J30.2', 0.14, 0.08, FAMILY, '665078'),
  illness('Z34.90', 0.03, 0, 'Women’s health'),
  illness('C50.911', 0.002, 0.02, 'Oncology'),
  illness('F17.210', 0.07, 0.05, FAMILY),
];
