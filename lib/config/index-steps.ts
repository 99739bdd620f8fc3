/** An index of the ledger's table: its keys are text, and it is sorted as all of them are. */
export interface TableIndex {
  readonly name: string;
  readonly partition: string;
}

/**
 * The updates that lead from the indexes there are to those that are wanted, each by one: DynamoDB makes or drops no more at a time
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html). What is new comes first, so that no code
 * asks an index that is not there yet; what goes is dropped once nobody asks it. The last one has those that are wanted.
 */
export function indexSteps(
  deployed: readonly TableIndex[],
  wanted: readonly TableIndex[],
): readonly (readonly TableIndex[])[] {
  const isIn = (list: readonly TableIndex[], { name, partition }: TableIndex) =>
    list.some((one) => one.name === name && one.partition === partition);
  const taken = new Set(deployed.map(({ name }) => name));
  const added = wanted.filter((index) => !isIn(deployed, index));
  const dropped = deployed.filter((index) => !isIn(wanted, index));
  const steps: (readonly TableIndex[])[] = [];
  let now = deployed;
  const step = (next: readonly TableIndex[]) => {
    now = next;
    steps.push(now);
  };
  // A name whose key changes must be dropped before it can be made.
  for (const index of added) if (!taken.has(index.name)) step([...now, index]);
  for (const index of dropped) step(now.filter((one) => one !== index));
  for (const index of added) if (taken.has(index.name)) step([...now, index]);
  return steps.length < 2 ? [wanted] : [...steps.slice(0, -1), wanted];
}

/** Which of them still run the code that is deployed: those before the last index is made that the new code asks. */
export function keepsCode(step: readonly TableIndex[], wanted: readonly TableIndex[]): boolean {
  return wanted.some(({ name, partition }) => !step.some((one) => one.name === name && one.partition === partition));
}
