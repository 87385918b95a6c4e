#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  int n = atoi(argv[1]), inside = 0;
  for (int y = 0; y < n; y++) {
    double ci = 2 * (double)y / (double)n - 1;
    for (int x = 0; x < n; x++) {
      double cr = 2 * (double)x / (double)n - 1.5, zr = 0, zi = 0;
      int i = 0;
      for (; i < 80 && zr * zr + zi * zi <= 4; i++) {
        double t = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + ci;
        zr = t;
      }
      if (i == 80) inside++;
    }
  }
  printf("%d\n", inside);
}
