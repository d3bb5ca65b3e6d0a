// A runner of jobs that merges its users' pod template into the pods that it makes, as CI runners on Kubernetes do:
//
//     npx tsx examples/job-runner/main.ts
import { stringify } from 'yaml'
import { jobPod } from './job-pod.js'

const job = {
  image: 'registry.example/build/node:20',
  script: 'npm ci && npm test',
  services: [{ name: 'postgres', image: 'registry.example/postgres:17' }],
}

const template = {
  initContainers: [{ name: 'certificates', image: 'registry.example/tools/certificates:1' }],
  containers: [
    {
      name: '$job',
      volumeMounts: [{ name: 'cache', mountPath: '/home/node/.npm' }],
      resources: { limits: { memory: '4Gi' } },
    },
    { name: 'docker', image: 'registry.example/docker:28', securityContext: { privileged: true } },
  ],
  volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'npm-cache' } }],
  nodeSelector: { 'example.com/pool': 'builds' },
}

console.log(stringify(jobPod(job, template), { aliasDuplicateObjects: false }).trimEnd())
