package time

import "errors"

// A time in bytes: version, seconds since the year 1, nanoseconds, minutes east of UTC (-1 is UTC
// itself), each with the highest byte first; in the second version also seconds east of that.
const (
	binaryMinutes = 1
	binarySeconds = 2

	binaryLength = 1 + 8 + 4 + 2
	isUTC        = -1
)

// appendBytes adds the low n bytes of x, the highest first.
func appendBytes(b []byte, x uint64, n int) []byte {
	for n--; n >= 0; n-- {
		b = append(b, byte(x>>uint(8*n)))
	}
	return b
}

// takeBytes is the number in b, the highest byte first.
func takeBytes(b []byte) (x uint64) {
	for _, c := range b {
		x = x<<8 | uint64(c)
	}
	return x
}

func (t Time) MarshalBinary() ([]byte, error) {
	version, minutes, seconds := byte(binaryMinutes), isUTC, 0
	if t.Location() != UTC {
		_, offset := t.Zone()
		if seconds = offset % 60; seconds != 0 {
			version = binarySeconds
		}
		minutes = offset / 60
		if minutes != int(int16(minutes)) || minutes == isUTC {
			return nil, errors.New("Time.MarshalBinary: unexpected zone offset")
		}
	}
	b := append(make([]byte, 0, binaryLength+1), version)
	b = appendBytes(b, uint64(t.sec()), 8)
	b = appendBytes(b, uint64(t.nsec()), 4)
	b = appendBytes(b, uint64(minutes), 2)
	if version == binarySeconds {
		b = append(b, byte(seconds))
	}
	return b, nil
}

func (t *Time) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		return errors.New("Time.UnmarshalBinary: no data")
	}
	version, length := data[0], binaryLength
	if version != binaryMinutes && version != binarySeconds {
		return errors.New("Time.UnmarshalBinary: unsupported version")
	}
	if version == binarySeconds {
		length++
	}
	if len(data) != length {
		return errors.New("Time.UnmarshalBinary: invalid length")
	}
	*t = Time{wall: takeBytes(data[9:13]), ext: int64(takeBytes(data[1:9]))}
	offset := int(int16(takeBytes(data[13:15]))) * 60
	if version == binarySeconds {
		offset += int(data[15])
	}
	switch offset {
	case isUTC * 60:
		t.loc = nil
	case Local.offset:
		t.loc = Local
	default:
		t.loc = FixedZone("", offset)
	}
	return nil
}

func (t Time) GobEncode() ([]byte, error)   { return t.MarshalBinary() }
func (t *Time) GobDecode(data []byte) error { return t.UnmarshalBinary(data) }
