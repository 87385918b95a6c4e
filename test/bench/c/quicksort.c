#include <stdio.h>
#include <stdlib.h>
static int partition(int *a, int n) {
  int last = n - 1, mid = n / 2, place = 0, t = a[mid];
  a[mid] = a[last], a[last] = t;
  int pivot = t;
  for (int i = 0; i < last; i++)
    if (a[i] < pivot) {
      t = a[i];
      a[i] = a[place], a[place] = t;
      place++;
    }
  t = a[place];
  a[place] = a[last], a[last] = t;
  return place;
}
static void sort(int *a, int n) {
  if (n < 2) return;
  int p = partition(a, n);
  sort(a, p);
  sort(a + p + 1, n - p - 1);
}
int main(int argc, char **argv) {
  int n = atoi(argv[1]), *a = malloc(n * 4);
  unsigned s = 1;
  for (int i = 0; i < n; i++) s = s * 1664525 + 1013904223, a[i] = (int)(s >> 8);
  sort(a, n);
  printf("%d %d %d\n", a[0], a[n / 2], a[n - 1]);
}
