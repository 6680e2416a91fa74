import { CmpApi } from '@iabgpp/cmpapi';

const api = new CmpApi(1, 1);
api.setFieldValue('usnat', 'SaleOptOut', 1);
api.fireSectionChange('usnat');
