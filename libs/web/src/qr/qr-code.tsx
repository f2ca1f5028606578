import type { ReactNode } from 'react';
import { qrMatrix } from './qr-matrix.ts';

/** Light modules around the code: readers look for them (ISO/IEC 18004, section 9.1). */
const quietZone = 4;

/** A text as a QR code, dark on light also at night: readers need it so. */
export default function QrCode({ text, label }: { text: string; label: string }): ReactNode {
  const matrix = qrMatrix(text);
  const size = matrix.length + 2 * quietZone;
  const dark = matrix.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + quietZone} ${y + quietZone}h1v1h-1z`] : [])),
  );
  return (
    <svg className="qr-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
