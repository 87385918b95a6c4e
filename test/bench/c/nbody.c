#include <math.h>
#include <stdio.h>
#include <stdlib.h>
typedef struct { double x, y, z, vx, vy, vz, mass; } Body;
static double energy(Body *bs, int n) {
  double e = 0;
  for (int i = 0; i < n; i++) {
    Body *b = &bs[i];
    e += 0.5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
    for (int j = i + 1; j < n; j++) {
      Body *c = &bs[j];
      double dx = b->x - c->x, dy = b->y - c->y, dz = b->z - c->z;
      e -= b->mass * c->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}
static void advance(Body *bs, int n, double dt) {
  for (int i = 0; i < n; i++) {
    Body *b = &bs[i];
    for (int j = i + 1; j < n; j++) {
      Body *c = &bs[j];
      double dx = b->x - c->x, dy = b->y - c->y, dz = b->z - c->z;
      double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (d2 * sqrt(d2));
      b->vx -= dx * c->mass * mag;
      b->vy -= dy * c->mass * mag;
      b->vz -= dz * c->mass * mag;
      c->vx += dx * b->mass * mag;
      c->vy += dy * b->mass * mag;
      c->vz += dz * b->mass * mag;
    }
  }
  for (int i = 0; i < n; i++) {
    Body *b = &bs[i];
    b->x += dt * b->vx;
    b->y += dt * b->vy;
    b->z += dt * b->vz;
  }
}
int main(int argc, char **argv) {
  Body bs[5] = {{0, 0, 0, 0, 0, 0, 39.47}, {4.84, -1.16, -0.10, 0.60, 2.81, -0.02, 0.037}, {8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011}, {12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017}, {15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002}};
  int steps = atoi(argv[1]);
  for (int i = 0; i < steps; i++) advance(bs, 5, 0.01);
  printf("%g\n", energy(bs, 5));
}
