#include <stdio.h>
#include <stdlib.h>
static void step(char **from, char **to, int h, int w) {
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      int count = 0;
      for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
          if ((dx != 0 || dy != 0) && from[(y + dy + h) % h][(x + dx + w) % w]) count++;
      to[y][x] = count == 3 || (count == 2 && from[y][x]);
    }
}
static char **grid(int h, int w) {
  char **g = malloc(h * sizeof *g);
  for (int i = 0; i < h; i++) g[i] = calloc(w, 1);
  return g;
}
int main(int argc, char **argv) {
  char **a = grid(64, 64), **b = grid(64, 64);
  unsigned s = 7;
  int alive = 0, rounds = atoi(argv[1]);
  for (int y = 0; y < 64; y++)
    for (int x = 0; x < 64; x++) s = s * 1664525 + 1013904223, a[y][x] = s >> 30 == 0;
  for (int i = 0; i < rounds; i++) {
    step(a, b, 64, 64);
    char **t = a;
    a = b, b = t;
  }
  for (int y = 0; y < 64; y++)
    for (int x = 0; x < 64; x++) alive += a[y][x];
  printf("%d\n", alive);
}
