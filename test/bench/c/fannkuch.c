#include <stdio.h>
#include <stdlib.h>
static int fannkuch(int n, int *max) {
  int *perm1 = calloc(n, 4), *perm = calloc(n, 4), *count = calloc(n, 4);
  int most = 0, checksum = 0, r = n, nperm = 0;
  for (int i = 0; i < n; i++) perm1[i] = i;
  for (;;) {
    for (; r != 1; r--) count[r - 1] = r;
    for (int i = 0; i < n; i++) perm[i] = perm1[i];
    int flips = 0;
    for (int k = perm[0]; k != 0; k = perm[0]) {
      for (int i = 0, j = k; i < j; i++, j--) {
        int t = perm[i];
        perm[i] = perm[j], perm[j] = t;
      }
      flips++;
    }
    if (flips > most) most = flips;
    if ((nperm & 1) == 0) checksum += flips;
    else checksum -= flips;
    for (;;) {
      if (r == n) {
        *max = most;
        return checksum;
      }
      int p0 = perm1[0];
      for (int i = 0; i < r; i++) perm1[i] = perm1[i + 1];
      perm1[r] = p0;
      if (--count[r] > 0) break;
      r++;
    }
    nperm++;
  }
}
int main(int argc, char **argv) {
  int max, sum = fannkuch(atoi(argv[1]), &max);
  printf("%d %d\n", sum, max);
}
