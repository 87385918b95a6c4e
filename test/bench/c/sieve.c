#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  int n = atoi(argv[1]), total = 0;
  for (int r = 0; r < 2; r++) {
    char *flags = calloc(n + 1, 1);
    int count = 0;
    for (int i = 2; i <= n; i++)
      if (!flags[i]) {
        count++;
        for (int j = i + i; j <= n; j += i) flags[j] = 1;
      }
    total += count;
  }
  printf("%d\n", total);
}
