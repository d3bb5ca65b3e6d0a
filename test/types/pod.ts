/** A pod as a manifest has it: every field that an injection reads or writes, and some that it has to leave alone. */
export const pod = () => ({
  apiVersion: 'v1' as const,
  kind: 'Pod' as const,
  metadata: { name: 'iris', labels: { app: 'iris' } },
  spec: {
    serviceAccountName: 'iris',
    terminationGracePeriodSeconds: 300,
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' as const, effect: 'NoSchedule' as const }],
    securityContext: { runAsNonRoot: true, runAsUser: 1000 },
    initContainers: [{ name: 'wait', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1'] }],
    containers: [
      {
        name: 'kserve-container',
        image: 'kserve/sklearnserver:v0.12.0',
        args: ['--model_name=iris', '--model_dir=/mnt/models', '--http_port=8080'],
        env: [
          { name: 'PROTOCOL', value: 'v2' },
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        ],
        ports: [{ containerPort: 8080, protocol: 'TCP' as const }],
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '2Gi' } },
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
      },
      { name: 'queue-proxy', image: 'knative.dev/queue-proxy:1.13' },
    ],
    volumes: [
      { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'settings', configMap: { name: 'iris', items: [{ key: 'a', path: 'a' }] } },
    ],
  },
})

export const config = { image: 'oci://registry.example/iris:1' }
