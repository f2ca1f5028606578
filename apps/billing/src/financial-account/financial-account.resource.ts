/** TMF666 `financialAccount`: where it is and what `fields` may name. */
export const financialAccount = {
  path: '/tmf-api/accountManagement/v4/financialAccount',
  fields: ['id', 'href', 'accountBalance', 'relatedParty', '@type'],
} as const;
