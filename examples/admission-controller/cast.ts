import type { AdmissionRequest } from './admission.js'

export interface AdmissionReview {
  readonly apiVersion: string
  readonly kind: string
  readonly request: AdmissionRequest
}

/** The API server sends nothing else; what anyone else sends is found where it is read. */
export const asReview = (body: unknown): AdmissionReview => body as AdmissionReview
