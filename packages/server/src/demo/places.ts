export interface Place {
  readonly city: string;
  readonly state: string;
  readonly zips: readonly string[];
  readonly areaCode: string;
}

const place = (city: string, state: string, zips: string, areaCode: string): Place => ({
  city,
  state,
  zips: zips.split(' '),
  areaCode,
});

/** Where patients live, and how many of a hundred or so. */
export const PLACES: readonly (readonly [Place, number])[] = [
  [place('Portland', 'OR', '97201 97202 97206 97214 97217 97227 97232', '503'), 26],
  [place('Gresham', 'OR', '97030 97080', '503'), 5],
  [place('Beaverton', 'OR', '97005 97007', '503'), 5],
  [place('Hillsboro', 'OR', '97123 97124', '503'), 5],
  [place('Salem', 'OR', '97301 97302', '503'), 6],
  [place('Eugene', 'OR', '97401 97405', '541'), 5],
  [place('Bend', 'OR', '97701 97702', '541'), 3],
  [place('Medford', 'OR', '97501 97504', '541'), 2],
  [place('Vancouver', 'WA', '98660 98661 98683', '360'), 13],
  [place('Seattle', 'WA', '98101 98118 98144', '206'), 5],
  [place('Tacoma', 'WA', '98402 98405', '253'), 3],
  [place('Yakima', 'WA', '98901 98902', '509'), 2],
  [place('Sacramento', 'CA', '95814 95816', '916'), 5],
  [place('Redding', 'CA', '96001 96002', '530'), 4],
  [place('Eureka', 'CA', '95501 95503', '707'), 3],
  [place('Oakland', 'CA', '94607 94610', '510'), 3],
  [place('Boise', 'ID', '83702 83704', '208'), 2],
  [place('Reno', 'NV', '89501 89509', '775'), 1],
  [place('Phoenix', 'AZ', '85004', '602'), 1],
  [place('Brooklyn', 'NY', '11215', '718'), 0.5],
];

export const STREETS =
  'Alder Birch Cedar Dogwood Elm Fir Hawthorne Juniper Larch Maple Oak Pine River Spruce Willow Harbor Mill Orchard Prairie Sunset'.split(
    ' ',
  );

export const PLANS: readonly (readonly [string, number])[] = [
  ['Cascade Gold HMO', 24],
  ['Cascade Silver PPO', 22],
  ['Evergreen Medicare Advantage', 16],
  ['Northwest Community Medicaid', 18],
  ['Harborstone PPO', 12],
  ['Self-pay', 8],
];
