package accounts

import (
	"errors"
	"strconv"
	"strings"

	"balcao/store"
)

// codeLength is how many characters of a code people copy: 130 bits.
const codeLength = 26

// codeSigns is Crockford's alphabet: no I, L, O, U.
const codeSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeText writes the first 130 bits of sum as 26 of Crockford's characters.
// sum has at least 17 bytes.
func codeText(sum []byte) string {
	text := make([]byte, codeLength)
	bits, have, next := uint(0), 0, 0
	for i := range text {
		if have < 5 {
			bits, have, next = bits<<8|uint(sum[next]), have+8, next+1
		}
		have -= 5
		text[i] = codeSigns[bits>>have&31]
	}
	return string(text)
}

// readCode returns the code that somebody typed or pasted, however it was
// written: small letters, spaces, hyphens, O for 0, I and L for 1, the whole
// link. False when no code can have been meant.
func readCode(typed string) (string, bool) {
	if len(typed) > 2000 {
		return "", false
	}
	typed = typed[strings.LastIndexByte(typed, '#')+1:]
	code := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			r -= 'a' - 'A'
		case 'ａ' <= r && r <= 'ｚ': // full width, as some keyboards write
			r -= 'ａ' - 'A'
		case 'Ａ' <= r && r <= 'Ｚ':
			r -= 'Ａ' - 'A'
		case '０' <= r && r <= '９':
			r -= '０' - '0'
		}
		switch {
		case r == 'O':
			return '0'
		case r == 'I', r == 'L':
			return '1'
		case r < 0x80 && strings.IndexByte(codeSigns, byte(r)) >= 0, r == 'U':
			return r
		case 'À' <= r && r <= 'ɏ':
			return 'U' // a letter nobody was given stays a mistake
		}
		return -1
	}, typed)
	return code, len(code) == codeLength && !strings.Contains(code, "U")
}

// codeGroups is the code as people read it: 5-5-5-5-6.
func codeGroups(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:5] + "-" + code[5:10] + "-" + code[10:15] + "-" + code[15:20] + "-" + code[20:]
}

// codeRow leads from a code to what it opens. It holds the hash of the code,
// never the code.
type codeRow struct {
	Hash       string `json:"hash"`
	Kind       string `json:"kind"`
	Of         string `json:"of"`
	Generation int    `json:"generation"`
}

// codeOf is the code that opens the thing of that kind and id in that
// generation; it is derived and kept nowhere.
func (g *Registry) codeOf(kind, id string, generation int) string {
	return codeText(g.Key.Derive("code", kind, id, strconv.Itoa(generation)))
}

// issueCode makes the code of that generation findable. Codes of earlier
// generations stay findable too: whoever comes with one is told that a newer
// one was sent.
func (g *Registry) issueCode(tx store.Tx, kind, id string, generation int) error {
	return codes.Put(tx, codeRow{codeHash(kind, g.codeOf(kind, id, generation)), kind, id, generation})
}

// openedBy finds what a typed code opens, or store.ErrNotFound. The caller
// compares the generation with the present one.
func openedBy(r store.Reader, kind, typed string) (id string, generation int, err error) {
	code, ok := readCode(typed)
	if !ok {
		return "", 0, store.ErrNotFound
	}
	row, err := codes.Get(r, codeHash(kind, code))
	return row.Of, row.Generation, err
}

// forgetCodes takes away every code up to that generation.
func (g *Registry) forgetCodes(tx store.Tx, kind, id string, generation int) error {
	for n := range generation + 1 {
		err := codes.Delete(tx, codeHash(kind, g.codeOf(kind, id, n)))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

func codeHash(kind, code string) string { return atRest(kind + " " + code) }
