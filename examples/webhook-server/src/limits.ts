/** How much, and for how long, the server takes from anyone. Milliseconds and bytes. */
export interface Limits {
  readonly bodyLimit: number
  readonly largeReview: number
  readonly handshakeTimeout: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly handlerTimeout: number
  readonly connectionTimeout: number
  readonly keepAliveTimeout: number
  readonly timeoutCheckInterval: number
  readonly drainTimeout: number
  readonly pollInterval: number
}

const second = 1000

export const defaultLimits: Limits = {
  // Above the review of any pod that can come to be. The API server takes requests of 3 MiB, and etcd, if it is not told otherwise,
  // objects of 1.5 MiB. Such a pod is longer in a review: Go writes `<`, `>` and `&` in a text as six bytes, and all else in the pod,
  // names of fields and defaults, comes to less than six times of what is stored. (A request of 3 MB with 20,000 plain containers is a
  // review of 8.4 MB.) What is longer still is refused with this webhook as it is without: the API server validates a pod, and etcd
  // counts its bytes, only after it was reviewed.
  bodyLimit: 20 * 1024 * 1024,
  // Far above a real pod, which has some 10 kB, and answered in a few milliseconds.
  largeReview: 256 * 1024,
  // As long as the API server waits for a handshake.
  handshakeTimeout: 10 * second,
  // The API server sends the head at once, and the body right behind it: in a cluster that takes milliseconds.
  headersTimeout: 5 * second,
  requestTimeout: 15 * second,
  // No API server waits longer for a webhook, so nobody would read a later answer.
  handlerTimeout: 30 * second,
  // For who neither sends nor reads. Go's client opens connections that it then has no request for; once the server is closing, this
  // is what ends them, and not the timeouts above, which Node looks at no longer.
  connectionTimeout: 10 * second,
  // The API server keeps a connection for 90 seconds without use. Were it closed here first, a review could be sent into it at
  // that very moment and be lost, since Go does not repeat a POST.
  keepAliveTimeout: 100 * second,
  // Node looks only every 30 seconds whether a timeout has passed, if it is not told otherwise.
  timeoutCheckInterval: 1 * second,
  // What is in flight at the end has arrived or was cut off by then. With the default delay before it, this is below the 30
  // seconds after which the kubelet kills a pod.
  drainTimeout: 20 * second,
  // The kubelet itself takes about a minute to bring a changed Secret or ConfigMap into a volume.
  pollInterval: 1 * second,
}
