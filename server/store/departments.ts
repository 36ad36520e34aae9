/** A department as it shall be: a new one without `id`; `parentId` null at the top of its company. */
export type DepartmentWish = { id?: number; companyId: number; parentId: number | null; name: string }

/** What administrators change of the tree. */
export type Departments = {
  /**
   * Makes, renames or moves a department, with all that is below it. `nameTaken`: another one beside it is called so.
   * Rejects with `LimitReached` where it would lie too deep.
   */
  saveDepartment(
    wish: DepartmentWish,
  ): Promise<{ id: number } | 'companyUnknown' | 'departmentUnknown' | 'belowItself' | 'nameTaken'>
  /** Only one that nobody is in and that has none below. */
  removeDepartment(id: number): Promise<'removed' | 'unknown' | 'notEmpty'>
}
