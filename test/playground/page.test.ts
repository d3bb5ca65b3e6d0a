import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { changes } from '../../src/testing/changes.js'
import { calls, choose, editor, openPage, useBrowser, write } from './open-page.js'

useBrowser()

const pod = 'spec:\n  containers:\n  - name: kserve-container\n    image: server:1\n'

interface Pod {
  readonly spec: {
    readonly containers: readonly { readonly name: string }[]
    readonly volumes: readonly { readonly name: string }[]
  }
}

describe('a pod', () => {
  test('the first example is injected as the page opens, and its diff and patch are shown', async () => {
    const page = await openPage()
    await expect
      .poll(() => page.locator('.summary').textContent())
      .toMatch(/^6 changes, 50 lines added, 0 lines removed, 0 warn/)
    await expect.poll(() => editor(page, 'Pod after').textContent()).toContain('MODEL_INIT_MODE')
    await expect.poll(() => editor(page, 'JSON patch').textContent()).toContain('{"op":"add","path":"/spec/volumes/-"')
  })

  test.each([
    ['The same, as JSON', /^6 changes, 50 lines added/],
    ['A predictor of KServe with Knative and Istio', /^\d+ changes, \d+ lines added, 0 lines removed/],
    ['A Deployment of vLLM without KServe', /^\d+ changes, \d+ lines added, 0 lines removed/],
    ['kserve#3506: as KServe 0.12.0 left it', /^\d+ changes, \d+ lines added, [1-9]\d* lines removed/],
    ['A pod with conflicts', /^Refused/],
  ])('the example "%s"', async (title, says) => {
    const page = await openPage()
    await choose(page, title)
    await expect.poll(() => page.locator('.summary').textContent()).toMatch(says)
  })

  test('the example of kserve#3506 names everything twice, and comes out without', async () => {
    const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    await choose(page, 'kserve#3506: as KServe 0.12.0 left it')
    const copied = async (): Promise<readonly string[]> => {
      const pod = parse(await page.evaluate<string>('navigator.clipboard.readText()')) as Pod
      return [...pod.spec.containers, ...pod.spec.volumes].map(({ name }) => name)
    }
    await editor(page).press('Control+A')
    await page.keyboard.press('Control+C')
    const [server, sidecar, token, volume] = ['kserve-container', 'modelcar', 'token', 'kserve-provision-location']
    await expect.poll(copied).toEqual([server, sidecar, sidecar, token, volume, volume])
    await page.getByRole('button', { name: 'Copy the pod' }).click()
    await expect.poll(copied).toEqual([server, sidecar, token, volume])
    await page.getByText('Copied').waitFor()
  })

  test.each(['Side by side', 'Unified'])('%s, each changed line has a sign', async (name) => {
    const page = await openPage({ viewport: { width: 1280, height: 4000 } })
    await choose(page, 'kserve#3506: as KServe 0.12.0 left it')
    await page.getByRole('radio', { name }).check()
    // All of it is in sight, and so is drawn.
    await page.addStyleTag({ content: '.diff { max-height: none !important }' })
    const count = async (sign: string) => {
      const texts = await page.locator('#result ~ .diff .cm-signs .cm-gutterElement').allTextContents()
      return texts.join('').split(sign).length - 1
    }
    const [, added, removed] =
      /(\d+) lines added, (\d+) lines removed/.exec((await page.locator('.summary').textContent()) ?? '') ?? []
    await expect.poll(() => count('+')).toBe(Number(added))
    await expect.poll(() => count('−')).toBe(Number(removed))
  })

  test('a pod that is pasted is injected, and is no more an example', async () => {
    const page = await openPage()
    await write(page, `apiVersion: v1\nkind: Pod\n${pod}`)
    await expect.poll(() => page.locator('.summary').textContent()).toMatch(/^6 changes/)
    await expect.poll(() => page.getByLabel('Example').locator('option:checked').textContent()).toBe('your own')
  })

  test('so is a pod spec by itself, whose patch is relative to it', async () => {
    const page = await openPage()
    await write(page, '{"containers": [{"name": "kserve-container"}]}')
    await expect.poll(() => editor(page, 'JSON patch').textContent()).toContain('"path":"/volumes"')
  })

  test('what has no pod spec is told', async () => {
    const page = await openPage()
    await write(page, 'kind: Service')
    await expect.poll(() => page.locator('.marks').textContent()).toContain('found none')
    await expect.poll(() => page.locator('.summary').textContent()).toMatch(/^Nothing yet/)
  })

  test('what is no YAML is marked where it breaks', async () => {
    const page = await openPage()
    await write(page, 'kind: Pod\nspec: [1')
    await page.locator('.cm-lint-marker-error').waitFor()
    await expect.poll(() => page.locator('.marks').textContent()).toContain('Flow sequence')
  })
})

describe('the form', () => {
  test('what it says is what is injected', async () => {
    const page = await openPage()
    await page.getByLabel('Image', { exact: true }).fill('registry.example/other:2')
    await page.getByLabel('Mode', { exact: true }).selectOption('image-volume')
    const patch = editor(page, 'JSON patch')
    await expect.poll(() => patch.textContent()).toContain('"image":{"reference":"registry.example/other:2"')
    await expect.poll(() => patch.textContent()).not.toContain('modelcar-init')
  })

  test('a wrong value has its message beside its field, and as its description', async () => {
    const page = await openPage()
    const path = page.getByLabel('Mount path')
    expect(await path.getAttribute('aria-invalid')).toBe('false')
    await path.fill('models')
    expect(await path.getAttribute('aria-invalid')).toBe('true')
    const [id = ''] = ((await path.getAttribute('aria-describedby')) ?? '').split(' ')
    await expect
      .poll(() => page.locator(`[id="${id}"]`).textContent())
      .toBe('expected an absolute path, found "models"')
    const [field, message] = await Promise.all([path.boundingBox(), page.locator(`[id="${id}"]`).boundingBox()])
    expect((message?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(12)
    await path.fill('/mnt/other')
    expect(await path.getAttribute('aria-invalid')).toBe('false')
    await expect.poll(() => page.locator('.summary').textContent()).toMatch(/^6 changes/)
  })

  test('all wrong values are told at once, in fields that are folded away too', async () => {
    const page = await openPage()
    await page.getByText('User and security').click()
    await page.getByLabel('UID').fill('root')
    await page.getByLabel('Image', { exact: true }).fill('Not An Image')
    await page.getByLabel('Containers that read it').fill('a, A_b')
    await expect.poll(() => page.locator('[aria-invalid=true]').count()).toBe(3)
    const messages = await page.locator('.message').allTextContents()
    expect(messages).toHaveLength(3)
    expect(messages[1]).toMatch(/^targets\[1\]: expected a DNS name/)
    expect(messages[2]).toContain('found "root"')
  })

  test('what was folded away stays in sight when it is right again', async () => {
    const page = await openPage()
    await page.getByText('User and security').click()
    await page.getByLabel('UID').fill('root')
    await page.getByText('found "root"').waitFor()
    await page.getByLabel('UID').fill('7')
    await page.getByText('found "root"').waitFor({ state: 'detached' })
    expect(await page.getByLabel('UID').isVisible()).toBe(true)
  })

  test('several models', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'Add a model' }).click()
    const second = page.getByRole('group', { name: 'Model 2' })
    expect(await second.locator('.message').allTextContents()).not.toEqual([])
    await second.getByLabel('Image of model 2', { exact: true }).fill('registry.example/team/lora:3')
    await second.getByLabel('Mount path of model 2').fill('/mnt/lora')
    await expect.poll(() => editor(page, 'JSON patch').textContent()).toContain('"name":"modelcar-1"')
    await page.getByRole('button', { name: 'Remove the last model' }).click()
    await expect.poll(() => editor(page, 'JSON patch').textContent()).not.toContain('modelcar-1')
    await expect
      .poll(() => page.getByLabel('Image', { exact: true }).inputValue())
      .toBe('registry.example/team/llama:1')
  })
})

describe('an overlay', () => {
  test('is YAML, with tags for what is preferred and included', async () => {
    const page = await openPage()
    await page.getByLabel('An overlay of your own').check()
    const patch = editor(page, 'JSON patch')
    await expect.poll(() => patch.textContent()).toContain('{"name":"logs","emptyDir":{"sizeLimit":"1Gi"}}')
    await expect.poll(() => patch.textContent()).toContain('"/spec/tolerations","value":[{')
    await expect.poll(() => calls(page).first().textContent()).not.toContain('KServe')
  })

  test('what is wrong with it is marked at its place', async () => {
    const page = await openPage()
    await page.getByLabel('An overlay of your own').check()
    await write(page, 'targets: [server, server]', 'Overlay, as YAML')
    await expect.poll(() => page.locator('.cm-lintRange-error').allTextContents()).toEqual(['server'])
    await expect.poll(() => page.locator('.marks').textContent()).toContain('targets[1]')
  })
})

describe('conflicts', () => {
  test('are marked at their fields, and each in the list leads to its place', async () => {
    const page = await openPage()
    await choose(page, 'A pod with conflicts')
    await page.locator('.cm-lintRange-error').first().waitFor()
    await expect
      .poll(() => page.locator('.cm-lintRange-error').allTextContents())
      .toEqual(['true', 'OnFailure', '/mnt', 'modelcar'])
    await page.getByRole('button', { name: 'spec.containers[1].name' }).click()
    await page.keyboard.insertText('exporter')
    await page.getByRole('button', { name: 'spec.containers[1].name' }).waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.marks li').count()).toBe(3)
    expect(parse((await editor(page).locator('.cm-line').allTextContents()).join('\n'))).toMatchObject({
      spec: { containers: [{}, { name: 'exporter' }] },
    })
  })

  test('warnings are marked too, and the pod is injected', async () => {
    const page = await openPage()
    await write(page, `kind: Pod\n${pod}  shareProcessNamespace: false\n`)
    await page.locator('.cm-lintRange-warning').waitFor()
    await expect.poll(() => page.locator('.cm-lintRange-warning').allTextContents()).toEqual(['false'])
    await expect.poll(() => page.locator('.said').textContent()).toContain('ProcessNamespaceOverwritten')
  })
})

describe('further calls', () => {
  test('change nothing, beside those of KServe 0.12.0, whose pod is refused', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'Call again' }).click()
    await expect.poll(() => calls(page).count()).toBe(2)
    const said = calls(page).first()
    await expect.poll(() => said.textContent()).toContain('0 changes: the very same object')
    await expect.poll(() => said.textContent()).toContain('spec.containers[2].name: Duplicate value: "modelcar"')
    await expect.poll(() => calls(page).last().textContent()).toContain('nothing comes twice')
    await page.getByRole('button', { name: 'Start over' }).click()
    await expect.poll(() => calls(page).count()).toBe(1)
  })

  test('change nothing after anything that happens, which is shown', async () => {
    const page = await openPage()
    await choose(page, 'A predictor of KServe with Knative and Istio')
    for (const name of Object.keys(changes)) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect.poll(() => calls(page).count(), { message: name }).toBe(2)
      const said = calls(page).first()
      await expect
        .poll(() => said.locator('.good').textContent(), { message: name })
        .toContain('0 changes: the very same object')
      // There is no image volume in this pod.
      const applies = !name.startsWith('image volumes')
      expect(await said.getByText('What it changed').count(), name).toBe(applies ? 1 : 0)
      await page.getByRole('button', { name: 'Start over' }).click()
      await expect.poll(() => calls(page).count()).toBe(1)
    }
  })

  test('what happened is shown as a diff', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'a mesh adds its sidecar' }).click()
    await page.getByText('What it changed').click()
    await expect.poll(() => calls(page).locator('.diff').textContent()).toContain('mesh-proxy')
  })

  test('after all of it', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'all of it, one after the other' }).click()
    const good = calls(page).locator('.good').filter({ hasText: '0 changes: the very same object' })
    await expect.poll(() => good.count()).toBe(Object.keys(changes).length)
  })

  test('a change of an image volume', async () => {
    const page = await openPage()
    await page.getByLabel('Mode', { exact: true }).selectOption('image-volume')
    await page.getByRole('button', { name: 'image volumes come from a mirror' }).click()
    await expect.poll(() => calls(page).first().textContent()).toContain('0 changes: the very same object')
    await expect.poll(() => calls(page).first().getByText('What it changed').count()).toBe(1)
  })
})

test('a loaded page needs no network', async () => {
  const page = await openPage()
  await page.context().setOffline(true)
  await choose(page, 'A Deployment of vLLM without KServe')
  await page.getByRole('radio', { name: 'Unified' }).check()
  await page.getByRole('button', { name: 'Call again' }).click()
  await expect.poll(() => calls(page).first().textContent()).toContain('0 changes')
})
