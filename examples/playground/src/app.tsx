import { useMemo, useState } from 'preact/hooks'
import { Again } from './again/again.js'
import { ConfigForm } from './config/form.js'
import { Editor } from './editor/editor.js'
import { type Example, examples } from './examples.js'
import overlay from './examples/overlay.yaml?raw'
import { type Inputs, outputsOf } from './playground.js'
import { PodInput } from './pod/pod-input.js'
import { Result } from './result/result.js'
import { whyOf } from './result/why.js'

const inputsOf = ({ text, texts }: Example): Pick<Inputs, 'pod' | 'values' | 'happenings'> => ({
  pod: text,
  values: { models: 1, texts },
  happenings: [],
})

export function App() {
  const [inputs, setInputs] = useState<Inputs>({ ...inputsOf(examples[0]), kind: 'model', overlay })
  const outputs = useMemo(() => outputsOf(inputs), [inputs])
  const change = (changed: Partial<Inputs>): void => setInputs((before) => ({ ...before, ...changed }))
  const { kind, happenings } = inputs
  const [first] = outputs.calls
  return (
    <>
      <header>
        <h1>modelcar playground</h1>
        <p>Puts an OCI model image, or a sidecar of your own, into a pod. Nothing leaves this page.</p>
      </header>
      <main>
        <div class="inputs">
          <section aria-labelledby="pod">
            <h2 id="pod">Pod</h2>
            <PodInput
              text={inputs.pod}
              marks={outputs.podMarks}
              onExample={(example) => change(inputsOf(example))}
              onText={(pod) => change({ pod })}
            />
          </section>
          <section aria-labelledby="what">
            <h2 id="what">What to inject</h2>
            <fieldset class="choice">
              <legend class="hidden">What to inject</legend>
              {kinds.map(([value, label]) => (
                <label key={value}>
                  <input
                    type="radio"
                    name="kind"
                    value={value}
                    checked={kind === value}
                    onChange={() => change({ kind: value })}
                  />
                  {label}
                </label>
              ))}
            </fieldset>
            {kind === 'model' ? (
              <ConfigForm
                values={inputs.values}
                config={outputs.config}
                messages={outputs.messages}
                onChange={(values) => change({ values })}
              />
            ) : (
              <Editor
                label="Overlay, as YAML"
                text={inputs.overlay}
                marks={outputs.overlayMarks}
                onChange={(text) => change({ overlay: text })}
              />
            )}
          </section>
        </div>
        <section aria-labelledby="result">
          <h2 id="result">Result</h2>
          <Result objects={outputs.objects} injected={first?.ours} why={whyOf(inputs, outputs)} />
        </section>
        {first?.ours !== undefined && (
          <Again calls={outputs.calls} happenings={happenings} onHappen={(more) => change({ happenings: more })} />
        )}
      </main>
    </>
  )
}

const kinds: readonly (readonly [Inputs['kind'], string])[] = [
  ['model', 'A model'],
  ['overlay', 'An overlay of your own'],
]
