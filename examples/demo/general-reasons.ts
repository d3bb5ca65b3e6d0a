/** Of a value that is filled in, and that nobody enforces. */
export const preference = 'a default, where the pod has none'

/** Of what is removed. */
export const leftOver = 'left over from an earlier injection'

/** Of a setting that is removed from a container that stays. */
export const noMore = 'an earlier injection has set it, and the config does not'

/** True of everything; what is known to change has a reason of its own. */
export const fromConfig = 'follows from the config'
