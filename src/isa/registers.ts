/**
 * Register numbers and names, as RISC-V's: x0 reads zero. System calls take their number in a7, arguments in a0 to a5 and
 * return in a0.
 */

/** Integer registers by role. */
export const enum Reg {
  Zero = 0,
  Ra = 1,
  Sp = 2,
  Gp = 3,
  Tp = 4,
  T0 = 5,
  T1 = 6,
  T2 = 7,
  S0 = 8,
  S1 = 9,
  A0 = 10,
  A1 = 11,
  A2 = 12,
  A3 = 13,
  A4 = 14,
  A5 = 15,
  A6 = 16,
  A7 = 17,
  S2 = 18,
  S10 = 26,
  S11 = 27,
  T3 = 28,
  T6 = 31,
  Count = 32,
}

/** Names of the integer registers, index = number. */
export const X_NAMES: readonly string[] =
  'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6'.split(' ');

/** Names of the float registers, index = number. */
export const F_NAMES: readonly string[] =
  'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11'.split(' ');

/** Rounding modes, index = value of the rm field. */
export const ROUNDING_NAMES: readonly string[] = ['rne', 'rtz', 'rdn', 'rup', 'rmm'];
