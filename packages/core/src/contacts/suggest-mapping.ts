import type { AttributeDefinition } from '../values/index.ts';
import type { ColumnMapping } from './mapping.ts';

/** Headings as record systems write them, in the form of `plainHeading`. */
const SPELLINGS: Record<string, readonly string[]> = {
  given_name: ['firstname', 'first', 'given', 'forename', 'patientfirstname', 'fname'],
  family_name: ['lastname', 'last', 'surname', 'family', 'patientlastname', 'lname'],
  email: ['emailaddress', 'mail', 'patientemail', 'primaryemail', 'homeemail'],
  phone: [
    'phonenumber',
    'telephone',
    'tel',
    'mobile',
    'mobilephone',
    'cell',
    'cellphone',
    'homephone',
  ],
  record_number: [
    'mrn',
    'medicalrecordnumber',
    'recordno',
    'patientid',
    'chartnumber',
    'patientnumber',
  ],
  plan_number: ['memberid', 'membernumber', 'subscriberid', 'policynumber', 'insuranceid'],
  street: ['address', 'streetaddress', 'address1', 'addressline1', 'homeaddress'],
  birth_date: ['birthdate', 'dob', 'dateofbirth', 'birthday', 'born'],
  zip: ['zipcode', 'postalcode', 'postcode', 'zip5'],
  city: ['town', 'municipality'],
  state: ['stateprovince', 'province', 'st', 'usstate'],
  plan: ['insurance', 'insuranceplan', 'healthplan', 'payer', 'planname'],
  language: ['preferredlanguage', 'lang', 'languagepreference', 'primarylanguage'],
  conditions: [
    'condition',
    'diagnoses',
    'diagnosis',
    'diagnosiscodes',
    'icd10',
    'icd10cm',
    'icd10codes',
    'problems',
    'problemlist',
  ],
  drugs: ['drug', 'medications', 'medication', 'rxnorm', 'rxnormcodes', 'prescriptions'],
  last_visit: ['lastvisitdate', 'lastseen', 'dateoflastvisit', 'lastappointment', 'lastencounter'],
  department: ['dept', 'clinic', 'servicedepartment'],
};

/** The mapping that the headings suggest: by label, key or common spelling; each attribute once. */
export function suggestMapping(
  headings: readonly string[],
  definitions: readonly AttributeDefinition[],
): ColumnMapping {
  const taken = new Set<string>();
  return headings.flatMap((heading, column) => {
    const plain = plainHeading(heading);
    const found = definitions.find(
      ({ key, label, deletedAt }) =>
        deletedAt === null &&
        !taken.has(key) &&
        plain !== '' &&
        (plainHeading(key) === plain ||
          plainHeading(label) === plain ||
          SPELLINGS[key]?.includes(plain)),
    );
    if (found === undefined) return [];
    taken.add(found.key);
    return [{ column, attribute: found.key }];
  });
}

function plainHeading(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
