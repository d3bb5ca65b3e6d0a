export { admitPod, admitPodSync, type Admission, type Call, type Webhook } from './admission-chain.js'
