#include <math.h>
#include <stdio.h>
#include <stdlib.h>
static double a(int i, int j) { return 1 / (double)((i + j) * (i + j + 1) / 2 + i + 1); }
static void times(double *v, double *u, int n) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int j = 0; j < n; j++) sum += a(i, j) * u[j];
    v[i] = sum;
  }
}
static void times_transposed(double *v, double *u, int n) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int j = 0; j < n; j++) sum += a(j, i) * u[j];
    v[i] = sum;
  }
}
int main(int argc, char **argv) {
  int n = atoi(argv[1]);
  double *u = malloc(n * 8), *v = malloc(n * 8), *t = malloc(n * 8), vbv = 0, vv = 0;
  for (int i = 0; i < n; i++) u[i] = 1;
  for (int i = 0; i < 10; i++) {
    times(t, u, n);
    times_transposed(v, t, n);
    times(t, v, n);
    times_transposed(u, t, n);
  }
  for (int i = 0; i < n; i++) vbv += u[i] * v[i], vv += v[i] * v[i];
  printf("%g\n", sqrt(vbv / vv));
}
