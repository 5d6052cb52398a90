package accounts

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what every authenticator app speaks; HMAC does not rest on collisions
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	totpPeriod = 30 * time.Second
	totpDigits = 6
	totpSecret = 20 // bytes, the length of the hash (RFC 4226, 4)
	totpSlack  = 1  // periods before and after the present one: clocks differ, people are slow
)

// hotp is the one-time code of a counter (RFC 4226), of that many digits.
func hotp(secret []byte, counter uint64, digits int) string {
	mac := hmac.New(sha1.New, secret)
	var at [8]byte
	binary.BigEndian.PutUint64(at[:], counter)
	mac.Write(at[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 15
	n := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	modulus := uint32(1)
	for range digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", digits, n%modulus)
}

// totpStep numbers the period that a moment lies in (RFC 6238).
func totpStep(at time.Time) int64 { return at.Unix() / int64(totpPeriod/time.Second) }

// totpMatch finds the period near now whose code this is, later than the one
// used last: a code that somebody looked over a shoulder for is worth nothing.
func totpMatch(secret []byte, code string, now time.Time, last int64) (step int64, ok bool) {
	present := totpStep(now)
	for near := present - totpSlack; near <= present+totpSlack; near++ {
		same := subtle.ConstantTimeCompare([]byte(hotp(secret, uint64(near), totpDigits)), []byte(code)) == 1
		if same && near > last {
			step, ok = near, true
		}
	}
	return step, ok
}

// readTOTP returns the digits that somebody typed, however they were grouped;
// false when they can be no code of an app.
func readTOTP(typed string) (string, bool) {
	if len(typed) > 100 {
		return "", false
	}
	code := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		case r == ' ' || r == '-' || r == '\u00a0' || r == '\t':
			return -1
		}
		return 'x'
	}, strings.TrimSpace(typed))
	return code, len(code) == totpDigits && !strings.Contains(code, "x")
}

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// totpURI is what authenticator apps read from the picture.
func totpURI(issuer, email string, secret []byte) string {
	issuer = strings.ReplaceAll(issuer, ":", " ") // it parts issuer from account
	q := url.Values{"secret": {base32Plain.EncodeToString(secret)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	// Apps show a plus where a space was meant.
	return "otpauth://totp/" + url.PathEscape(issuer+":"+email) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// totpGroups is the secret as people type it into an app.
func totpGroups(secret []byte) string {
	text := base32Plain.EncodeToString(secret)
	var b strings.Builder
	for i := 0; i < len(text); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text[i:min(i+4, len(text))])
	}
	return b.String()
}
