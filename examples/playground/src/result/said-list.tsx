import type { Said } from '../pod/inject.js'

/** Codes, fields and messages. */
export const SaidList = ({ said }: { readonly said: readonly Said[] }) => (
  <ul class="said">
    {said.map(({ index, code, field, message }) => (
      <li key={`${index} ${code} ${field} ${message}`}>
        <code class="code">{code}</code> <code>{field}</code> <span>{message}</span>
      </li>
    ))}
  </ul>
)
