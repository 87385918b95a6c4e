package big

// Bits of negative numbers are those of two's complement: -x is ^(x-1).

// Rsh rounds towards minus infinity.
func (z *Int) Rsh(x *Int, n uint) *Int {
	if !x.neg {
		return z.put(z.abs.shr(x.abs, n), false)
	}
	t := nat(nil).sub(x.abs, natOne)
	t = t.shr(t, n)
	return z.put(t.add(t, natOne), true)
}

// Bit is bit i.
func (x *Int) Bit(i int) uint {
	if i < 0 {
		panic("negative bit index")
	}
	if x.neg {
		return nat(nil).sub(x.abs, natOne).bit(uint(i)) ^ 1
	}
	return x.abs.bit(uint(i))
}

// SetBit is x with bit i set to b.
func (z *Int) SetBit(x *Int, i int, b uint) *Int {
	if i < 0 {
		panic("negative bit index")
	}
	if b > 1 {
		panic("set bit is not 0 or 1")
	}
	mask := new(Int).Lsh(intOne, uint(i))
	if b == 0 {
		return z.AndNot(x, mask)
	}
	return z.Or(x, mask)
}

// complement is the nat whose bits are those of x, or for negative x their opposites.
func (x *Int) complement() nat {
	if x.neg {
		return nat(nil).sub(x.abs, natOne)
	}
	return x.abs
}

// setComplement sets z to the number that has these bits, or their opposites.
func (z *Int) setComplement(bits nat, opposite bool) *Int {
	if opposite {
		return z.put(bits.add(bits, natOne), true)
	}
	return z.put(bits, false)
}

func (z *Int) And(x, y *Int) *Int {
	a, b := x.complement(), y.complement()
	switch {
	case x.neg && y.neg:
		return z.setComplement(nat(nil).or(a, b), true)
	case x.neg:
		return z.setComplement(nat(nil).andNot(b, a), false)
	case y.neg:
		return z.setComplement(nat(nil).andNot(a, b), false)
	}
	return z.setComplement(nat(nil).and(a, b), false)
}

func (z *Int) AndNot(x, y *Int) *Int {
	a, b := x.complement(), y.complement()
	switch {
	case x.neg && y.neg:
		return z.setComplement(nat(nil).andNot(b, a), false)
	case x.neg:
		return z.setComplement(nat(nil).or(a, b), true)
	case y.neg:
		return z.setComplement(nat(nil).and(a, b), false)
	}
	return z.setComplement(nat(nil).andNot(a, b), false)
}

func (z *Int) Or(x, y *Int) *Int {
	a, b := x.complement(), y.complement()
	switch {
	case x.neg && y.neg:
		return z.setComplement(nat(nil).and(a, b), true)
	case x.neg:
		return z.setComplement(nat(nil).andNot(a, b), true)
	case y.neg:
		return z.setComplement(nat(nil).andNot(b, a), true)
	}
	return z.setComplement(nat(nil).or(a, b), false)
}

func (z *Int) Xor(x, y *Int) *Int {
	return z.setComplement(nat(nil).xor(x.complement(), y.complement()), x.neg != y.neg)
}

func (z *Int) Not(x *Int) *Int {
	return z.setComplement(nat(nil).set(x.complement()), !x.neg)
}
