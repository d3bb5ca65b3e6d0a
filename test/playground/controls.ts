import type { Page } from 'playwright-core'

/** A control as Chromium tells it to a screen reader. */
export interface Control {
  readonly role: string
  readonly name: string
  readonly isInvalid: boolean
  readonly description: string
}

/** Every control that can have the focus, in the order of the page, out of Chromium's accessibility tree. */
export async function controlsOf(page: Page): Promise<readonly Control[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes.flatMap(({ ignored, role, name, description, properties = [] }) => {
    const property = (key: string): unknown => properties.find((each) => each.name === key)?.value.value
    if (ignored || others.has(text(role)) || property('focusable') !== true) return []
    return [
      {
        role: text(role),
        name: text(name),
        description: text(description),
        isInvalid: property('invalid') === 'true',
      },
    ]
  })
}

/** The page itself, what only scrolls, and the options of a select. */
const others: ReadonlySet<string> = new Set(['RootWebArea', 'generic', 'option'])

const text = (value: { readonly value?: unknown } | undefined): string =>
  typeof value?.value === 'string' ? value.value : ''
