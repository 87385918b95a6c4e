#include <stdio.h>
#include <stdlib.h>
static double **make(int n, double s) {
  double **m = malloc(n * sizeof *m);
  for (int i = 0; i < n; i++) {
    m[i] = malloc(n * 8);
    for (int j = 0; j < n; j++) m[i][j] = s * (double)(i - j) * (double)(i + j);
  }
  return m;
}
int main(int argc, char **argv) {
  int n = atoi(argv[1]);
  double **a = make(n, 1), **b = make(n, 2), **c = make(n, 0);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
  printf("%g\n", c[n / 2][n / 2]);
}
