import preset from '../../jest.preset.js';

// A whole gateway on a database of its own, and real time for what is slow on purpose.
export default { ...preset, testTimeout: 60_000 };
