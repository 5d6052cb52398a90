package accounts

import (
	"strings"

	"golang.org/x/net/idna"

	"balcao/fault"
)

// EmailKey is the address as it is compared: without surrounding spaces, in
// small letters, the domain in its ASCII form. Two addresses with one key are
// one address. It accepts anything; CheckEmail tells what is an address.
func EmailKey(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return email
	}
	if ascii, err := idna.Lookup.ToASCII(email[at+1:]); err == nil {
		return email[:at+1] + ascii
	}
	return email
}

// CheckEmail returns the address as it is kept (trimmed, its domain in small
// letters) or an Invalid fault of the field. Only plain addresses pass:
// name@domain.tld with an unquoted name. net/mail is not asked: it turns
// `"a b"@x` into `a b@x`.
func CheckEmail(field, email string) (string, error) {
	email = strings.TrimSpace(email)
	if email == "" {
		return "", fault.Field(field, "required")
	}
	name, domain, found := strings.Cut(email, "@")
	if !found || len(email) > 254 || !localPart(name) || !domainName(domain) {
		return "", fault.Field(field, "email_bad")
	}
	return name + "@" + strings.ToLower(domain), nil
}

const atomSigns = "!#$%&'*+/=?^_`{|}~-"

// localPart tells whether s is an unquoted name before the @ (RFC 5321
// Dot-string, 64 bytes).
func localPart(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" {
			return false
		}
		for i := range len(atom) {
			if !asciiAlnum(atom[i]) && strings.IndexByte(atomSigns, atom[i]) < 0 {
				return false
			}
		}
	}
	return true
}

// domainName tells whether s is a host name of at least two labels whose last
// is no number; names in other scripts are judged by their ASCII form.
func domainName(s string) bool {
	if strings.ContainsAny(s, "@ \t\r\n") {
		return false
	}
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil || len(ascii) > 253 {
		return false
	}
	labels := strings.Split(ascii, ".")
	if len(labels) < 2 {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for i := range len(l) {
			if !asciiAlnum(l[i]) && l[i] != '-' {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return strings.Trim(last, "0123456789") != "" && len(last) > 1
}

func asciiAlnum(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}
