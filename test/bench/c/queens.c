#include <stdio.h>
#include <stdlib.h>
static int solve(int n, int row, char *cols, char *d1, char *d2) {
  if (row == n) return 1;
  int count = 0;
  for (int c = 0; c < n; c++) {
    if (cols[c] || d1[row + c] || d2[row - c + n - 1]) continue;
    cols[c] = d1[row + c] = d2[row - c + n - 1] = 1;
    count += solve(n, row + 1, cols, d1, d2);
    cols[c] = d1[row + c] = d2[row - c + n - 1] = 0;
  }
  return count;
}
int main(int argc, char **argv) {
  int n = atoi(argv[1]);
  printf("%d\n", solve(n, 0, calloc(n, 1), calloc(2 * n, 1), calloc(2 * n, 1)));
}
