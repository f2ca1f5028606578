import { Injectable } from '@nestjs/common';
import { PortalSettings } from '../portal.settings.ts';
import { type BrandFile, readBrandFile, readPicture } from './brand-file.ts';
import { brandStyle } from './brand-style.ts';
import { webManifest } from './manifest.ts';

/** Whose portal this is: read when the process starts, which it does not while there is a mistake in it. */
@Injectable()
export class Brand {
  readonly file: BrandFile;
  readonly style: string;
  /** What is served below `/assets/brand/`, by name. */
  readonly files: ReadonlyMap<string, { type: string; text: string }>;

  constructor({ brandFolder }: PortalSettings) {
    this.file = readBrandFile(brandFolder);
    this.style = brandStyle(this.file);
    this.files = new Map([
      ...['logo.svg', 'logo-dark.svg', 'icon.svg'].map(
        (name) => [name, { type: 'image/svg+xml', text: readPicture(brandFolder, name) }] as const,
      ),
      ['manifest.webmanifest', { type: 'application/manifest+json', text: JSON.stringify(webManifest(this.file)) }],
    ]);
  }
}
