import preset from '../jest.preset.js';

// Commands are run as processes, which take seconds to start on a busy machine.
export default { ...preset, testTimeout: 60_000 };
