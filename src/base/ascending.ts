/** `numbers` without repetitions, in ascending order; long lists are mostly in order already. */
export function ascending(numbers: readonly number[]): readonly number[] {
  for (let i = 1; i < numbers.length; i++) {
    if (numbers[i]! <= numbers[i - 1]!) return [...new Set(numbers)].sort((a, b) => a - b);
  }
  return numbers;
}
