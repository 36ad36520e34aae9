// A reporter that counts what each project of the tests ran, for the last lines of `npm test`.
import { writeFileSync } from 'node:fs'

export default class TestCount {
  onInit(vitest) {
    this.projects = vitest.projects.map(project => project.name)
  }

  onTestRunEnd(modules, errors) {
    const counts = Object.fromEntries(this.projects.map(name => [name, { passed: 0, failed: 0, skipped: [] }]))
    for (const module of modules) {
      const count = counts[module.project.name]
      let failed = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') count.passed += 1
        else if (state === 'failed') failed += 1
        else count.skipped.push(test.fullName)
      }
      // A file that does not even load has no tests that could fail.
      count.failed += failed || (module.state() === 'failed' ? 1 : 0)
    }
    writeFileSync(process.env.HONGYAN_TEST_COUNT, JSON.stringify({ counts, errors: errors.length }))
  }
}
