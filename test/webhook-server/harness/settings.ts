const settings = {
  image: 'kserve/storage-initializer:latest',
  memoryRequest: '100Mi',
  memoryLimit: '1Gi',
  cpuRequest: '100m',
  cpuLimit: '1',
  enableModelcar: true,
  uidModelcar: 1010,
}

/** KServe's ConfigMap as a file, with these settings in place of its own; JSON is YAML too. */
export const configMapWith = (fields: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'inferenceservice-config', namespace: 'kserve' },
    data: { storageInitializer: JSON.stringify({ ...settings, ...fields }) },
  })
