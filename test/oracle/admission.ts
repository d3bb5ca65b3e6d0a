export { validatePodSpec as admissionErrors } from '../../src/testing/api-server/validation/pod-spec.js'
