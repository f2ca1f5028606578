/** Parts of pages that a summary leads to. */
export const refusedFileId = 'migration-file';
export const decisionsId = 'decisions';
