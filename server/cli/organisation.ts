import type { Company, Department, License } from '../store/people.ts'
import type { Store } from '../store/store.ts'
import { CommandRefused } from './command-refused.ts'

type Wanted = { company: string | null, departments: string[][] }
type Place = { companyId: number | null, departmentIds: number[] }

/** Companies and departments by the names that administrators write. */
export function createOrganisation({ directory }: Pick<Store, 'directory'>) {
  /** Throws `CommandRefused` where there is none, or more than one, of this name. */
  async function findCompany(name: string): Promise<Company> {
    const [company, ...others] = (await directory.companies()).filter(each => each.name === name)
    if (!company) throw new CommandRefused(`There is no company "${name}". An import makes the companies that it names.`)
    if (others.length > 0) throw new CommandRefused(`There is more than one company "${name}".`)
    return company
  }

  /** Makes the companies and departments that are missing; `made` names them, `of` says where each person belongs. */
  async function ensure(people: readonly Wanted[]): Promise<{ made: string[], of: (person: Wanted) => Place }> {
    const made: string[] = []
    const companies = new Map((await directory.companies()).map(company => [company.name, company.id]))
    const departments = new Map<number, Department[]>()
    const places = new Map<Wanted, Place>()
    for (const person of people) {
      if (person.company === null) continue
      let companyId = companies.get(person.company)
      if (companyId === undefined) {
        companyId = await directory.createCompany({ name: person.company })
        companies.set(person.company, companyId)
        made.push(person.company)
      }
      const known = departments.get(companyId) ?? await directory.departments(companyId)
      departments.set(companyId, known)
      const departmentIds = new Set<number>()
      for (const path of person.departments) departmentIds.add(await ensurePath(companyId, known, person.company, path, made))
      places.set(person, { companyId, departmentIds: [...departmentIds] })
    }
    return { made, of: person => places.get(person) ?? { companyId: null, departmentIds: [] } }
  }

  async function ensurePath(companyId: number, known: Department[], company: string, path: string[], made: string[]): Promise<number> {
    let parentId: number | null = null
    for (const [depth, name] of path.entries()) {
      const above: number | null = parentId
      const found: Department | undefined = known.find(each => each.name === name && each.parentId === above)
      if (found) {
        parentId = found.id
        continue
      }
      const draft = { name, companyId, parentId: above, level: depth + 1 }
      parentId = await directory.createDepartment(draft)
      known.push({ ...draft, id: parentId, code: null, note: null, ownerId: null, isLeaf: true })
      made.push(`${company}/${path.slice(0, depth + 1).join('/')}`)
    }
    if (parentId === null) throw new Error('an empty path is no department')
    return parentId
  }

  /** Throws `CommandRefused` where there is none, or more than one, of this name. */
  async function findLicense(name: string): Promise<License> {
    const [license, ...others] = (await directory.licenses()).filter(each => each.name === name)
    if (!license) throw new CommandRefused(`There is no licence "${name}". Make it with "license add".`)
    if (others.length > 0) throw new CommandRefused(`There is more than one licence "${name}".`)
    return license
  }

  return { findCompany, findLicense, ensure }
}
