import type { PodSpecLike } from 'modelcar'
import { parse } from 'yaml'

/** A manifest of a Pod. The injectors check the pod spec themselves. */
export const parsePod = (text: string): { readonly spec: PodSpecLike } => parse(text) as { readonly spec: PodSpecLike }
