import preset from '../../jest.preset.js';

/** A browser on a busy machine takes its time; a step that hangs still ends. */
export default { ...preset, testTimeout: 120_000 };
