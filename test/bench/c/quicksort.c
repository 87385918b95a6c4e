#include <stdio.h>
#include <stdlib.h>
static void sort(int *a, int n) {
  if (n < 2) return;
  int p = a[n / 2], i = 0, j = n - 1;
  while (i <= j) {
    while (a[i] < p) i++;
    while (a[j] > p) j--;
    if (i <= j) {
      int t = a[i];
      a[i] = a[j], a[j] = t;
      i++, j--;
    }
  }
  sort(a, j + 1);
  sort(a + i, n - i);
}
int main(void) {
  int n = 300000, *a = malloc(n * 4);
  unsigned s = 1;
  for (int i = 0; i < n; i++) s = s * 1664525 + 1013904223, a[i] = (int)(s >> 8);
  sort(a, n);
  printf("%d %d %d\n", a[0], a[n / 2], a[n - 1]);
}
