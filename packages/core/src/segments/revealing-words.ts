/*
 * Words that tell of an illness, its treatment or a drug, in English and, for the common ones, in
 * Spanish: small letters without accents; `*` stands for the rest of a word. The lists are modest:
 * what an organization asks for itself, the values of its segments say.
 */
const ILLNESSES = `diabet*; prediabet*; insulin*; a1c; hba1c; glucos*; hyperten*; hypoten*; blood pressure;
presion alta; cholesterol*; colesterol; hyperlipid*; heart attack; heart failure; heart disease; cardiac;
cardiolog*; coronary; arrhythm*; afib; fibrillation; angina; stroke; embolism*; thrombo*; anemi*; hemophil*;
sickle cell; asthma*; asma; copd; emphysema; bronchi*; pneumon*; tubercul*; tb; cystic fibrosis; apnea;
pulmon*; cancer*; tumor*; tumour*; oncolog*; chemo*; carcinoma*; leukemi*; lymphoma*; melanoma*; metasta*;
radiotherap*; mastectom*; hospice; palliative; kidney; renal; dialysis; nephro*; transplant*; liver;
cirrhosis; hepatit*; hep b; hep c; crohn*; colitis; ibs; celiac; ulcer*; gerd; hernia*; gastr*; hiv; aids;
vih; sida; prep; std; stds; sti; stis; syphilis; gonorrh*; chlamyd*; herpes; hpv; covid*; mpox; pregnan*;
embaraz*; prenatal; antenatal; postpartum; maternity; miscarr*; abortion*; infertil*; fertility; ivf;
contracept*; birth control; menopaus*; endometri*; pcos; gynecolog*; obstetric*; erectile; transgender;
gender affirming; prostat*; urolog*; incontinen*; depress*; anxiety; ansiedad; bipolar; schizo*; psychos*;
psychiatr*; psycholog*; psychother*; ptsd; ocd; adhd; autis*; asperger*; anorex*; bulimi*; eating disorder;
suicid*; self harm; counseling; mental health; salud mental; behavioral health; dementia*; alzheimer*;
parkinson*; epilep*; seizure*; migrain*; multiple sclerosis; neuropath*; neurolog*; addict*; adiccion*;
alcohol*; opioid*; opiate*; overdose; substance use; substance abuse; detox*; rehab*; sobriety; relapse;
drug use; smoker*; smoking; tobacco; nicotine; vaping; obes*; overweight; weight loss; bariatric; arthrit*;
artritis; osteopor*; rheumat*; lupus; gout; fibromyalg*; back pain; chronic pain; psoria*; eczema; acne;
dermat*; glaucoma; cataract*; retinopath*; macular; thyroid*; hypothyroid*; hyperthyroid*; endocrin*;
amputat*; disabilit*; allerg*; alergia*; anaphyla*; sepsis; illness*; disease*; enfermedad*; diagnos*;
disorder*; syndrome*; chronic`;

const DRUGS = `metformin*; glipizide; ozempic; wegovy; mounjaro; zepbound; semaglutide; tirzepatide; jardiance;
farxiga; januvia; lantus; humalog; lisinopril; losartan; amlodipine; metoprolol; atenolol;
hydrochlorothiazide; furosemide; atorvastatin*; rosuvastatin; simvastatin; pravastatin; statin*; lipitor;
crestor; warfarin; coumadin; eliquis; xarelto; clopidogrel; plavix; aspirin; heparin; albuterol; fluticasone;
advair; symbicort; montelukast; prednisone; humira; enbrel; methotrexate; levothyroxine; synthroid;
sertraline; zoloft; fluoxetine; prozac; escitalopram; lexapro; citalopram; bupropion; wellbutrin; trazodone;
duloxetine; cymbalta; venlafaxine; quetiapine; seroquel; aripiprazole; abilify; olanzapine; risperidone;
lithium; lamotrigine; gabapentin; alprazolam; xanax; lorazepam; clonazepam; adderall; ritalin; vyvanse;
methylphenidate; oxycodone; hydrocodone; morphine; fentanyl; tramadol; methadone; buprenorphine; suboxone;
naltrexone; vivitrol; naloxone; narcan; truvada; descovy; biktarvy; antiretrovir*; sildenafil; viagra;
cialis; tadalafil; testosterone; tamoxifen; herceptin; keytruda; omeprazole; pantoprazole; chantix;
varenicline; antidepress*; antipsychot*; finasteride; misoprostol; mifepristone; glp 1`;

export interface RevealingWord {
  /** One word or several, that follow each other. */
  readonly words: readonly string[];
  /** The last of them may go on. */
  readonly open: boolean;
}

const wordsOf = (list: string): readonly RevealingWord[] =>
  list.split(/;\s*/).map((entry) => ({
    words: entry.replace('*', '').split(' '),
    open: entry.endsWith('*'),
  }));

export const ILLNESS_WORDS: readonly RevealingWord[] = wordsOf(ILLNESSES);
export const DRUG_WORDS: readonly RevealingWord[] = wordsOf(DRUGS);
