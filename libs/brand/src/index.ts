export { Brand, brandFolder, ownBrandFolder, type Picture } from './brand.ts';
export type { BrandFile } from './brand-file.ts';
export { brandStyle, standaloneStyle } from './brand-style.ts';
export { escaped } from './escaped.ts';
export { grounds } from './neutral.ts';
export { picturesOf, serveBrand, type BrandAsset } from './serve-brand.ts';
export { styleHash } from './style-hash.ts';
