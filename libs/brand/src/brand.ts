import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type BrandFile, readBrandFile, readPicture } from './brand-file.ts';

export type Picture = 'logo.svg' | 'logo-dark.svg' | 'icon.svg';

/** Whose pages these are: read when a process starts, which it does not while there is a mistake in it. */
export class Brand {
  readonly file: BrandFile;
  /** SVG. */
  readonly pictures: Readonly<Record<Picture, string>>;

  /** @throws Error that names the file, and what is wrong in it */
  constructor(folder: string) {
    this.file = readBrandFile(folder);
    this.pictures = {
      'logo.svg': readPicture(folder, 'logo.svg'),
      'logo-dark.svg': readPicture(folder, 'logo-dark.svg'),
      'icon.svg': readPicture(folder, 'icon.svg'),
    };
  }
}

const besideTheBundle = join(import.meta.dirname, 'assets/brand');
/** Wellspring's own. */
export const ownBrandFolder = existsSync(besideTheBundle)
  ? besideTheBundle
  : join(import.meta.dirname, '../assets/brand');

/** The setting of every service that has pages. */
export const brandFolder = z
  .string()
  .default(ownBrandFolder)
  .describe('brand.yaml, logo.svg, logo-dark.svg and icon.svg; by default those of Wellspring');
