/** Where the ingress listens: at the machine, and in its pods, where Envoy Gateway adds 10,000 to the low ones. */
export const ingressPorts = {
  http: { machine: 80, pod: 10_080 },
  https: { machine: 443, pod: 10_443 },
  operators: { machine: 8443, pod: 8443 },
};
