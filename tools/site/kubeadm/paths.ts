/** Where things of Kubernetes are on a machine; kubeadm's own places, and one folder for what it is given. */
export const kubernetesFolder = '/etc/kubernetes';
export const certificatesFolder = `${kubernetesFolder}/pki`;
export const policiesFolder = `${kubernetesFolder}/policies`;
export const auditLogFolder = '/var/log/kubernetes';
export const discoveryFile = `${kubernetesFolder}/discovery.conf`;
export const kubeadmFile = `${kubernetesFolder}/kubeadm.yaml`;
