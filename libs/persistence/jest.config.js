import preset from '../../jest.preset.js';

// The integration tests start services; on a busy machine that takes longer than Jest's five seconds.
export default { ...preset, testTimeout: 60_000 };
