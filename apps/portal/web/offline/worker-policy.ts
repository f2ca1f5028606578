/** The Trusted Types policy by which the one script URL of ours is made: the service worker's. */
export const workerPolicy = 'service-worker';
