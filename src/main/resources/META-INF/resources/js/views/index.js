import { Audit } from './audit.js';
import { Live } from './live.js';
import { Models } from './models.js';
import { Quality } from './quality.js';
import { Review } from './review.js';
import { System } from './system.js';
import { Training } from './training.js';
import { Users } from './users.js';

/** The pages in the order of the navigation; those that are aside are reached from the account. A page gets the chosen station's id; its name is the text `nav.<id>`. */
export const VIEWS = [
  { id: 'live', component: Live },
  { id: 'review', component: Review },
  { id: 'training', component: Training },
  { id: 'models', component: Models },
  { id: 'quality', component: Quality },
  { id: 'system', component: System },
  { id: 'users', component: Users, aside: true },
  { id: 'audit', component: Audit, aside: true },
];
